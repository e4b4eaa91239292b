"""``holdfast doctor``: what is told, as text and as JSON, and how it ends."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from holdfast.cli import doctor
from holdfast.cli.main import app
from holdfast.doctor import examine as examining
from holdfast.doctor.checks import CHECKS
from holdfast.doctor.model import Finding, Purpose, State
from holdfast.preview import PreviewError
from holdfast.report.doctor_text import doctor_lines
from tests.doctor.conftest import MakeWorld, write

if TYPE_CHECKING:
    from pathlib import Path

FOUND = (
    Finding(Purpose.PREVIEW, "Python", State.OK, "3.12.1"),
    Finding(Purpose.PREVIEW, "settings", State.MISSING, "one\ntwo", "correct the stack file"),
    Finding(Purpose.DEPLOY, "regions", State.UNKNOWN, "not asked (--offline)"),
    Finding(Purpose.OPERATE, "endpoints", State.OK, "200"),
)
TEXT = """\
TO PREVIEW: 1 thing missing
  ✓ Python: 3.12.1
  ✗ settings: one
      two
      fix: correct the stack file

TO DEPLOY: nothing seen missing, 1 unknown
  ? regions: not asked (--offline)

TO OPERATE: all there
  ✓ endpoints: 200
"""


def run(*told: str) -> Result:
    result = CliRunner().invoke(app, list(told))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_findings_stand_by_what_they_are_for() -> None:
    assert "".join(f"{line.text}\n" for line in doctor_lines(FOUND)) == TEXT


@pytest.mark.parametrize("width", [40, 80])
def test_lines_fit_a_narrow_terminal(width: int) -> None:
    long = Finding(Purpose.DEPLOY, "stand-ins", State.MISSING, "many words of it " * 9, "do it " * 30)

    assert max(len(line.text) for line in doctor_lines([long], width=width)) <= width


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What the examination finds."""
    findings = list(FOUND)
    monkeypatch.setattr(examining, "examine", lambda *_: tuple(findings))
    return findings


def test_something_missing_is_told_by_the_exit_code(tmp_path: Path, found: list[Finding]) -> None:
    write(tmp_path)
    told = run("doctor", "prod", "--program", str(tmp_path))
    assert (told.exit_code, told.stdout) == (1, TEXT)

    del found[1]
    assert run("doctor", "prod", "--program", str(tmp_path)).exit_code == 0


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize("example", doctor.EXAMPLES)
def test_examples_of_the_help_run(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert run(*shlex.split(example)[1:]).exit_code == 1


@pytest.mark.usefixtures("found")
def test_json_says_for_what_all_is_ready(tmp_path: Path) -> None:
    write(tmp_path)
    told = json.loads(run("doctor", "--program", str(tmp_path), "--json").stdout)

    assert told["stack"] == "prod"
    assert told["ready"] == {"preview": False, "deploy": None, "operate": True}
    assert told["findings"][1] == {
        "purpose": "preview",
        "subject": "settings",
        "state": "missing",
        "detail": "one\ntwo",
        "fix": "correct the stack file",
    }


def test_what_init_wrote_previews_here(tmp_path: Path) -> None:
    write(tmp_path)
    told = run("doctor", "prod", "--program", str(tmp_path), "--for", "preview")

    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("TO PREVIEW: all there\n")
    assert "  ✓ program: previews: it declares " in told.stdout
    assert "TO DEPLOY" not in told.stdout


def test_an_empty_folder_is_told_how_to_begin(tmp_path: Path) -> None:
    told = run("doctor", "--program", str(tmp_path))

    assert told.exit_code == 2
    assert "holdfast init writes a project and a stack file" in told.stderr


class Failing:
    """A check that cannot look."""

    PURPOSE, SUBJECT = Purpose.DEPLOY, "weather"

    def __init__(self, error: Exception) -> None:
        self._error = error

    def check(self, world: object) -> list[Finding]:
        del world
        raise self._error


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (OSError("gone"), "no answer: gone"),
        (PreviewError("broken", kind="usage"), "the stack file cannot be read (see settings)"),
    ],
)
def test_a_check_that_cannot_look_is_unknown_and_stops_no_other(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch, error: Exception, detail: str
) -> None:
    monkeypatch.setattr(examining, "CHECKS", (Failing(error),))

    assert examining.examine(make_world(), [Purpose.DEPLOY]) == (
        Finding(Purpose.DEPLOY, "weather", State.UNKNOWN, detail),
    )


def test_every_check_says_what_it_is_for() -> None:
    assert all(isinstance(one.PURPOSE, Purpose) and one.SUBJECT and one.check for one in CHECKS)
