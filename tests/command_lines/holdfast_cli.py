"""Holds a line for our own tool against the tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from holdfast.cli.main import app

if TYPE_CHECKING:
    from collections.abc import Sequence

_MISTAKE: type[Exception] = typer.BadParameter.__mro__[2]
"""What all mistakes on a command line are, which typer has no name for."""


def mistakes(words: Sequence[str]) -> list[str]:
    """What the tool would refuse of a call; empty where nothing. The parser of each command reads it.

    Args:
        words: The line, from ``holdfast`` on.
    """
    group = typer.main.get_command(app)
    context = group.make_context("holdfast", [], resilient_parsing=True)
    name, *rest = words[1:]
    command = group.get_command(context, name)  # type: ignore[attr-defined]
    if rest and name == "prices":
        command, (name, *rest) = command.get_command(context, rest[0]), rest
    if command is None:
        return [f"holdfast has no {name}"]
    try:
        command.make_context(name, rest, parent=context)
    except typer.Exit:
        return []  # it has shown its help
    except _MISTAKE as error:
        return [str(error)]
    return []
