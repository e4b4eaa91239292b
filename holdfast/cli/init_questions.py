"""The questions of ``holdfast init`` on a terminal."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli.exits import Exit, give_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.init.answers import Answers
    from holdfast.init.decide import Decision
    from holdfast.init.designs import Design
    from holdfast.init.questions import Question


def ask_all(given: Mapping[str, str | None], *, asks: bool) -> Answers:
    """Put the answers together; ends the process with all that is missing or wrong.

    Args:
        given: What options said, by the name of the question.
        asks: Whether somebody sits at a terminal.
    """
    from holdfast.init.questions import WrongAnswersError, answer  # noqa: PLC0415  # see cli/output.py

    if asks:
        typer.echo("Enter takes what stands in brackets; Ctrl-C ends, with nothing written.", err=True)
    try:
        return answer(given, _ask if asks else None)
    except WrongAnswersError as error:
        told = "\n  ".join(error.problems)
        give_up(
            f"these answers cannot be used:\n  {told}\nholdfast init asks for them on a terminal", Exit.USAGE
        )


def design_of(text: str | None) -> Design | None:
    """The design that an option names; ends the process where there is none of that name."""
    from holdfast.init.designs import Design  # noqa: PLC0415  # see cli/output.py

    if text is None:
        return None
    try:
        return Design(text)
    except ValueError:
        near = difflib.get_close_matches(text, list(Design), 1)
        hint = f" Did you mean {near[0]}?" if near else ""
        give_up(f"--design: there is no '{text}'.{hint} There are {', '.join(Design)}", Exit.USAGE)


def confirm(decision: Decision, files: Sequence[Path]) -> None:
    """Show what would be written and ask; ends the process where that is not wanted."""
    from holdfast.cli.init_report import in_words  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.output import write_lines  # noqa: PLC0415  # see cli/output.py
    from holdfast.report.init_text import decision_lines  # noqa: PLC0415  # see cli/output.py

    words = in_words(decision)
    write_lines(lambda width: decision_lines(words, width=width), None, err=True)
    typer.echo(f"\nThis writes {', '.join(map(str, files))}.", err=True)
    if not typer.confirm("Write it?", default=True, err=True):
        give_up("nothing was written", Exit.USAGE)


def _ask(question: Question, offered: str | None) -> Any:  # noqa: ANN401  # each question has its own type
    """Ask until the answer can be used."""
    typer.secho(f"\n{question.meaning}", err=True, dim=True)
    while True:
        text = typer.prompt(question.words, default=offered, err=True)
        try:
            return question.parse(str(text).strip())
        except ValueError as error:
            typer.secho(f"  {error}", err=True, fg="red")
