"""Help: what a person reads first, in the width that they have."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.cli import commands, exits
from holdfast.cli.commands import PANELS, Commands, summary

if TYPE_CHECKING:
    from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
COLOUR = re.compile(r"\x1b\[")
LINE = 61
"""Columns that a summary has in a terminal of 80."""
TYPED = ("-", "holdfast", "pulumi")
"""What a person types is copied as it is, and never broken."""
NAMES = tuple(Commands())


def test_every_file_of_a_command_is_in_one_panel() -> None:
    folder = Path(commands.__file__).parent
    found = {
        file.stem.replace("_", "-")
        for file in folder.glob("*.py")
        if "\ndef command(" in file.read_text(encoding="utf-8")
    }

    assert sorted(NAMES) == sorted(found)


@pytest.mark.parametrize("name", NAMES)
def test_the_line_of_a_command_is_the_first_of_its_help_and_fits(name: str) -> None:
    line = summary(name)

    assert line == (Commands()[name].help or "").partition("\n")[0]
    assert line.endswith((".", "?"))
    assert len(line) <= LINE


@pytest.mark.parametrize("name", NAMES)
def test_the_page_that_has_more_is_there(name: str) -> None:
    page = Commands()[name].page

    assert not page or (ROOT / "docs" / page).is_file()


def test_the_list_has_every_command_and_every_exit_code(run: Run) -> None:
    shown = run("--help").stdout

    assert [title for title in PANELS if f"\n{title}:\n" in shown] == list(PANELS)
    assert all(f"\n  {name} " in shown for name in NAMES)
    assert all(f"\n  {code.value} " in shown for code in exits.Exit)
    assert set(exits.MEANINGS) == set(exits.Exit)


def test_no_word_at_all_is_help(run: Run) -> None:
    result = run()

    assert result.exit_code == 2
    assert "COMMAND [OPTIONS]" in result.stderr.splitlines()[0]


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("arguments", [(), *((name,) for name in NAMES), ("prices", "show")], ids="-".join)
def test_help_fits_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: int, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    result = run(*arguments, "--help")
    wide = [
        line
        for line in result.stdout.splitlines()
        if len(line) > min(columns, 100) and not line.strip().startswith(TYPED)
    ]

    assert (result.exit_code, wide) == (0, [])
    assert COLOUR.search(result.stdout) is None


def test_help_tells_arguments_options_and_defaults(run: Run) -> None:
    shown = " ".join(run("failover", "--help").stdout.split())

    assert "failover [OPTIONS] STACK --away-from PLACE" in shown
    assert "--away-from PLACE The place to leave, such as use1. Required." in shown
    assert "--flap-minutes N Minutes that must lie between two moves. Default: 30." in shown
    assert shown.index("Examples:") < shown.index("Arguments:") < shown.index("Options:")


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals_that_want_it(variables: dict[str, str], coloured: bool) -> None:
    pty = "import pty, sys; sys.exit(pty.spawn([sys.executable, '-m', 'holdfast', 'check', '--help']) and 1)"
    done = subprocess.run(  # noqa: S603  # our own
        [sys.executable, "-c", pty],
        env={"PATH": "/usr/bin:/bin", "TERM": "xterm", "PYTHONPATH": str(ROOT), **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "holdfast check" in done.stdout
    assert bool(COLOUR.search(done.stdout)) is coloured


def test_a_long_example_goes_on_as_a_shell_has_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    shown = run("check", "--help").stdout

    assert "    holdfast check \\\n      --preview preview.json \\\n      --format sarif \\\n" in shown


def test_the_version_is_the_package_s(run: Run) -> None:
    from importlib.metadata import version  # noqa: PLC0415  # only here

    assert run("--version").stdout == f"holdfast {version('holdfast')}\n"
