"""What the change log announces, as the upgrade tests read it.

An item under *Will replace* or *Will change* counts for the resource types that it names in backticks
(`aws:kms/alias:Alias`); where it names properties in backticks too, for these alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Heading = Literal["Will replace", "Will change"]
_HEADINGS: dict[str, Heading] = {"Will replace": "Will replace", "Will change": "Will change"}
_TYPE = re.compile(r"[a-z0-9-]+:[A-Za-z0-9/]+:[A-Za-z0-9]+")
_QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, kw_only=True)
class Announced:
    """One item of the change log."""

    heading: Heading
    types: frozenset[str]
    properties: frozenset[str]
    """Inputs that change; empty if the item names none, and then any may."""

    def covers(self, type_token: str, properties: Sequence[str]) -> bool:
        """Whether it speaks of this change."""
        return type_token in self.types and (not self.properties or set(properties) <= self.properties)


def announced_after(version: str, change_log: str) -> list[Announced]:
    """Give what is announced of versions after a recorded one, and of what is not released yet.

    Args:
        version: The recorded version.
        change_log: Text of the change log, the newest version first.

    Raises:
        ValueError: the change log does not name that version.
    """
    found: list[Announced] = []
    heading: Heading | None = None
    for level, text in _parts(change_log):
        if level == 2:
            if text.split()[0].strip("[]") == version:
                return found
            heading = None
        elif level == 3:
            heading = _HEADINGS.get(text)
        elif heading is not None:
            words = _QUOTED.findall(text)
            types = frozenset(word for word in words if _TYPE.fullmatch(word))
            properties = frozenset(words) - types
            if types:
                found.append(Announced(heading=heading, types=types, properties=properties))
    raise ValueError(f"the change log has no heading '## {version}'")


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Headings by level, and items (level 0) as one line each."""
    item: list[str] = []
    for line in [*text.splitlines(), ""]:
        heading = re.match(r"(#+) +(.+)", line)
        if item and (heading or line.startswith("- ") or not line.strip()):
            yield 0, " ".join(item)
            item = []
        if heading:
            yield len(heading[1]), heading[2].strip()
        elif line.startswith("- ") or (item and line.strip()):
            item.append(line.removeprefix("- ").strip())
