"""At which line of a TOML text each key stands: the parser itself does not tell."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Path: TypeAlias = "tuple[str | int, ...]"

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\\]*"|'[^']*')"""
_NAME = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_NAME})\s*\]")
_KEY = re.compile(rf"\s*({_NAME})\s*=")
_PARTS = re.compile(_PART)
_FENCES = ('"""', "'''")


def lines_of(text: str) -> dict[Path, int]:
    """Path of each table and key to its line, from 1; what is written within a line's value is left out.

    Args:
        text: TOML that was parsed without a mistake.
    """
    found: dict[Path, int] = {}
    tables: Counter[Path] = Counter()
    above: Path = ()
    for number, line in _outside_texts(text):
        if header := _HEADER.match(line):
            above = _placed(_parts(header[2]), tables)
            if header[1] == "[[":
                tables[above] += 1
                above = (*above, tables[above] - 1)
            for depth in range(1, len(above) + 1):
                found.setdefault(above[:depth], number)
        elif key := _KEY.match(line):
            parts = _parts(key[1])
            for depth in range(1, len(parts) + 1):
                found.setdefault((*above, *parts[:depth]), number)
    return found


def _placed(parts: Path, tables: Counter[Path]) -> Path:
    """The path of a header, in which a list of tables above stands for its last one."""
    path: Path = ()
    for position, part in enumerate(parts, 1):
        path = (*path, part)
        if position < len(parts) and path in tables:
            path = (*path, tables[path] - 1)
    return path


def _parts(name: str) -> Path:
    return tuple(part.strip("\"'") for part in _PARTS.findall(name))


def _outside_texts(text: str) -> Iterator[tuple[int, str]]:
    """The lines that begin outside a text of several lines, with their numbers."""
    fence: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if fence is None:
            yield number, line
        rest = line
        while True:
            marks = [one for one in (_FENCES if fence is None else (fence,)) if one in rest]
            if not marks:
                break
            mark = min(marks, key=rest.index)
            rest = rest.partition(mark)[2]
            fence = mark if fence is None else None
