"""Where RDS databases lie: what each shape can do over regions, and what networks must have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import database_formats, effective, effective_rds, effective_stores
from holdfast.settings.contradictions.global_databases import of_windows
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import DATABASE_CLUSTER_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide"
_LIMITATIONS = f"{_GUIDE}/multi-az-db-clusters-concepts.Limitations.html"
_REPLICAS = f"{_GUIDE}/USER_MultiAZDBCluster_ReadRepl.html"
_CLUSTER_API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
_MOST_PLACES = 6
"""A source and five replicas, more than which AWS does not vouch for.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.Cnsdr.html (2026-11).
"""
_LEAST_SUBNETS, _CLUSTER_ZONES = 2, 3
_DAY_MINUTES = 24 * 60


def of_each_database(settings: Settings) -> Iterator[Problem]:
    """Places that a database names, and what its shape can do in them."""
    for key, store in settings.stores.items():
        if not effective_rds.is_rds(store) or effective_stores.is_adopted(store):
            continue
        path, held = ("stores", key, "rds"), effective_stores.store_places(store, settings)
        asked = effective_stores.rds(store)
        yield from repeated((*path, "without_standby"), asked.without_standby)
        yield from _held((*path, "identifiers"), asked.identifiers, held)
        yield from _held((*path, "backup_windows"), asked.backup_windows, held)
        for index, place in enumerate(asked.without_standby):
            if place not in held:
                yield _elsewhere((*path, "without_standby", index), place, held)
        yield from of_windows((*path, "maintenance_windows"), asked.maintenance_windows, held)
        yield from _backups_in_maintenance(path, store)
        yield from _copy(path, store, settings)
        if effective_stores.is_rds_cluster(store):
            yield from _cluster(path, store, settings)
        else:
            yield from _instances(path, store, settings)


def of_networks(settings: Settings) -> Iterator[Problem]:
    """Networks without the zones and subnets that a database lies in."""
    for key, store in settings.stores.items():
        if not effective_rds.is_rds(store) or effective_stores.is_adopted(store):
            continue
        name, cluster = key_text(("stores", key)), effective_stores.is_rds_cluster(store)
        for place in effective_stores.store_places(store, settings):
            region = settings.regions.get(place)
            if region is None:
                continue
            if cluster and effective.zone_count(region) != _CLUSTER_ZONES:
                yield Problem(
                    path=("regions", place, "zones"),
                    message=f"{name} is a Multi-AZ DB cluster, which lies in exactly three zones "
                    f"({_GUIDE}/create-multi-az-db-cluster.html)",
                    value=region.zones,
                )
            subnets = () if region.adopt is None else region.adopt.isolated_subnet_ids
            if region.adopt is not None and len(subnets) < _LEAST_SUBNETS:
                yield Problem(
                    path=("regions", place, "adopt", "isolated_subnet_ids"),
                    message=f"{name} lies there, in isolated subnets of at least two zones "
                    f"({_GUIDE}/USER_VPC.WorkingWithRDSInstanceinaVPC.html): name one per zone",
                    value=subnets,
                )


def _instances(path: SettingPath, store: StoreSettings, settings: Settings) -> Iterator[Problem]:
    source, held = effective_stores.rds(store).source, effective_stores.store_places(store, settings)
    if len(held) > _MOST_PLACES:
        yield Problem(
            path=(*path[:-1], "regions"),
            message=f"lies in {len(held)} regions, and AWS vouches for five replicas in other regions "
            f"({_GUIDE}/USER_ReadRepl.XRgn.Cnsdr.html): at most {_MOST_PLACES}",
            value=held,
        )
    if source is not None and source not in held:
        yield _elsewhere((*path, "source"), source, held)
    else:
        yield from _writer(path, store, settings)


def _writer(path: SettingPath, store: StoreSettings, settings: Settings) -> Iterator[Problem]:
    """Find replicas that would be copied from another database than the one that takes the writes.

    Were that one gone, the next update would make it anew, empty and under the name that services know. While
    its region is held nothing is made there, so an outage needs no change of the source.
    """
    source, writer = effective_rds.source(store, settings), effective_stores.store_writer(store, settings)
    held = effective_stores.store_places(store, settings)
    if source is None or writer == source or writer not in held or source in settings.hold:
        return
    yield Problem(
        path=(*path, "source"),
        message=f"replicas are copied from {source}, and {writer} is the writer: once the database in "
        f"{source} were gone, an update would make an empty one there. After a promotion say source: "
        f"{writer}, or holdfast:hold: [{source}] while that region is lost; before the first deployment the "
        "home is the writer",
        value=source,
        allowed=(writer,),
    )


def _cluster(path: SettingPath, store: StoreSettings, settings: Settings) -> Iterator[Problem]:
    asked, held = effective_stores.rds(store), effective_stores.store_places(store, settings)
    for place, identifier in asked.identifiers.items():
        if len(identifier) > DATABASE_CLUSTER_CHARACTERS:
            yield Problem(
                path=(*path, "identifiers", place),
                message=f"has {len(identifier)} characters, and a Multi-AZ DB cluster's has at most "
                f"{DATABASE_CLUSTER_CHARACTERS} ({_CLUSTER_API})",
                value=identifier,
            )
    if len(held) > 1:
        yield Problem(
            path=(*path, "shape"),
            message=f"a Multi-AZ DB cluster lies in one region, and this store in {', '.join(held)}: no "
            f"cluster can be made as a replica of one ({_REPLICAS}); name one of the store's regions, or use "
            "shape 'instance' or Aurora",
            value=str(asked.shape),
        )
    for field, given in (("source", asked.source), ("without_standby", asked.without_standby)):
        if given:
            yield Problem(
                path=(*path, field),
                message="says nothing of a Multi-AZ DB cluster, which has two standbys and no replicas "
                "elsewhere: leave this out",
                value=given,
            )


def _copy(path: SettingPath, store: StoreSettings, settings: Settings) -> Iterator[Problem]:
    copy, where = effective_stores.rds(store).backup_copy, (*path, "backup_copy")
    if copy is None:
        return
    if effective_stores.is_rds_cluster(store):
        yield Problem(
            path=where,
            message=f"automated backups of a Multi-AZ DB cluster are not copied ({_LIMITATIONS}): leave this "
            "out, and use holdfast:backups",
        )
    known = tuple(settings.regions)
    if copy.to not in known:
        yield Problem(
            path=(*where, "to"),
            message="no such region in holdfast:regions, whose key would encrypt the copies",
            value=copy.to,
            allowed=known,
            suggestion=nearest(copy.to, known),
        )
    elif copy.to == effective_rds.source(store, settings):
        yield Problem(
            path=(*where, "to"),
            message="is where the backups are made: name another region",
            value=copy.to,
        )


def _backups_in_maintenance(path: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    """Backup windows that overlap the maintenance window of the same place: AWS refuses them."""
    asked = effective_stores.rds(store)
    for place, window in asked.backup_windows.items():
        maintenance = asked.maintenance_windows.get(place)
        if maintenance is not None and _overlap(window, maintenance):
            yield Problem(
                path=(*path, "backup_windows", place),
                message=f"overlaps the maintenance window there ({maintenance}), which AWS refuses "
                f"({_GUIDE}/USER_ManagingAutomatedBackups.html): choose another time",
                value=window,
            )


def _overlap(daily: str, weekly: str) -> bool:
    """Whether a daily window has a minute in common with a weekly one, on any day."""
    start, end = database_formats.day_minutes(daily)
    begin, stop = database_formats.window_minutes(weekly)
    first_day = begin // _DAY_MINUTES - 1
    last_day = stop // _DAY_MINUTES
    return any(
        start + day * _DAY_MINUTES < stop and begin < end + day * _DAY_MINUTES
        for day in range(first_day, last_day + 1)
    )


def _held(path: SettingPath, named: Iterable[str], held: tuple[str, ...]) -> Iterator[Problem]:
    for place in named:
        if place not in held:
            yield _elsewhere((*path, place), place, held)


def _elsewhere(path: SettingPath, place: str, held: tuple[str, ...]) -> Problem:
    return Problem(
        path=path,
        message="the store does not lie there",
        value=place,
        allowed=held,
        suggestion=nearest(place, held),
    )
