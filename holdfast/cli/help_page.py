"""What ``--help`` shows: examples first, in the width of the terminal, without loading what reports need."""

from __future__ import annotations

import re
import sys
import textwrap
from typing import TYPE_CHECKING

from holdfast.cli.described import Row, describe
from holdfast.cli.exits import MEANINGS
from holdfast.cli.styles import heading, in_colour, literal, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from typer._click.core import Context

    from holdfast.cli.classes import Command, Group

_WIDE = 60
"""From so many columns on meanings stand beside what they mean."""
_LABEL = 24
"""Columns; longer labels have a line of their own."""
_GAP = 2


def command_page(command: Command, ctx: Context) -> str:
    """The help of a command.

    Args:
        command: The command.
        ctx: Its context.
    """
    told, page = describe(command, ctx), _Page()
    return page.text(
        *page.head(told.usage, (told.summary, *told.details)),
        *page.examples(told.examples),
        *page.rows("Arguments", told.arguments),
        *page.rows("Options", told.options),
        *page.more(told.page),
    )


def group_page(group: Group, ctx: Context, panels: Mapping[str, Mapping[str, str]]) -> str:
    """The help of a command with commands of its own.

    Args:
        group: The group.
        ctx: Its context.
        panels: Headings, each with its commands and what they do.
    """
    told, page = describe(group, ctx), _Page()
    label = max(len(name) for commands in panels.values() for name in commands)
    lists = [
        line
        for title, commands in panels.items()
        for line in page.rows(title, [Row(*one) for one in commands.items()], label)
    ]
    codes = [Row(str(code.value), meaning) for code, meaning in MEANINGS.items()]
    return page.text(
        *page.head(told.usage, (told.summary, *told.details)),
        *lists,
        *page.rows("Options", told.options, label),
        *page.examples(told.examples),
        *(page.rows("Exit codes", codes, label) if ctx.parent is None else ()),
        *page.more(told.page),
        *page.paragraph(f"{ctx.command_path} COMMAND --help has the options and examples of a command."),
    )


class _Page:
    """Lines for the terminal that there is."""

    def __init__(self) -> None:
        self._width = width()
        self._colour = in_colour(sys.stdout)

    def text(self, *lines: str) -> str:
        return "\n".join(lines).rstrip("\n")

    def head(self, usage: str, paragraphs: Sequence[str]) -> Iterator[str]:
        first, *others = self._wrapped(f"Usage: {usage}", "    ", first="")
        yield first.replace("Usage:", heading("Usage:", colour=self._colour), 1)
        yield from others
        yield ""
        for one in paragraphs:
            yield from self.paragraph(one)

    def paragraph(self, text: str) -> Iterator[str]:
        yield from self._wrapped(text)
        yield ""

    def examples(self, examples: Mapping[str, str]) -> Iterator[str]:
        if not examples:
            return
        yield heading("Examples:", colour=self._colour)
        for command, meaning in examples.items():
            yield from self._wrapped(meaning, "  ")
            for line in self._command(command):
                yield f"    {literal(line, colour=self._colour)}"
        yield ""

    def _command(self, command: str) -> Iterator[str]:
        """The command as it can be copied: a long one goes on in the next line, as a shell has it."""
        first, *options = re.split(r" (?=--?[a-z])", command)
        line = first
        for one in options:
            if len(line) + len(one) + len("     \\") > self._width:
                yield f"{line} \\"
                line = f"  {one}"
            else:
                line = f"{line} {one}"
        yield line

    def rows(self, title: str, rows: Sequence[Row], label: int | None = None) -> Iterator[str]:
        if not rows:
            return
        yield heading(f"{title}:", colour=self._colour)
        longest = label or min(_LABEL, max(len(row.label) for row in rows))
        for row in rows:
            yield from self._row(row, longest)
        yield ""

    def _row(self, row: Row, longest: int) -> Iterator[str]:
        shown = literal(row.label, colour=self._colour)
        if self._width < _WIDE:
            yield f"  {shown}"
            yield from self._wrapped(row.meaning, "      ")
            return
        indent = " " * (longest + 2 * _GAP)
        lines = list(self._wrapped(row.meaning, indent))
        if len(row.label) > longest:
            yield f"  {shown}"
            yield from lines
            return
        gap = " " * (longest + _GAP - len(row.label))
        yield f"  {shown}{gap}{lines[0].lstrip() if lines else ''}".rstrip()
        yield from lines[1:]

    def more(self, page: str) -> Iterator[str]:
        if page:
            yield from self.paragraph(f"More: docs/{page}")

    def _wrapped(self, text: str, indent: str = "", first: str | None = None) -> Iterator[str]:
        yield from textwrap.wrap(
            text,
            self._width,
            initial_indent=indent if first is None else first,
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        )
