"""Exit codes, and the one way in which a command gives up."""

from __future__ import annotations

from enum import IntEnum
from typing import NoReturn

import typer


class Exit(IntEnum):
    """What the process's end tells."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    TOOL_FAILED = 3


def give_up(message: str, code: Exit) -> NoReturn:
    """Tell a person on standard error what is wrong, and end.

    Args:
        message: What is wrong and what to do.
        code: The exit code.
    """
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(code)
