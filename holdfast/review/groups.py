"""The same change in several regions, shown once, and the region that is left out of it.

Resources of two regions are alike if their names are, without the region (or its code: ``use1`` of
``us-east-1``, as the ids of zones have it), the zone and numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from holdfast.graph import place_of, place_order
from holdfast.graph.resource import STACK_TYPE
from holdfast.graph.summary import GLOBAL, NOT_KNOWN
from holdfast.review.model import Group, Kind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from holdfast.graph import Resource, ResourceGraph, Value
    from holdfast.review.model import Change

    Likeness: TypeAlias = "tuple[str, tuple[str, ...], str]"
    """Type, names of components and name, without places."""

_WORST_FIRST = tuple(reversed(Kind))
_REGION = re.compile(r"([a-z]{2,3})((?:-[a-z]+)+)-(\d+)")
_DIRECTION = re.compile(r"north|south|east|west|central|[a-z]+")
_COUNTED = re.compile(r"(?<![A-Za-z0-9])(?:[a-h]|\d+)(?![A-Za-z0-9])")
_IDENTIFIER = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b|\b\d{1,3}(?:\.\d{1,3}){3}\b")
"""Ids and addresses, which differ from region to region."""


def group(
    changes: Iterable[Change], before: ResourceGraph | None, after: ResourceGraph | None
) -> tuple[Group, ...]:
    """The changes, alike ones together, worst kind first.

    Args:
        changes: What ``compare`` gave for the two graphs.
        before: What was.
        after: What will be.
    """
    names = _Names([before, after])
    alike: defaultdict[Hashable, list[Change]] = defaultdict(list)
    changing: defaultdict[Likeness, set[str]] = defaultdict(set)
    for one in changes:
        likeness = names.likeness(one.resource, one.components)
        alike[_key(one, likeness, names)].append(one)
        changing[likeness].add(names.spot(one.resource))
    standing = _standing(after, names)
    groups = [
        Group(
            changes=tuple(sorted(members, key=lambda one: (place_order(one.place), one.resource.name))),
            missing=_missing(members[0], names, after, standing, changing),
        )
        for members in alike.values()
    ]
    return tuple(sorted(groups, key=lambda one: _WORST_FIRST.index(one.changes[0].kind)))


class _Names:
    """What names are without the places in them."""

    def __init__(self, graphs: Iterable[ResourceGraph | None]) -> None:
        found = (one.region for graph in graphs if graph is not None for one in graph)
        regions = sorted({region for region in found if isinstance(region, str)})
        self._of = {form: region for region in regions for form in (region, *_forms(region))}
        words = "|".join(sorted(map(re.escape, self._of), key=len, reverse=True)) or r"(?!)"
        self._places = re.compile(rf"(?<![A-Za-z0-9])({words})([a-h]?)(?![A-Za-z0-9])")

    def bare(self, text: str) -> str:
        """The text without places, zones and numbers."""
        return _COUNTED.sub("#", self._places.sub("*", text))

    def likeness(self, resource: Resource, components: Iterable[str]) -> Likeness:
        """What a resource and those like it in other places share."""
        return resource.type, tuple(map(self.bare, components)), self.bare(resource.name)

    def spot(self, resource: Resource) -> str:
        """The region that a resource is for: its own, or the only one that the name of a global one has."""
        place = place_of(resource)
        named = {self._of[found[1]] for found in self._places.finditer(resource.name)}
        return named.pop() if place == GLOBAL and len(named) == 1 else place

    def frozen(self, value: Value) -> Hashable:
        """A value without places, addresses and ids, as something to look up."""
        if isinstance(value, str):
            return _IDENTIFIER.sub("#", self._places.sub("*", value))
        if isinstance(value, Mapping):
            return ("map", *((key, self.frozen(value[key])) for key in sorted(value)))
        if isinstance(value, tuple):
            return ("list", *map(self.frozen, value))
        return (isinstance(value, bool), value)


def _forms(region: str) -> tuple[str, ...]:
    """Other ways to write a region: ``use1`` and ``us_east_1``."""
    parts = _REGION.fullmatch(region)
    if parts is None:
        return ()
    area, directions, number = parts.groups()
    letters = "".join(word[0] for part in directions[1:].split("-") for word in _DIRECTION.findall(part))
    return f"{area}{letters}{number}", region.replace("-", "_")


def _key(change: Change, likeness: Likeness, names: _Names) -> Hashable:
    """What changes have to share to be one."""
    return (
        change.kind,
        likeness,
        change.renamed_from is None,
        tuple((one.path, one.certain) for one in change.forced_by),
        tuple(
            (one.path, one.edit, names.frozen(one.before), names.frozen(one.after))
            for one in change.properties
        ),
    )


def _standing(graph: ResourceGraph | None, names: _Names) -> Mapping[Likeness, set[str]]:
    """Where each resource and component stands afterwards, with those like it."""
    found: defaultdict[Likeness, set[str]] = defaultdict(set)
    if graph is not None:
        for one in graph:
            found[_likeness_in(one, graph, names)].add(names.spot(one))
    return found


def _likeness_in(one: Resource, graph: ResourceGraph, names: _Names) -> Likeness:
    return names.likeness(one, [above.name for above in reversed(graph.components(one))])


def _missing(
    change: Change,
    names: _Names,
    after: ResourceGraph | None,
    standing: Mapping[Likeness, set[str]],
    changing: Mapping[Likeness, set[str]],
) -> tuple[str, ...]:
    """Where the like stays as it is; of something new, where the like component gets none."""
    likeness = names.likeness(change.resource, change.components)
    stay = standing.get(likeness, set())
    if change.kind is not Kind.CREATE:
        return tuple(sorted(stay - changing[likeness], key=place_order))
    holder = after.resources.get(change.resource.parent or "") if after is not None else None
    if after is None or holder is None or holder.type == STACK_TYPE:
        return ()
    holders = standing.get(_likeness_in(holder, after, names), set())
    return tuple(sorted(holders - stay - {GLOBAL, NOT_KNOWN}, key=place_order))
