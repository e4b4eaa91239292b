"""Aurora databases over regions: what a global database takes, and what its networks must have."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.settings import database_formats, effective_stores
from holdfast.settings.contradictions import engines
from holdfast.settings.mistakes import Problem, nearest
from holdfast.topology.values import WriteRouting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide"
_REQUIREMENTS = f"{_GUIDE}/aurora-global-database.configuration.requirements.html"
_MOST_PLACES = 11
_MOST_INSTANCES = 16
"""Instances of all that one region may have, less one for every further region (``_REQUIREMENTS``)."""
_CLASSES = ("db.serverless", "db.r", "db.x")
"""How the classes for memory begin, which Aurora has besides the small ones.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.SupportAurora.html.
"""
_LEAST_SUBNETS = 2
_WEEK_MINUTES = 7 * 24 * 60


def of_each_database(settings: Settings) -> Iterator[Problem]:
    """What a database in its places needs: versions, classes, windows."""
    for key, store in settings.stores.items():
        if not effective_stores.is_aurora(store) or effective_stores.is_adopted(store):
            continue
        path, held = ("stores", key), effective_stores.store_places(store, settings)
        windows = effective_stores.aurora(store).maintenance_windows
        yield from of_windows((*path, "aurora", "maintenance_windows"), windows, held)
        yield from _any(path, store)
        if len(held) > 1:
            yield from _several(path, store, settings)
        elif effective_stores.aurora(store).global_db_rpo_seconds is not None:
            yield Problem(
                path=(*path, "aurora", "global_db_rpo_seconds"),
                message=f"does nothing in one region ({held[0]}): there is no lag; leave this out",
                value=effective_stores.aurora(store).global_db_rpo_seconds,
            )


def of_networks(settings: Settings) -> Iterator[Problem]:
    """Adopted networks without the subnets that a database lies in."""
    for key, store in settings.stores.items():
        if not effective_stores.is_aurora(store) or effective_stores.is_adopted(store):
            continue
        for place in effective_stores.store_places(store, settings):
            region = settings.regions.get(place)
            if region is None or region.adopt is None:
                continue
            if len(region.adopt.isolated_subnet_ids) < _LEAST_SUBNETS:
                yield Problem(
                    path=("regions", place, "adopt", "isolated_subnet_ids"),
                    message=f"holdfast:stores.{key} lies there, in isolated subnets of at least two zones "
                    f"({_GUIDE}/USER_VPC.WorkingWithRDSInstanceinaVPC.html): name one per zone",
                    value=region.adopt.isolated_subnet_ids,
                )


def _any(path: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    """What every database must have, of one region too: each is made as a global database."""
    asked, version = effective_stores.aurora(store), effective_stores.engine_version(store)
    if not asked.instance_class.startswith(_CLASSES):
        yield Problem(
            path=(*path, "aurora", "instance_class"),
            message="a global database, which a store in one region is too, needs instances with much "
            f"memory, db.r5 or later, db.x or {effective_stores.SERVERLESS} ({_REQUIREMENTS})",
            value=asked.instance_class,
        )
    if engines.kind_of(version) is store.kind and not engines.has_global_databases(version):
        page = f"{_GUIDE}/Concepts.Aurora_Fea_Regions_DB-eng.Feature.GlobalDatabase.html"
        yield _too_old(path, store, f"span regions ({page}), which every database here can come to do")


def _too_old(path: SettingPath, store: StoreSettings, what: str) -> Problem:
    return Problem(
        path=(*path, "aurora", "engine_version"),
        message=f"is too old to {what}: take a later one, such as "
        f"{effective_stores.DEFAULT_VERSION[store.kind]}",
        value=effective_stores.engine_version(store),
    )


def _several(path: SettingPath, store: StoreSettings, settings: Settings) -> Iterator[Problem]:
    held = effective_stores.store_places(store, settings)
    asked, version = effective_stores.aurora(store), effective_stores.engine_version(store)
    if len(held) > _MOST_PLACES:
        yield Problem(
            path=(*path, "regions"),
            message=f"lies in {len(held)} regions, and a global database has at most {_MOST_PLACES}: one "
            f"that writes and ten that read ({_REQUIREMENTS})",
        )
    most = _MOST_INSTANCES - (len(held) - 1)
    if len(held) <= _MOST_PLACES and asked.instances > most:
        yield Problem(
            path=(*path, "aurora", "instances"),
            message=f"any region may become the writer, and of {len(held)} regions that one has at most "
            f"{most} instances ({_REQUIREMENTS})",
            value=asked.instances,
        )
    capacity = effective_stores.capacity(store, settings)
    if capacity is not None and capacity[0] == 0:
        yield Problem(
            path=(*path, "aurora", "capacity", "min_acu"),
            message="0 pauses the instances of every region but the writer's, and a region that takes over "
            f"would start with resuming ({_GUIDE}/aurora-serverless-v2-auto-pause.html): at least 0.5 in "
            "several regions",
            value=capacity[0],
        )
    if (
        store.write_routing is WriteRouting.FORWARDED
        and engines.kind_of(version) is store.kind
        and engines.has_global_databases(version)
        and not engines.forwards_writes(version)
    ):
        page = f"{_GUIDE}/aurora-global-database-write-forwarding-apg.html"
        yield _too_old(path, store, f"forward writes between regions ({page})")


def of_windows(path: SettingPath, windows: Mapping[str, str], held: tuple[str, ...]) -> Iterator[Problem]:
    """Maintenance windows of places in which a database does not lie, or that overlap one another."""
    for place, window in windows.items():
        if place not in held:
            yield Problem(
                path=(*path, place),
                message="the store does not lie there",
                value=window,
                allowed=held,
                suggestion=nearest(place, held),
            )
    for (first, window), (second, other) in combinations(windows.items(), 2):
        if _overlap(window, other):
            yield Problem(
                path=(*path, second),
                message=f"overlaps the window of {first} ({window}): both regions could be down together; "
                "choose another time",
                value=other,
            )


def _overlap(window: str, other: str) -> bool:
    """Whether two weekly windows have a minute in common, also over the end of the week."""
    start, end = database_formats.window_minutes(window)
    return any(
        start < late and early < end
        for early, late in (
            tuple(minute + shift for minute in database_formats.window_minutes(other))
            for shift in (-_WEEK_MINUTES, 0, _WEEK_MINUTES)
        )
    )
