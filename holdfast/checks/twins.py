"""The same part of a stack in several regions, told by names that differ in nothing but the place."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.graph import Resource, ResourceGraph

SEVERAL = 2
_WORDS = re.compile(r"[a-z]+|\d+")
_PLACES = frozenset(
    [
        "ap",
        "ca",
        "eu",
        "me",
        "sa",
        "us",
        "af",
        "il",
        "mx",
        "east",
        "west",
        "north",
        "south",
        "central",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "primary",
        "secondary",
        "standby",
        "active",
        "passive",
        "main",
        "dr",
        "failover",
        "replica",
        "backup",
    ]
)
"""Words of a name that say where or in which role a part is, not what it is."""


def twins(graph: ResourceGraph, *types: str) -> tuple[tuple[Resource, ...], ...]:
    """Groups of resources that are one part in several regions, one in each, in the order of their URNs.

    Args:
        graph: The stack.
        types: Types of which there may be such groups.
    """
    regions = tuple(sorted({one.region for one in graph.of_type(*types) if isinstance(one.region, str)}))
    found: defaultdict[tuple[str, tuple[str, ...]], list[Resource]] = defaultdict(list)
    for one in graph.of_type(*types):
        if isinstance(one.region, str):
            found[one.type, part_of(one.name, regions)].append(one)
    groups = (tuple(sorted(members, key=lambda one: one.urn)) for members in found.values())
    return tuple(members for members in groups if _one_in_each(members))


def _one_in_each(members: Iterable[Resource]) -> bool:
    regions = [one.region for one in members]
    return len(regions) >= SEVERAL and len(set(regions)) == len(regions)


def part_of(name: str, regions: Iterable[str]) -> tuple[str, ...]:
    """The words of a name without those that say where it is.

    Args:
        name: Logical name.
        regions: The regions that names may spell.
    """
    text = name.lower()
    for spelling in (one for region in regions for one in _spellings(region)):
        text = text.replace(spelling, " ")
    return tuple(one for one in _WORDS.findall(text) if one not in _PLACES)


@cache
def _spellings(region: str) -> tuple[str, ...]:
    """How names spell a region: whole, without hyphens, and short as ``use1``."""
    geography, *direction, number = region.split("-")
    compass = "".join(direction)
    short = "".join(
        letter for word in re.findall("north|south|east|west|central", compass) for letter in word[0]
    )
    return (
        region,
        region.replace("-", "_"),
        region.replace("-", ""),
        f"{geography}-{short}-{number}",
        f"{geography}{short}{number}",
    )
