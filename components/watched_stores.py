"""What of a place's stores and caches alarms watch."""

from typing import TypedDict

import pulumi

from holdfast.components.aurora_store import AuroraStore
from holdfast.components.cache import CacheMember
from holdfast.components.declared_store import DeclaredStore
from holdfast.components.dsql_store import DsqlStore
from holdfast.components.elasticache_store import ElasticacheStore
from holdfast.components.observed import Observed
from holdfast.components.rds_store import RdsStore
from holdfast.components.regional_alarms_args import (
    WatchedCacheArgs,
    WatchedDatabaseArgs,
    WatchedTableArgs,
)
from holdfast.components.s3_store import BucketStore
from holdfast.components.table_store import TableStore
from holdfast.topology.values import CachePlan, Consistency, RdsShape, StorePlan


class WatchedStores(TypedDict):
    """Arguments of ``RegionalAlarms`` on what keeps data."""

    databases: dict[str, WatchedDatabaseArgs]
    tables: dict[str, WatchedTableArgs]
    dsql: dict[str, pulumi.Output[str]]
    caches: dict[str, WatchedCacheArgs]
    buckets: dict[str, pulumi.Output[str]]


def watched_stores(observed: Observed, place: str) -> WatchedStores:
    """Return what alarms watch of a place's stores and caches; adopted ones are their owners'.

    Args:
        observed: Everything that the stack declares.
        place: A place that serves.
    """
    watched: WatchedStores = {"databases": {}, "tables": {}, "dsql": {}, "caches": {}, "buckets": {}}
    for store in observed.topology.stores:
        if place not in store.places or store.adopted is not None:
            continue
        _add_store(watched, store, observed.stores.declared[store.key], place)
    for cache in observed.topology.caches:
        if place in cache.places:
            watched["caches"][cache.key] = _cache(cache, observed.caches.member(cache.key, place))
    return watched


def _add_store(watched: WatchedStores, plan: StorePlan, store: DeclaredStore, place: str) -> None:
    key = plan.key
    if isinstance(store, AuroraStore):
        watched["databases"][key] = _aurora(store, place)
    elif isinstance(store, RdsStore):
        watched["databases"][key] = _rds(store, place)
    elif isinstance(store, TableStore):
        watched["tables"][key] = _table(store, place)
    elif isinstance(store, DsqlStore):
        watched["dsql"][key] = store.database.member(place).identifier
    elif isinstance(store, BucketStore):
        watched["buckets"][key] = store.buckets.member(place).bucket
    elif isinstance(store, ElasticacheStore) and plan.elasticache is not None:
        watched["caches"][key] = {**_cache(plan.elasticache, store.member(place)), "store": True}


def _aurora(store: AuroraStore, place: str) -> WatchedDatabaseArgs:
    plan = store.plan
    database: WatchedDatabaseArgs = {
        "cluster": store.database.member(place).cluster_identifier,
        "postgresql": plan.engine.endswith("postgresql"),
        "replicates": len(plan.members) > 1,
    }
    if plan.capacity_acu is not None:
        database["max_acu"] = plan.capacity_acu[1]
    return _with_connections(database, plan.parameters.get("max_connections"))


def _rds(store: RdsStore, place: str) -> WatchedDatabaseArgs:
    plan, identifier = store.plan, store.database.member(place).identifier
    database: WatchedDatabaseArgs = {
        "postgresql": plan.engine == "postgres",
        "replicates": len(plan.members) > 1,
    }
    if plan.shape is RdsShape.CLUSTER:
        database["cluster"] = identifier
    else:
        database["instance"] = identifier
    if plan.storage.max_gib is None:
        database["storage_gib"] = plan.storage.gib
    return _with_connections(database, plan.parameters.get("max_connections"))


def _with_connections(database: WatchedDatabaseArgs, parameter: str | None) -> WatchedDatabaseArgs:
    # A formula of AWS's, which names the memory of the class, is no number that anybody knows here.
    if parameter is not None and parameter.isdigit():
        database["max_connections"] = int(parameter)
    return database


def _table(store: TableStore, place: str) -> WatchedTableArgs:
    table: WatchedTableArgs = {"name": store.table.table_name}
    if store.store.consistency is Consistency.EVENTUAL:
        table["receiving_regions"] = [
            store.scope.region(other) for other in store.store.places if other != place
        ]
    return table


def _cache(plan: CachePlan, member: CacheMember) -> WatchedCacheArgs:
    spans = plan.identifier is not None
    if plan.nodes is None or member.replication_group_id is None:
        limits = plan.limits
        watched: WatchedCacheArgs = {
            "serverless": member.arn.apply(lambda arn: arn.rpartition(":")[2]),
            "spans": spans,
        }
        if limits is not None:
            watched["max_storage_gb"] = limits.max_storage_gb
        return watched
    each = range(1, plan.nodes.replicas + 2)
    # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.CreatingReplGroup.html (2026-11)
    nodes = (
        [f"{number:03d}" for number in each]
        if plan.nodes.shards is None
        else [f"{shard:04d}-{number:03d}" for shard in range(1, plan.nodes.shards + 1) for number in each]
    )
    return {"replication_group": member.replication_group_id, "nodes": nodes, "spans": spans}
