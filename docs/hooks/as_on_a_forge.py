"""Reads lists as forges do, so that a page looks alike in the site and in the repository.

Python-Markdown wants four spaces before what belongs to an item of a list, and an empty line before a list.
CommonMark, which forges read, wants neither: https://spec.commonmark.org/0.31.2/#list-items (2026-11).
"""

from __future__ import annotations

import re

from markdown import Markdown, blockprocessors
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

_ITEM = re.compile(r" *([-*+]|\d+[.)]) ")
_MAY_BEGIN = re.compile(r" *([-*+]|1[.)]) ")
_AFTER_CODE = 24
"""SuperFences takes code out with the priority 25."""


class _EmptyLines(Preprocessor):
    """Puts an empty line before a list, and before an item, where forges need none."""

    def run(self, lines: list[str]) -> list[str]:
        """Give the lines with those that were missing."""
        made: list[str] = []
        first = ""
        for line in lines:
            if (first and _begins_list(line, made[-1])) or _ends_inner(line, first):
                made.append("")
                first = ""
            made.append(line)
            first = (first or line) if line.strip() else ""
        return made


class AsOnAForge(Extension):
    """Reads lists as CommonMark does."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Take part in the reading of a page."""
        md.tab_length = 2
        for processor in md.parser.blockprocessors:
            if type(processor).__module__ == blockprocessors.__name__:
                type(processor).__init__(processor, md.parser)  # they read the length once, here
        md.preprocessors.register(_EmptyLines(md), "as-on-a-forge", _AFTER_CODE)


def makeExtension(**_: object) -> AsOnAForge:  # noqa: N802
    """Give the extension, by the name under which Python-Markdown asks for it."""
    return AsOnAForge()


def _begins_list(line: str, before: str) -> bool:
    """Whether a list begins right after a paragraph's last line."""
    return bool(_MAY_BEGIN.match(line)) and not _ITEM.match(before) and _indent(line) == _indent(before)


def _ends_inner(line: str, first: str) -> bool:
    """Whether the next item begins right after another item's inner paragraph, whose first line is given."""
    return bool(_ITEM.match(line)) and not _ITEM.match(first) and _indent(line) < _indent(first)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
