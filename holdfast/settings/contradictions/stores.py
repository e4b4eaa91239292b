"""Stores: where they are, who writes, and what their replication can keep."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_stores
from holdfast.settings.contradictions import store_traffic
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import STORE_TRAITS, Consistency, Role, WriteRouting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings
    from holdfast.topology.values import StoreTraits

_MEANINGS = {
    WriteRouting.FORWARDED: "Aurora sends them to the writer",
    WriteRouting.ANY_REGION: "each region writes what it gets",
}


def of_keys(settings: Settings) -> Iterator[Problem]:
    """Keys that differ in hyphens alone, such as ``orders-2`` and ``orders2``.

    A service's policy names its statements by them, in letters and digits
    (source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html).
    """
    for first, second in combinations(settings.stores, 2):
        if first.replace("-", "") == second.replace("-", ""):
            yield Problem(
                path=("stores", second),
                message=f"differs from {key_text(('stores', first))} in hyphens alone, and statements of IAM "
                "policies, whose names have none, would be called alike: choose another key",
            )


def of_each_store(settings: Settings) -> Iterator[Problem]:
    """Places, home and writer of each store."""
    for key, store in settings.stores.items():
        path = ("stores", key)
        yield from repeated((*path, "regions"), store.regions or ())
        yield from _places(path, store, settings)
        yield from _consistency(path, store)
        yield from _writer(path, store, settings)
        yield from _routing(path, store, settings)


def of_writes(settings: Settings) -> Iterator[Problem]:
    """Writes that arrive in several regions at once, of which nobody said how they are dealt with."""
    for key, store in settings.stores.items():
        if store.write_routing is not None or len(effective_stores.store_places(store, settings)) == 1:
            continue
        arriving = store_traffic.writing_places(key, settings)
        places = sorted({place for served in arriving.values() for place in served})
        if len(places) > 1:
            yield _unsaid(("stores", key), store, places, [one for one, served in arriving.items() if served])


def _unsaid(path: SettingPath, store: StoreSettings, places: list[str], entrances: list[str]) -> Problem:
    traits = STORE_TRAITS[store.kind]
    writers = "has one writer region" if traits.one_writer else "is written in every region"
    meanings = "; ".join(f"'{one}' ({_meaning(one, traits)})" for one in traits.write_routings)
    conflicts = "" if traits.one_writer else f" Two regions that write one record: {_conflicts(store)}"
    through = ", ".join(key_text(("entrances", one)) for one in entrances)
    return Problem(
        path=path,
        message=f"{store.kind} {writers}, and requests arrive in {', '.join(places)} ({through}): say with "
        f"write_routing how writes from several regions are dealt with: {meanings}.{conflicts}",
        allowed=tuple(str(one) for one in traits.write_routings),
    )


def _meaning(routing: WriteRouting, traits: StoreTraits) -> str:
    if routing is WriteRouting.APPLICATION:
        return (
            "the service sends each write to the writer's region"
            if traits.one_writer
            else "the service writes each record in one region only"
        )
    return _MEANINGS[routing]


def _conflicts(store: StoreSettings) -> str:
    """Say what becomes of two writes of one record in two regions at once."""
    if effective_stores.consistency(store) is Consistency.STRONG:
        return "one of them fails, and the service tries again"
    return "the last one wins, and nobody is told"


def _consistency(path: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    traits = STORE_TRAITS[store.kind]
    if store.consistency is not None and store.consistency not in traits.consistencies:
        how = "asynchronously" if store.consistency is Consistency.STRONG else "synchronously"
        yield Problem(
            path=(*path, "consistency"),
            message=f"{store.kind} replicates {how} between regions and nothing else ({traits.lag_source}): "
            "leave this out, or choose another kind",
            value=str(store.consistency),
            allowed=tuple(str(one) for one in traits.consistencies),
        )


def _places(path: SettingPath, store: StoreSettings, settings: Settings) -> Iterator[Problem]:
    known = effective.serving(settings)
    held = effective_stores.store_places(store, settings)
    for index, place in enumerate(store.regions or ()):
        if place not in known:
            message = (
                "has role 'backup': it takes copies, not replicas"
                if place in settings.regions
                else "no such region in holdfast:regions"
            )
            yield Problem(
                path=(*path, "regions", index),
                message=message,
                value=place,
                allowed=known,
                suggestion=nearest(place, known),
            )
    if store.home is None and len(held) > 1:
        yield Problem(
            path=path,
            message=f"lies in {', '.join(held)} and needs a home: the region in which it is created first, "
            "for ever",
            allowed=held,
        )
    for field in ("home", "writer"):
        place = getattr(store, field)
        if place is not None and place not in held:
            yield Problem(
                path=(*path, field),
                message="is none of the store's regions",
                value=place,
                allowed=held,
                suggestion=nearest(place, held),
            )


def _writer(path: SettingPath, store: StoreSettings, settings: Settings) -> Iterator[Problem]:
    if store.writer is not None and not effective_stores.has_one_writer(store):
        yield Problem(
            path=(*path, "writer"),
            message=f"{store.kind} is written in every region: leave this out",
            value=store.writer,
        )
        return
    region = settings.regions.get(store.writer or "")
    if region is not None and region.role is Role.STANDBY:
        yield Problem(
            path=(*path, "writer"),
            message=f"{store.writer} is a standby, which serves nobody: the writer is in the active region, "
            "or the roles are swapped",
            value=store.writer,
        )


def _routing(path: SettingPath, store: StoreSettings, settings: Settings) -> Iterator[Problem]:
    routing, allowed = store.write_routing, STORE_TRAITS[store.kind].write_routings
    if routing is None:
        return
    if routing not in allowed:
        why = (
            "takes writes in one region only"
            if routing is WriteRouting.ANY_REGION
            else "forwards no writes: only Aurora does"
        )
        yield Problem(
            path=(*path, "write_routing"),
            message=f"{store.kind} {why}",
            value=str(routing),
            allowed=tuple(str(one) for one in allowed),
        )
    elif len(effective_stores.store_places(store, settings)) == 1:
        yield Problem(
            path=(*path, "write_routing"),
            message="lies in one region, where every write arrives: leave this out",
            value=str(routing),
        )
