"""Colour and width, as the terminal and the person want them; see https://no-color.org (2026-11)."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from typing import TextIO

WIDEST = 100
"""Columns; longer lines are hard to read."""
_NARROWEST = 20


def width() -> int:
    """Columns for words that are read on a terminal; 80 where there is none."""
    return max(_NARROWEST, min(shutil.get_terminal_size().columns, WIDEST))


def in_colour(stream: TextIO) -> bool:
    """Whether what goes there may be in colour.

    Args:
        stream: Standard output or standard error.
    """
    return stream.isatty() and colour_wanted()


def colour_wanted() -> bool:
    """Whether the person and the terminal's kind leave colour on."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def heading(text: str, *, colour: bool) -> str:
    """Words above a part.

    Args:
        text: The words.
        colour: Whether they may be styled.
    """
    return typer.style(text, bold=True) if colour else text


def literal(text: str, *, colour: bool) -> str:
    """What a person types.

    Args:
        text: A command, an option.
        colour: Whether it may be styled.
    """
    return typer.style(text, fg="cyan") if colour else text
