"""Asks the person before anything is begun."""

from __future__ import annotations

import sys

import typer

from holdfast.cli.exits import Exit, give_up


def ask(wanted: str = "yes", *, refused: str, instead: str = "say --yes") -> None:
    """Go on only if the person types a word; ends the process otherwise.

    Args:
        wanted: The word. Default: yes.
        refused: What did not come about then.
        instead: What to do where nobody sits at a terminal. Default: to say --yes.
    """
    if not sys.stdin.isatty():
        give_up(f"nobody can be asked here: {instead}", Exit.USAGE)
    typer.echo(f"Type {wanted} to begin: ", err=True, nl=False)
    if sys.stdin.readline().strip() != wanted:
        give_up(refused, Exit.USAGE)
