from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast import settings
from holdfast.cli import main

if TYPE_CHECKING:
    from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own, as a shell starts it."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # our own


def test_help_names_every_command_and_the_exit_codes(run: Run) -> None:
    result = run("--help")

    assert result.exit_code == 0
    assert all(word in result.stdout for word in ("preview", "check", "inventory", "schema", "Exit codes"))


@pytest.mark.parametrize("command", ["preview", "check", "inventory", "schema"])
def test_every_command_has_help(run: Run, command: str) -> None:
    assert run(command, "--help").exit_code == 0


def test_help_loads_nothing_heavy() -> None:
    rooms = {f"holdfast.{room}" for room in ("graph", "preview", "settings", "inventory", "checks", "report")}
    heavy = {"pulumi", "pulumi_aws", "pydantic", "networkx", "boto3", *rooms}
    code = f"import sys, holdfast.cli.main; print(sorted({heavy} & set(sys.modules)))"

    assert python("-W", "ignore", "-c", code).stdout == "[]\n"


def test_the_package_runs_as_a_module() -> None:
    done = python("-m", "holdfast", "nothing")

    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no command 'nothing'" in done.stderr


def test_a_fault_of_ours_does_not_look_like_findings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(main, "app", broken)
    with pytest.raises(SystemExit) as ended:
        main.main()

    assert ended.value.code == 3
    assert "a fault" in capsys.readouterr().err


def test_the_schema_is_printed_written_and_compared(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "json_schema", lambda: {"title": "A stack"})
    file = tmp_path / "schema.json"

    assert run("schema").stdout == '{\n  "title": "A stack"\n}\n'
    assert run("schema", "--check", file).exit_code == 2
    assert run("schema", "--output", file).exit_code == 0
    assert run("schema", "--check", file).exit_code == 0
    file.write_text("{}", encoding="utf-8")
    assert run("schema", "--check", file).exit_code == 1
    assert file.read_text(encoding="utf-8") == "{}"
