"""What the pages say of the command line, word for word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
NAMED = re.compile(r"(?:^|[\s/])holdfast((?: +[^\s#]+)*)")
OPTION = re.compile(r"--[a-z][a-z-]*")
SHELL = {"sh", "console"}


@dataclass(frozen=True, slots=True)
class Named:
    """A command as a page names it."""

    command: str
    options: tuple[str, ...]
    text: str


def commands(page: str) -> Iterator[Named]:
    """Every ``holdfast …`` of a page, with the options named for it.

    Options stand in the command itself, or in spans of their own later in the line, or in the section whose
    heading names the command.
    """
    for language, code in FENCE.findall(page):
        if language in SHELL:
            for line in code.splitlines():
                yield from _in_code(line)
    section: Named | None = None
    for line in FENCE.sub("", page).splitlines():
        last = None if line.startswith("#") else section
        for span in SPAN.findall(line):
            found = list(_in_code(span))
            yield from found
            if found:
                last = found[-1]
            elif last is not None and span.startswith("--"):
                yield Named(last.command, tuple(OPTION.findall(span)), f"{span} of {last.command}")
        if line.startswith("#"):
            section = last


def _in_code(code: str) -> Iterator[Named]:
    for match in NAMED.finditer(code):
        words = match.group(1).split()
        if words and re.fullmatch(r"[a-z][a-z-]*", words[0]):
            yield Named(words[0], tuple(OPTION.findall(match.group(1))), code.strip())
