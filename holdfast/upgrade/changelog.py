"""The change log's entries: what an upgrade does to a running stack, version by version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_VERSION = re.compile(r"^## (\S+)$", re.MULTILINE)
_HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
_ITEM = re.compile(r"^- ", re.MULTILINE)
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one version does."""

    version: str
    sections: Mapping[str, tuple[str, ...]]
    """Heading, such as ``Will replace``, to its items, each in one line of Markdown."""


def read_changelog(text: str) -> tuple[Entry, ...]:
    """Its entries, as they stand.

    Args:
        text: The file ``CHANGELOG.md``.
    """
    _, *parts = _VERSION.split(text)
    return tuple(
        Entry(version=version, sections=_sections(entry))
        for version, entry in zip(parts[::2], parts[1::2], strict=True)
    )


def between(entries: Sequence[Entry], was: str, to: str) -> tuple[Entry, ...]:
    """The entries that an upgrade brings, newest first; those that going back undoes.

    Args:
        entries: All that there are.
        was: The version that is installed.
        to: The version that would be.
    """
    low, high = sorted((_order(was), _order(to)))
    found = [one for one in entries if low < _order(one.version) <= high]
    return tuple(sorted(found, key=lambda one: _order(one.version), reverse=True))


def is_older(version: str, other: str) -> bool:
    """Whether a version comes before another one.

    Args:
        version: Such as ``0.1.0``.
        other: The other one.
    """
    return _order(version) < _order(other)


def _order(version: str) -> tuple[int, ...]:
    """The numbers before anything else in it: ``0.2.0rc1`` is ordered as ``0.2.0``."""
    release = re.match(r"[\d.]*", version)
    return tuple(map(int, _NUMBERS.findall(release.group() if release else "")))


def _sections(entry: str) -> Mapping[str, tuple[str, ...]]:
    _, *parts = _HEADING.split(entry)
    return {
        heading: tuple(" ".join(item.split()) for item in _ITEM.split(text)[1:])
        for heading, text in zip(parts[::2], parts[1::2], strict=True)
    }
