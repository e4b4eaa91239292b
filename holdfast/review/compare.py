"""What changes between two graphs of one stack: resource by resource, with what replaces it and why.

Where the later graph is the engine's own preview against a state, the engine's word counts. Otherwise the
inputs are compared: by their values, and what only deployment knows by what it is made of. A replacement then
moves what is made of it, which may replace that too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph import Marker, Source, place_of, place_order
from holdfast.graph.paths import is_under, parse_path
from holdfast.graph.regions import is_default_provider, is_regional
from holdfast.graph.resource import STACK_TYPE
from holdfast.review.cascade import OPTIONS, Pair, settle
from holdfast.review.differences import differences
from holdfast.review.model import Change, Edit, Forcing, Kind, PropertyChange
from holdfast.review.renames import former_urns
from holdfast.review.told import refined, told, told_forces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.graph import Resource, ResourceGraph

_REPLACING = frozenset({"replace", "create-replacement", "delete-replaced", "import-replacement"})
_TOLD = _REPLACING | {"same", "update"}
"""Operations that the engine can only tell when it knows the state."""


def compare(before: ResourceGraph | None, after: ResourceGraph | None) -> tuple[Change, ...]:
    """What changes, by place, component and name; components and the providers of a program too.

    Args:
        before: What was; None for nothing.
        after: What will be; None for nothing.
    """
    return _Comparison(before, after).changes()


class _Comparison:
    def __init__(self, before: ResourceGraph | None, after: ResourceGraph | None) -> None:
        self._before, self._after = before, after
        self._old, self._new = _managed(before), _managed(after)
        formers = former_urns(self._old, self._new)
        self._pairs = {urn: Pair(self._old[former], self._new[urn]) for urn, former in formers.items()}
        self._now = {pair.before.urn: urn for urn, pair in self._pairs.items()}

    def changes(self) -> tuple[Change, ...]:
        found = [*self._created(), *self._deleted(), *self._differing()]
        return tuple(sorted(found, key=_order))

    def _created(self) -> Iterator[Change]:
        """What is new. Of an earlier digest without its unchanged resources, what the engine knows is not."""
        partial = self._before is not None and self._before.partial
        for urn, one in self._new.items():
            if urn in self._pairs:
                continue
            if not partial or one.op not in _TOLD:
                yield self._made(Kind.CREATE, one, None)
            elif one.op != "same":
                yield self._from_engine(one, None)

    def _deleted(self) -> Iterator[Change]:
        """What goes. Of a later digest without its unchanged resources, only what the engine says."""
        partial = self._after is not None and self._after.partial
        gone = self._after.deleted if self._after is not None else {}
        for urn, one in self._old.items():
            if urn not in self._now and (not partial or urn in gone):
                yield self._made(Kind.DELETE, one, one)

    def _differing(self) -> Iterator[Change]:
        sources = [graph.source for graph in (self._before, self._after) if graph is not None]
        compared = sources == [Source.STATE, Source.PREVIEW]
        own: dict[str, Pair] = {}
        for urn, pair in self._pairs.items():
            if not compared or pair.after.op not in _TOLD:
                own[urn] = pair
            elif pair.after.op != "same" or self._options(pair):
                yield self._from_engine(pair.after, pair)
        yield from self._compared(own)

    def _from_engine(self, after: Resource, pair: Pair | None) -> Change:
        before = pair.before if pair is not None else None
        properties: tuple[PropertyChange, ...] = ()
        if after.op != "same":
            properties = refined(told(before, after), self._inputs(pair) if pair is not None else ())
        if pair is not None:
            properties += self._options(pair)
        if after.op not in _REPLACING:
            return self._made(Kind.UPDATE, after, before, properties)
        return self._made(Kind.REPLACE, after, before, properties, told_forces(after))

    def _inputs(self, pair: Pair) -> tuple[PropertyChange, ...]:
        stored = self._before is not None and self._before.source is Source.STATE
        guessing = stored and pair.after.op not in _TOLD
        found = differences(pair.before, pair.after, same=self._renamed, guessing=guessing)
        return _with_region(pair, found)

    def _options(self, pair: Pair) -> tuple[PropertyChange, ...]:
        """Options that differ, under names that no input has."""
        before, after = pair.before, pair.after
        found = [
            PropertyChange(path=f"{OPTIONS}.{name}", edit=Edit.CHANGE, before=was, after=will)
            for name, was, will in (
                ("protect", before.protect, after.protect),
                ("retainOnDelete", before.retain_on_delete, after.retain_on_delete),
            )
            if was != will
        ]
        if _other_provider(before.provider and self._renamed(before.provider), after.provider):
            path = f"{OPTIONS}.provider"
            found.append(
                PropertyChange(path=path, edit=Edit.CHANGE, before=before.provider, after=after.provider)
            )
        return tuple(found)

    def _renamed(self, urn: str) -> str:
        """The URN that a resource has afterwards, from the one that it had."""
        return self._now.get(urn, urn)

    def _compared(self, pairs: Mapping[str, Pair]) -> Iterator[Change]:
        """Compare without the engine."""
        differing = {urn: (*self._inputs(pair), *self._options(pair)) for urn, pair in pairs.items()}
        for urn, outcome in settle(pairs, differing):
            kind = Kind.REPLACE if outcome.replaced else Kind.UPDATE
            pair = pairs[urn]
            yield self._made(kind, pair.after, pair.before, outcome.properties, outcome.forces)

    def _made(
        self,
        kind: Kind,
        resource: Resource,
        before: Resource | None,
        properties: tuple[PropertyChange, ...] = (),
        forces: tuple[Forcing, ...] = (),
    ) -> Change:
        graph = self._before if kind is Kind.DELETE else self._after
        above = graph.components(resource) if graph is not None else ()
        renamed = before is not None and before.urn != resource.urn
        return Change(
            kind=kind,
            resource=resource,
            before=before,
            properties=tuple(sorted(properties, key=lambda one: one.path)),
            forced_by=tuple(sorted(forces, key=lambda one: (not one.certain, one.path))),
            components=tuple(one.name for one in reversed(above)),
            place=place_of(resource),
            renamed_from=before.urn if before is not None and renamed else None,
        )


def _managed(graph: ResourceGraph | None) -> dict[str, Resource]:
    """What a stack keeps: not the stack itself, nor what it only reads."""
    found = graph.resources if graph is not None else {}
    return {urn: one for urn, one in found.items() if one.type != STACK_TYPE and not one.external}


def _order(change: Change) -> tuple[object, ...]:
    return place_order(change.place), change.components, change.resource.name, change.resource.urn


def _with_region(pair: Pair, found: tuple[PropertyChange, ...]) -> tuple[PropertyChange, ...]:
    """The differences with the region that counts: a resource that names none has its provider's."""
    before, after = pair.before, pair.after
    if after.component or not is_regional(after.type) or Marker.UNKNOWN in (before.region, after.region):
        return found
    rest = tuple(one for one in found if one.path != "region")
    if before.region == after.region or is_under(("region",), map(parse_path, after.ignore_changes)):
        return rest
    moved = PropertyChange(path="region", edit=Edit.CHANGE, before=before.region, after=after.region)
    return (*rest, moved)


def _other_provider(before: str | None, after: str | None) -> bool:
    """Whether another provider is responsible; the engine's own of another version are not another."""
    if before is None or after is None or before == after:
        return False
    return not (is_default_provider(before) and is_default_provider(after))
