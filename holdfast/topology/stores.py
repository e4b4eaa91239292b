"""Stores and backups planned: where data lies and along which edges it flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    BackupPlan,
    Consistency,
    ReplicationEdge,
    ReplicationKind,
    Role,
    StorePlan,
    WriteRouting,
)

if TYPE_CHECKING:
    from holdfast.settings import Settings

TYPICAL_LAG_SECONDS = 1.0
"""Aurora global databases lag "typically under a second" (source:
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.html), DynamoDB global
tables "usually within a second" (source:
https://docs.aws.amazon.com/prescriptive-guidance/latest/dynamodb-global-tables/overview.html); neither is
bounded."""


def plan_store(key: str, settings: Settings) -> StorePlan:
    """Plan one store: its home, its places and, for a store with one writer, the place that writes now."""
    store = settings.stores[key]
    path = f"holdfast:stores.{key}"
    places = effective.store_places(store, settings)
    home = effective.store_home(store, settings) or places[0]
    active = [place for place in places if settings.regions[place].role is Role.ACTIVE]
    writer = store.writer or (active[0] if len(active) == 1 else home)
    return StorePlan(
        key=key,
        kind=store.kind,
        home=home,
        places=places,
        writer=writer if effective.has_one_writer(store) else None,
        consistency=store.consistency,
        write_routing=store.write_routing if effective.has_one_writer(store) else WriteRouting.ANY_REGION,
        origin=origin(
            kind=path_of(store, path, "kind"),
            home=path_of(store, path, "home"),
            places=path_of(store, path, "regions"),
            writer=path_of(store, path, "writer"),
            consistency=path_of(store, path, "consistency"),
            write_routing=path_of(store, path, "write_routing"),
        ),
    )


def plan_backups(settings: Settings) -> BackupPlan | None:
    """Plan where backups are copied to and for how long they are kept; None without backups."""
    asked = settings.backups
    if asked is None:
        return None
    return BackupPlan(
        copy_to=tuple(sorted(asked.copy_to)),
        retention_days=asked.retention_days,
        origin=origin(
            copy_to=path_of(asked, "holdfast:backups", "copy_to"),
            retention_days=path_of(asked, "holdfast:backups", "retention_days"),
        ),
    )


def plan_edges(stores: tuple[StorePlan, ...], backups: BackupPlan | None) -> tuple[ReplicationEdge, ...]:
    """Return every way that data flows between places.

    A store with one writer replicates from it to its other places; one that is written everywhere replicates
    between every two places; backups are copied from a store's home.
    """
    edges: list[ReplicationEdge] = []
    for store in stores:
        synchronous = store.consistency is Consistency.STRONG
        sources = store.places if store.writer is None else (store.writer,)
        edges.extend(
            ReplicationEdge(
                kind=ReplicationKind.STORE,
                key=store.key,
                source=source,
                target=target,
                synchronous=synchronous,
                lag_seconds=0.0 if synchronous else TYPICAL_LAG_SECONDS,
                origin=origin(
                    source=store.origin["writer" if store.writer else "places"],
                    target=store.origin["places"],
                    synchronous=store.origin["consistency"],
                ),
            )
            for source in sources
            for target in store.places
            if target != source
        )
        if backups is None:
            continue
        edges.extend(
            ReplicationEdge(
                kind=ReplicationKind.BACKUP,
                key=store.key,
                source=store.home,
                target=target,
                synchronous=False,
                lag_seconds=None,
                origin=origin(source=store.origin["home"], target=backups.origin["copy_to"]),
            )
            for target in backups.copy_to
            if target != store.home
        )
    return tuple(sorted(edges, key=lambda edge: (edge.kind, edge.key, edge.source, edge.target)))
