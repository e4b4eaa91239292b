"""Exit codes, and the one way in which a command gives up."""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import NoReturn

import typer


class Exit(IntEnum):
    """What the process's end tells."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    TOOL_FAILED = 3
    INTERRUPTED = 130
    CLOSED_PIPE = 141


MEANINGS = MappingProxyType(
    {
        Exit.FINE: "fine",
        Exit.FINDINGS: "what was asked about is not as it should be: findings, gaps, a refusal",
        Exit.USAGE: "bad input: options, settings, files",
        Exit.TOOL_FAILED: "the program failed, or a tool or service that is needed did not answer",
        Exit.INTERRUPTED: "interrupted (Ctrl-C)",
        Exit.CLOSED_PIPE: "whoever read the output closed it, as head does",
    }
)
"""What each code means, for the help and the reference."""


def give_up(message: str, code: Exit) -> NoReturn:
    """Tell a person on standard error what is wrong, and end.

    Args:
        message: What is wrong and what to do.
        code: The exit code.
    """
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(code)


def aws_is_away(error: Exception) -> NoReturn:
    """Tell that AWS did not answer, and who says why, and end.

    Args:
        error: What the call ended with.
    """
    give_up(f"AWS could not be asked: {error}\nholdfast doctor STACK says what is missing", Exit.TOOL_FAILED)
