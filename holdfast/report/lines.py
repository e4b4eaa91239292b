"""Lines of a report: the same words for a terminal, in colour, and for a file, plain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

WIDTH = 110
"""Columns of a report that goes to no terminal."""


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
        console.print(line.text.rstrip(), style=line.style or None, markup=False, highlight=False)


def shorten(text: str, width: int) -> str:
    """The text in one line of a width, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[: max(width - 1, 0)]}…"


def plural(number: int, noun: str) -> str:
    """A number and its noun: ``1 region``, ``2 regions``."""
    many = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{number} {noun if number == 1 else many}"
