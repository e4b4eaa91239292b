"""An inventory as text: each thing with its copies, how it comes back, and in red what would not."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.report.inventory_words import (
    CAPITALS,
    by_kind,
    key,
    left_out,
    sections,
    summary,
    tally,
    title,
    where,
)
from holdfast.report.lines import WIDTH, Line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.inventory import Inventory, Item
    from holdfast.report.inventory_words import Block

Row = tuple[str, str, str, str]
"""Cells of a copy: what it is, where, encrypted with, how old it can be."""

HEAD: Row = ("copy", "where", "encrypted by", "worst-case age")
GAP, UNKNOWN, NOTE = "bold red", "yellow", "dim"
_SPACE = 2
_NAMES = 28
"""What names are cut to before keys are."""
_LEAST = 13
"""The narrowest a column is cut to."""
_FIXED = "\u00a0"
"""Stands for a space at which no line is broken."""


def inventory_lines(inventory: Inventory, *, width: int = WIDTH) -> list[Line]:
    """The whole report.

    Args:
        inventory: What was found.
        width: Columns. Default: 110.
    """
    found = list(sections(inventory))
    rows = [row for _, blocks in found for block in blocks for row in _rows(block.items)]
    columns = _columns([HEAD, *rows], width)
    style = GAP if inventory.gaps else UNKNOWN if inventory.unknowns else "green"
    lines = [Line(title(inventory), "bold")]
    if inventory.partial:
        lines += _told("unchanged resources are missing: what is not here may be there", "", UNKNOWN, width)
    lines += _summary(inventory, width)
    told: dict[str, str] = {}
    for category, blocks in found:
        lines += [Line(), Line(category.value.upper(), "bold cyan"), Line(_cells(HEAD, columns), NOTE)]
        for block in blocks:
            lines += _block(block, columns, width, told)
    lines.append(Line())
    lines += _told(CAPITALS, "", NOTE, width, indent="")
    if inventory.left_out:
        lines += _told(left_out(inventory), "", NOTE, width, indent="")
    return [*lines, Line(tally(inventory), style)]


def _summary(inventory: Inventory, width: int) -> Iterator[Line]:
    """What is wrong, first of all."""
    if inventory.gaps:
        yield Line()
        yield Line(f"GAPS ({inventory.gaps})", GAP)
    for gap, items in summary(inventory):
        yield from _told(gap.reason, f"{gap.id}: ", GAP, width, indent="  ")
        for what, names in by_kind(items):
            yield from _told(", ".join(names), f"{what}: ", GAP, width)


def _block(block: Block, columns: Sequence[int], width: int, told: dict[str, str]) -> Iterator[Line]:
    items, first = block.items, block.items[0]
    if len(items) == 1:
        inside = f", in {first.component}" if first.component else ""
        yield Line(f"  {shorten(f'{first.what}: {first.name}{inside}', width - _SPACE)}", "bold")
    else:
        yield Line(f"  {shorten(f'{first.what} ({len(items)})', width - _SPACE)}", "bold")
    for row in _rows(items):
        yield Line(_cells(row, columns))
    for gap in first.gaps:
        yield from _told(gap.reason, f"GAP {gap.id}: ", GAP, width)
    for unknown in first.unknowns:
        yield from _told(unknown, "unknown: ", UNKNOWN, width)
    for note in first.notes:
        yield from _told(note, "note: ", NOTE, width)
    for way in block.ways:
        yield from _told(f"{way.when}: {way.how}", "if ", "", width)
        yield from _commands(way.command, first.name, width, told)


def _commands(text: str, name: str, width: int, told: dict[str, str]) -> Iterator[Line]:
    """Commands in their order; several that were told before are named after what they were told of.

    Args:
        text: The commands, one a line.
        name: Name of what they bring back.
        width: Columns.
        told: Commands with the name of what they were told of; those of here are added.
    """
    several = "\n" in text
    if several and text in told:
        yield Line(f"      as for {told[text]}, above", NOTE)
        return
    told.setdefault(text, name)
    for command in text.splitlines():
        # An option stays on the line of its value.
        words = command.replace(" ", _FIXED).replace(f"{_FIXED}--", " --")
        lines = wrap(words, width - 12, break_long_words=False, break_on_hyphens=False)
        for number, line in enumerate(lines):
            end = " \\" if number < len(lines) - 1 else ""
            yield Line(
                f"{'      $ ' if not number else '          '}{line.replace(_FIXED, ' ')}{end}", "cyan"
            )


def _told(text: str, before: str, style: str, width: int, *, indent: str = "    ") -> Iterator[Line]:
    for line in wrap(before + text, width, initial_indent=indent, subsequent_indent=f"{indent}  "):
        yield Line(line, style)


def _rows(items: Sequence[Item]) -> Iterator[Row]:
    """The copies of one thing by their role, of several things by their names."""
    for one in items:
        for copy in one.copies:
            several = len(one.copies) > 1
            named = f"{one.name}, {copy.role}" if several else one.name
            label = copy.role.value if len(items) == 1 else named
            yield label, where(copy), key(copy.encryption), copy.age.text


def _columns(rows: Sequence[Row], width: int) -> tuple[int, ...]:
    """Widths of the columns but the last; names and keys are cut, never where and how old."""
    found = [max(len(row[number]) for row in rows) for number in range(3)]
    age = max(len(row[3]) for row in rows)
    over = sum(found) + age + 4 + 3 * _SPACE - width
    for number, least in ((0, _NAMES), (2, _LEAST), (0, _LEAST)):
        cut = max(min(over, found[number] - least), 0)
        found[number] -= cut
        over -= cut
    return tuple(found)


def _cells(row: Row, columns: Sequence[int]) -> str:
    *cells, age = row
    told = (shorten(cell, size).ljust(size) for cell, size in zip(cells, columns, strict=True))
    return f"    {(' ' * _SPACE).join(told)}{' ' * _SPACE}{age}"
