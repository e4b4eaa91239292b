"""Stores planned: where data lies and along which edges it flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_backups, effective_stores
from holdfast.topology.adopted_stores import plan_adopted
from holdfast.topology.aurora import plan_aurora
from holdfast.topology.dsql import plan_dsql
from holdfast.topology.dynamodb import plan_dynamodb
from holdfast.topology.elasticache import plan_elasticache
from holdfast.topology.origins import origin, path_of
from holdfast.topology.rds import plan_rds
from holdfast.topology.s3 import plan_s3
from holdfast.topology.values import (
    STORE_TRAITS,
    BackupCopies,
    Consistency,
    ReplicationEdge,
    ReplicationKind,
    StorePlan,
    WriteRouting,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings import Settings
    from holdfast.topology.values import BackupPlan


def plan_store(key: str, settings: Settings, *, project: str, stack: str) -> StorePlan:
    """Plan one store: its home, its places, what it is and, with one writer, the place that writes now.

    Args:
        key: The store's key in the settings.
        settings: The whole settings.
        project: Name of the Pulumi project, part of an Aurora global database's name in AWS.
        stack: Name of the stack, part of that name too.

    Returns:
        The store.
    """
    store = settings.stores[key]
    path = f"holdfast:stores.{key}"
    places = effective_stores.store_places(store, settings)
    home = effective_stores.store_home(store, settings) or places[0]
    one_writer = effective_stores.has_one_writer(store)
    adopted = effective_stores.is_adopted(store)
    section = None if adopted else effective_stores.store_section(store)
    identifier = f"{project}-{stack}-{key}"
    return StorePlan(
        key=key,
        kind=store.kind,
        home=home,
        places=places,
        writer=effective_stores.store_writer(store, settings) if one_writer else None,
        consistency=effective_stores.consistency(store),
        write_routing=store.write_routing or (None if one_writer else WriteRouting.ANY_REGION),
        backup_class=effective_backups.backup_class(store, settings),
        aurora=plan_aurora(key, settings, identifier=identifier) if section == "aurora" else None,
        dynamodb=plan_dynamodb(key, settings, home=home) if section == "dynamodb" else None,
        rds=plan_rds(key, settings, home=home, identifier=identifier) if section == "rds" else None,
        dsql=plan_dsql(key, settings) if section == "dsql" else None,
        elasticache=plan_elasticache(key, settings, home=home, identifier=identifier)
        if section == "elasticache"
        else None,
        s3=plan_s3(key, settings, home=home, identifier=identifier) if section == "s3" else None,
        adopted=plan_adopted(key, settings) if adopted else None,
        not_backed_up_because=store.not_backed_up_because,
        origin=origin(
            kind=path_of(store, path, "kind"),
            home=path_of(store, path, "home"),
            places=path_of(store, path, "regions"),
            writer=path_of(store, path, "writer"),
            consistency=path_of(store, path, "consistency"),
            write_routing=path_of(store, path, "write_routing"),
            backup_class=path_of(store, path, "backup_class"),
            not_backed_up_because=path_of(store, path, "not_backed_up_because"),
        ),
    )


def plan_edges(stores: tuple[StorePlan, ...], backups: BackupPlan | None) -> tuple[ReplicationEdge, ...]:
    """Return every way that data flows between places.

    A store with one writer replicates from it to its other places; one that is written everywhere replicates
    between every two places; backups are copied from where they are made.
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
                lag_seconds=0.0 if synchronous else STORE_TRAITS[store.kind].lag_seconds,
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
        if backups is not None and store.backup_class is not None:
            edges.extend(_copies(store, backups))
    return tuple(sorted(edges, key=lambda edge: (edge.kind, edge.key, edge.source, edge.target)))


def _copies(store: StorePlan, backups: BackupPlan) -> Iterator[ReplicationEdge]:
    for vault in backups.vaults:
        if store.backup_class not in vault.classes or vault.place not in store.places:
            continue
        found = next(one for one in backups.classes if one.key == store.backup_class)
        if BackupCopies.REGIONS not in found.copies:
            continue
        for target in vault.copy_to:
            yield ReplicationEdge(
                kind=ReplicationKind.BACKUP,
                key=store.key,
                source=vault.place,
                target=target,
                synchronous=False,
                lag_seconds=None,
                origin=origin(source=vault.origin["classes"], target=backups.origin["copy_to"]),
            )
