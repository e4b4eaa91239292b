"""How the process ends: the codes that a pipeline relies on, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast import preview
from holdfast.cli import asking, main

if TYPE_CHECKING:
    from tests.cli.conftest import Previews, Run

ROOT = Path(__file__).parents[2]


def started(*arguments: str, **more: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "holdfast", *arguments]
    options: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen(command, cwd=ROOT, text=True, **options)  # noqa: S603  # our own


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_has_enough_is_no_fault(unbuffered: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = started("check", "--help", stdout=writing, env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
    os.close(writing)

    assert (process.communicate()[1], process.returncode) == ("", 141)


def test_another_pipe_of_ours_that_breaks_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> None:
        raise BrokenPipeError("a socket")

    monkeypatch.setattr(preview, "stacks", broken)
    monkeypatch.setattr(sys, "argv", ["holdfast", "preview"])
    with pytest.raises(SystemExit) as ended:
        main.main()

    assert ended.value.code == 3
    assert "BrokenPipeError: a socket" in capfd.readouterr().err


def test_ctrl_c_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: slow\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
    (tmp_path / "__main__.py").write_text(
        "import pathlib, time\npathlib.Path('began').touch()\ntime.sleep(60)\n"
    )
    process = started("preview", "dev", "--program", str(tmp_path), start_new_session=True)
    for _ in range(600):
        if (tmp_path / "began").exists() or process.poll() is not None:
            break
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "interrupted"
    assert "Traceback" not in err


def test_ctrl_c_at_a_question_changes_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(preview, "stacks", asked)
    monkeypatch.setattr(asking, "ask", asked)
    result = run("preview")

    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "interrupted\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["previw"], ["there is no command 'previw'; did you mean preview or review?"]),
        (["prices", "shwo"], ["there is no command", "shwo'; did you mean show?"]),
        (["check", "--fromat", "json"], ["there is no option --fromat; did you mean --format?"]),
        (["check", "--format", "yaml"], ["--format: 'yaml' is not one of 'text', 'markdown', 'json'"]),
        (["check", "prod", "too", "much"], ["there is too much: too much"]),
        (["preview", "--timeout", "soon"], ["--timeout: it has to be a number"]),
        (["comment", "x", "--file", "f"], ["NUMBER: it has to be a whole number"]),
        (["comment", "0", "--file", "f"], ["NUMBER: it has to be at least 1"]),
        (["comment", "1"], ["--file is missing", "usage:", "comment [OPTIONS] NUMBER --file FILE"]),
        (["failover", "--away-from", "use1"], ["STACK is missing; there are dev, prod, staging"]),
        (["failover", "prod"], ["--away-from is missing; there are euc1, euw1, use1"]),
        (["drill", "leave-use2"], ["there is no drill 'leave-use2'", "leave-use1"]),
        (["check", "--stack-file"], ["'--stack-file' needs a value"]),
        (["check", "--preview", "x.json"], ["make it with: pulumi preview --json --show-sames > x.json"]),
        (["inventory", "--state", "x.json"], ["cannot read x.json", "pulumi stack export > x.json"]),
        (["comment", "1", "--file", "x.md"], ["holdfast review --markdown x.md"]),
        (["verify-reviewed", "x", "--preview", "y"], ["holdfast review --guard x"]),
        (["schema", "--check", "x"], ["holdfast schema --output x"]),
        (["status", "prod"], ["cannot read operations.prod.json", "holdfast operations STACK"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_the_next_step(
    run: Run, previews: Previews, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: list[str]
) -> None:
    del previews
    monkeypatch.chdir(ROOT)
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: ")
    assert [word for word in words if word not in result.stderr] == []


def test_an_empty_folder_leads_to_init(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert "holdfast init" in run("preview").stderr
    (tmp_path / "Pulumi.yaml").write_text("name: orders\nruntime: python\n")

    assert run("preview").stderr == "error: there is no stack in this folder; holdfast init writes one\n"
