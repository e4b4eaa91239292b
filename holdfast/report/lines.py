"""Lines of a report: the same words for a terminal, in colour, and for a file, plain."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

WIDTH = 110
"""Columns of a report that goes to no terminal."""
_HANGING = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line and its style in rich's words, such as ``bold red``."""

    text: str = ""
    style: str = ""


def plain(lines: Iterable[Line]) -> str:
    """The lines without style, each ended by a line break."""
    return "".join(f"{line.text.rstrip()}\n" for line in lines)


def show(lines: Iterable[Line], console: Console) -> None:
    """Print the lines in colour.

    Args:
        lines: What is printed.
        console: The terminal.
    """
    for line in lines:
        for part in folded(line.text.rstrip(), console.width):
            console.print(part, style=line.style or None, markup=False, highlight=False, soft_wrap=True)


def folded(text: str, width: int) -> list[str]:
    """A line that a narrow terminal can show: what is too long goes on below, further in than it began.

    Args:
        text: The line.
        width: Columns.
    """
    if len(text) <= width:
        return [text]
    indent = " " * min(len(text) - len(text.lstrip()) + _HANGING, width // 2)
    return textwrap.wrap(
        text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )


def shorten(text: str, width: int) -> str:
    """The text in one line of a width, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: max(width - 1, 0)]}…"


def plural(number: int, noun: str) -> str:
    """A number and its noun: ``1 region``, ``2 regions``."""
    many = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{number} {noun if number == 1 else many}"
