"""What the loss of a zone, a region or the store itself does to what keeps data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from holdfast.checks.inventoried import inventory_of
from holdfast.inventory import BACKUP_ROLES, Category, Role
from holdfast.inventory.families.bucket_replication import BUCKETS
from holdfast.inventory.model import BackedUp
from holdfast.review.outlook.in_zones import KEEPS, of_zone
from holdfast.review.outlook.span import NONE, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory import Copy, Item

_LIVE = frozenset({Role.PRIMARY, Role.PEER})
_READY = frozenset({*_LIVE, Role.REPLICA})
_RESTORED = BACKUP_ROLES | {Role.EXPORT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one loss does to one store."""

    recovery: Span
    """Until it takes writes again."""
    data_loss: Span
    """Age of what comes back."""


@dataclass(frozen=True)
class Stores:
    """What keeps data that cannot be made anew: databases, tables, buckets, file systems."""

    graph: ResourceGraph
    """The stack."""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The stores, by name; without what only holds backups and exports of others, caches and logs."""
        every = inventory_of(self.graph).items
        kept_in = {
            copy.name
            for one in every
            for copy in one.copies
            if copy.role in _RESTORED and copy.name not in _live(one)
        }
        return tuple(
            one
            for one in every
            if one.category is Category.DATA
            and one.backed_up is not None
            and not _live(one) <= kept_in
            and self._is_worth_keeping(one)
        )

    def _is_worth_keeping(self, item: Item) -> bool:
        """Whether a bucket is copied or backed up: of others a graph does not tell what they are worth."""
        first = self.graph.resources.get(item.resource or "")
        if first is None or first.type not in BUCKETS:
            return True
        return item.backed_up is BackedUp.PLAN or sum(one.role in _READY for one in item.copies) > 1

    def without_region(self, item: Item, region: str) -> Effect:
        """What the loss of a region does.

        Args:
            item: A store.
            region: The region.
        """
        if all(one.region != region or one.role not in _LIVE for one in item.copies):
            return _untouched(item)
        others = [one for one in item.copies if one.region is not None and one.region != region]
        if not others and any(one.region is None for one in item.copies):
            untold = Span(seconds=None, text=f"where the copies of {item.name} lie is not known")
            return Effect(recovery=untold, data_loss=untold)
        loss = _newest(others, f"no copy of {item.name} lies outside {region}", item)
        ready = [one for one in others if one.role in _READY]
        if any(one.role in _LIVE for one in ready):
            recovery = NONE
        elif ready:
            recovery = Span(seconds=None, text=f"people must promote {item.name} in {ready[0].region}")
        elif loss.seconds == inf:
            recovery = Span(seconds=inf, text=loss.text)
        else:
            recovery = Span(seconds=None, text=f"people must restore {item.name} from its backups")
        return Effect(recovery=recovery, data_loss=loss)

    def without_zone(self, item: Item, region: str) -> Effect:
        """What the loss of a zone does, where the store's writer stands in it.

        Args:
            item: A store.
            region: The region of the zone.
        """
        own = [one for one in self._live(item) if one.region == region]
        if not own:
            return _untouched(item)
        recovery = of_zone(self.graph, own[0])
        if own[0].type in KEEPS or (recovery.seconds is not None and recovery.seconds < inf):
            return Effect(recovery=recovery, data_loss=NONE)
        if recovery.seconds is None:
            return Effect(recovery=recovery, data_loss=Span(seconds=None, text=recovery.text))
        backups = [one for one in item.copies if one.name != own[0].name or one.role in _RESTORED]
        restored = Span(seconds=None, text=recovery.text, source=recovery.source)
        return Effect(
            recovery=restored, data_loss=_newest(backups, f"no backup of {item.name} is declared", item)
        )

    def spoilt(self, item: Item) -> Effect:
        """What comes back of a store that is deleted or corrupted: a replica repeats both, backups do not.

        Args:
            item: A store.
        """
        kept = [one for one in item.copies if one.role in _RESTORED]
        how = next((one.how for one in item.ways if "wrong" in one.when), "")
        return Effect(
            recovery=Span(seconds=None, text=f"people must restore it{': ' if how else ''}{how}"),
            data_loss=_newest(kept, "no backup is declared", item),
        )

    def _live(self, item: Item) -> tuple[Resource, ...]:
        """The resources that take writes."""
        first = self.graph.resources.get(item.resource or "")
        types = (first.type, *_LIKE.get(first.type, ())) if first is not None else ()
        keys = [(token, one.name, one.region) for one in item.copies if one.role in _LIVE for token in types]
        return tuple(self._named[key] for key in keys if key in self._named)

    @cached_property
    def _named(self) -> dict[tuple[str, str, object], Resource]:
        return {(one.type, one.name, one.region): one for one in self.graph if not one.component}


_LIKE: Mapping[str, tuple[str, ...]] = {
    "aws:rds/globalCluster:GlobalCluster": ("aws:rds/cluster:Cluster",),
    "aws:dynamodb/table:Table": ("aws:dynamodb/tableReplica:TableReplica",),
}


def _untouched(item: Item) -> Effect:
    """Nothing, unless where the store lies is not known: then it could lie there."""
    if all(one.region is not None for one in item.copies if one.role in _LIVE):
        return Effect(recovery=NONE, data_loss=NONE)
    untold = Span(seconds=None, text=f"where {item.name} lies is not known")
    return Effect(recovery=untold, data_loss=untold)


def _live(item: Item) -> set[str]:
    """Names of what holds an item itself, and no backup of it."""
    return {one.name for one in item.copies if one.role not in _RESTORED}


def _newest(copies: Iterable[Copy], none: str, item: Item) -> Span:
    """The age of the newest copy; everything where there is none, unknown where that cannot be told."""
    found = tuple(copies)
    if not found:
        if item.unknowns:
            return Span(seconds=None, text=f"not known: {', '.join(item.unknowns)}")
        return Span(seconds=inf, text=f"all of it: {none}")
    live = [one for one in found if one.role in _READY] or list(found)
    known = [one for one in live if one.age.seconds is not None]
    if not known:
        return Span(
            seconds=None, text=f"age of {live[0].name}: {live[0].age.text}", source=live[0].age.source
        )
    best = min(known, key=lambda one: (one.age.seconds or 0, one.name))
    where = f" in {best.region}" if best.region else ""
    text = f"{best.role}{where}"
    if not best.age.bounded:
        text += ", not bounded"
    return Span(seconds=best.age.seconds, text=text, bounded=best.age.bounded, source=best.age.source)
