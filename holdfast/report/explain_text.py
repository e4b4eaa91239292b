"""An explanation as text: sections of aligned rows, whose last column is wrapped."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.report.lines import WIDTH, Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.report.explain_words import Page, Section

_GAP = 2
_NARROWEST = 16
"""Columns that the last one gets at least; where they are not there, cells go below each other."""
_BAD = ("FAIL",)


def explain_lines(page: Page, *, width: int = WIDTH) -> list[Line]:
    """The whole page.

    Args:
        page: What is said.
        width: Columns. Default: 110.
    """
    lines = [Line(text, "bold") for text in _wrapped(page.title, width)]
    lines += [Line(text) for one in page.lead for text in _wrapped(one, width)]
    for section in page.sections:
        lines += [Line(), *(Line(text, "bold cyan") for text in _wrapped(section.title, width))]
        lines += _rows(section, width)
        lines += [
            Line(f"  {text}", "dim" if section.rows else "")
            for note in section.notes
            for text in _wrapped(note, width - _GAP)
        ]
    return lines


def _rows(section: Section, width: int) -> Iterator[Line]:
    if not section.rows:
        return
    rows, right = _filled(section)
    columns = _columns(rows, width)
    fits = sum(columns) + _GAP * (len(columns) + 1) + _NARROWEST <= width
    for position, row in enumerate(rows):
        head = bool(section.head) and position == 0
        style = "dim" if head else "red" if row[0] in _BAD else ""
        if fits:
            texts = _beside(row, columns, right, width)
        elif head:
            continue
        else:
            texts = _below(row, rows[0] if section.head else (), width)
        yield from (Line(text, style) for text in texts)


def _filled(section: Section) -> tuple[list[tuple[str, ...]], frozenset[int]]:
    """The rows, with the head first, and which columns hold numbers; columns without a cell are left out."""
    count = max(map(len, section.rows))
    filled = [at for at in range(count) if any(at < len(row) and row[at] for row in section.rows)]
    rows = [tuple(row[at] for at in filled if at < len(row)) for row in (section.head, *section.rows) if row]
    return rows, frozenset(position for position, at in enumerate(filled) if at in section.right)


def _columns(rows: Sequence[tuple[str, ...]], width: int) -> list[int]:
    """Width of each column but the last: of its longest cell, or where that is long of its longest word."""
    count = max(map(len, rows))
    columns = []
    for at in range(count - 1):
        cells = [row[at] for row in rows if at < len(row)]
        words = (len(word) for cell in cells for word in cell.split())
        columns.append(max(min(max(map(len, cells)), width // 3), max(words, default=0)))
    return columns


def _beside(row: Sequence[str], columns: Sequence[int], right: frozenset[int], width: int) -> Iterator[str]:
    """A row on as many lines as its longest cell takes."""
    wide = [*columns, width - sum(columns) - _GAP * (len(columns) + 1)]
    cells = [_wrapped(cell, wide[at]) for at, cell in enumerate(row)]
    for line in range(max(1, *map(len, cells))):
        texts = [cell[line] if line < len(cell) else "" for cell in cells]
        padded = (
            text.rjust(wide[at]) if at in right else text.ljust(wide[at]) for at, text in enumerate(texts)
        )
        yield "".join(f"{' ' * _GAP}{text}" for text in padded).rstrip()


def _below(row: Sequence[str], head: Sequence[str], width: int) -> Iterator[str]:
    """A row where the terminal is too narrow for its columns: its first cell, and under it the others."""
    first, *others = row
    names = [f"{name} " for name in head[1:]] or [""] * len(others)
    others = [f"{name}{cell}" for name, cell in zip(names, others, strict=False) if cell]
    yield from (f"{' ' * _GAP}{text}" for text in _wrapped(first, width - _GAP))
    yield from (f"{' ' * 2 * _GAP}{text}" for text in _wrapped("; ".join(others), width - 2 * _GAP))


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, max(width, 1), break_on_hyphens=False)
