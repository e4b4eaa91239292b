"""Completion in the shell, asked as bash asks it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import app

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def completed(line: str) -> list[str]:
    words = line.split(" ")
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), "_HOLDFAST_COMPLETE": "complete_bash"}
    result = CliRunner().invoke(app, prog_name="holdfast", env=asked)
    assert result.exit_code == 0
    return result.stdout.split()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: orders")
    for stack, place in (("prod", "use1"), ("dev", "euw1")):
        regions = f"config:\n  holdfast:regions:\n    {place}: {{ zones: [a] }}\n"
        (tmp_path / f"Pulumi.{stack}.yaml").write_text(f"{regions}  holdfast:network: {{ nat: none }}\n")
    (tmp_path / "holdfast.toml").write_text('[drills.lose-a]\nstack = "prod"\n[drills.leave-use1]\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("holdfast fail", ["failover", "failback"]),
        ("holdfast prices ", ["show", "refresh"]),
        ("holdfast preview ", ["dev", "prod"]),
        ("holdfast preview p", ["prod"]),
        ("holdfast review --stack d", ["dev"]),
        ("holdfast failover prod --away-from ", ["use1"]),
        ("holdfast failback dev --to ", ["euw1"]),
        ("holdfast bake prod ", ["use1"]),
        ("holdfast drill ", ["leave-use1", "lose-a"]),
        ("holdfast check --format s", ["sarif"]),
        ("holdfast check --on", ["--only"]),
    ],
)
def test_completes(line: str, words: list[str]) -> None:
    assert completed(line) == words


def test_a_program_elsewhere_has_its_own_stacks(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (folder / "Pulumi.dev.yaml").rename(other / "Pulumi.lab.yaml")

    assert completed(f"holdfast preview --program {other} ") == ["lab"]


def test_the_contract_s_places_come_first(folder: Path) -> None:
    (folder / "operations.prod.json").write_text(json.dumps({"operations": {"regions": {"apne1": {}}}}))

    assert completed("holdfast failover prod --away-from ") == ["apne1"]
    assert completed("holdfast status ") == ["dev", "prod"]


@pytest.mark.parametrize("text", ["", "config: [", "config: {holdfast:regions: 7}", "\0"])
def test_files_that_cannot_be_read_complete_nothing(folder: Path, text: str) -> None:
    for name in ("Pulumi.prod.yaml", "holdfast.toml", "operations.prod.json"):
        (folder / name).write_text(text)

    assert completed("holdfast failover prod --away-from ") == []
    assert completed("holdfast drill ") == []


def test_no_shell_no_script(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer._completion_shared._get_shell_name", lambda: None)
    result = run("--show-completion")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "run this in bash, zsh, fish or PowerShell" in result.stderr


@pytest.mark.parametrize(
    ("shell", "words"), [("bash", "complete -o"), ("zsh", "compdef"), ("fish", "complete --")]
)
def test_the_script_is_the_shell_s(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shell: str, words: str
) -> None:
    for module in ("typer._completion_shared", "typer.completion"):
        monkeypatch.setattr(f"{module}._get_shell_name", lambda: shell)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)

    assert words in run("--show-completion").stdout
    assert run("--install-completion").exit_code == 0
    assert list(tmp_path.rglob("*holdfast*"))
