"""Stores: where they are, who writes, and what their replication can keep."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import Mode, Role, WriteRouting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings


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
        yield from _writer(path, store, settings)


def of_writes(settings: Settings) -> Iterator[Problem]:
    """Writes that arrive in a region without the writer."""
    spread = [
        key
        for key, entrance in settings.entrances.items()
        if effective.mode(entrance, settings) is Mode.ACTIVE_ACTIVE
    ]
    for key, store in settings.stores.items():
        if spread and effective.has_one_writer(store) and store.write_routing is None:
            yield Problem(
                path=("stores", key),
                message=f"{store.kind} has one writer region, and {key_text(('entrances', spread[0]))} is "
                "active-active: "
                "say with write_routing how writes from the other regions reach it: 'forwarded' (Aurora's "
                "write "
                "forwarding) or 'application'",
            )


def _places(path: SettingPath, store: StoreSettings, settings: Settings) -> Iterator[Problem]:
    known = effective.serving(settings)
    held = effective.store_places(store, settings)
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
    if not effective.has_one_writer(store):
        if store.writer is not None:
            yield Problem(
                path=(*path, "writer"),
                message=f"{store.kind} is written in every region: leave this out",
                value=store.writer,
            )
        if store.write_routing not in (None, WriteRouting.ANY_REGION):
            yield Problem(
                path=(*path, "write_routing"),
                message=f"{store.kind} is written in every region: leave this out",
                value=str(store.write_routing),
            )
        return
    if store.write_routing is WriteRouting.ANY_REGION:
        yield Problem(
            path=(*path, "write_routing"),
            message=f"{store.kind} takes writes in one region only",
            value=str(store.write_routing),
            allowed=(str(WriteRouting.FORWARDED), str(WriteRouting.APPLICATION)),
        )
    elif store.write_routing is not None and len(effective.store_places(store, settings)) == 1:
        yield Problem(
            path=(*path, "write_routing"),
            message="lies in one region, where every write arrives: leave this out",
            value=str(store.write_routing),
        )
    region = settings.regions.get(store.writer or "")
    if region is not None and region.role is Role.STANDBY:
        yield Problem(
            path=(*path, "writer"),
            message=f"{store.writer} is a standby, which serves nobody: the writer is in the active region, "
            "or the roles are "
            "swapped",
            value=store.writer,
        )
