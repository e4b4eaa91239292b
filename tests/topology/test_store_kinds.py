from __future__ import annotations

from typing import Any

import pytest

from holdfast.topology.plan import plan as make_plan
from holdfast.topology.values import CacheEngine, Consistency, WriteRouting
from tests.topology.examples import changed, settings

REGIONS: dict[str, Any] = {"use1": {}, "use2": {}}
DSQL = {"kind": "dsql", "home": "use1", "write_routing": "any-region", "dsql": {"witness": "usw2"}}
CACHE = {"kind": "elasticache", "home": "use1", "write_routing": "application"}
BACKUPS: dict[str, Any] = {
    "regions": {**REGIONS, "euc1": {"role": "backup"}},
    "backups": {"copy_to": ["euc1"]},
}


def plan(store: dict[str, Any], **more: Any) -> Any:
    alone = store["kind"] == "elasticache" or "adopt" in store.get("dsql", {})
    raw = changed(**{**({"regions": REGIONS} if alone else BACKUPS), **more}, stores={"orders": store})
    topology = make_plan(settings(raw), project="shop", stack="test")
    return topology, topology.stores[0]


def test_a_dsql_database_knows_its_witness_by_region() -> None:
    _, store = plan(DSQL)

    assert store.dsql is not None
    assert store.dsql.witness_region == "us-west-2"
    assert store.dsql.connect_as_admin is False
    assert store.dsql.origin["witness_region"] == "holdfast:stores.orders.dsql.witness"
    assert (store.consistency, store.writer) == (Consistency.STRONG, None)
    assert store.section is store.dsql


def test_its_data_flows_between_both_regions_without_lag() -> None:
    topology, _ = plan(DSQL)
    flows = [edge for edge in topology.edges if edge.kind == "store"]

    assert {(edge.source, edge.target) for edge in flows} == {("use1", "use2"), ("use2", "use1")}
    assert {(edge.synchronous, edge.lag_seconds) for edge in flows} == {(True, 0.0)}


def test_whoever_serves_a_database_is_planned_alike() -> None:
    swapped = {"use1": {"role": "standby"}, "use2": {}}

    assert plan(DSQL, regions={**BACKUPS["regions"], **swapped})[1].dsql == plan(DSQL)[1].dsql
    cache = {key: value for key, value in CACHE.items() if key != "write_routing"}
    assert plan(cache, regions=swapped)[1].elasticache == plan(CACHE)[1].elasticache


def test_an_adopted_database_is_its_clusters() -> None:
    clusters = {"use1": "a" * 26, "use2": "b" * 26}
    _, store = plan({**DSQL, "dsql": {"adopt": {"clusters": clusters}}})

    assert store.dsql is None
    assert store.adopted is not None
    assert store.adopted.dsql_clusters == clusters


def test_a_cache_in_two_regions_is_a_global_datastore() -> None:
    _, store = plan({**CACHE, "elasticache": {"replicas": 2, "shards": 3}})
    cache = store.elasticache

    assert cache is not None
    assert (cache.key, cache.home, cache.places) == ("orders", "use1", ("use1", "use2"))
    assert cache.identifier == "shop-test-orders"
    assert cache.nodes is not None
    assert (cache.nodes.replicas, cache.nodes.shards, cache.engine) == (2, 3, CacheEngine.VALKEY)
    assert cache.snapshot_days == 1
    assert cache.origin["snapshot_days"] == "holdfast:stores.orders.elasticache.snapshot_days (default)"
    assert cache.origin["identifier"] == "holdfast:stores.orders.regions (default)"


def test_a_cache_in_one_region_stands_alone() -> None:
    _, store = plan({"kind": "elasticache", "regions": ["use2"]})
    cache = store.elasticache

    assert cache is not None
    assert (cache.home, cache.places, cache.identifier) == ("use2", ("use2",), None)


def test_a_cache_flows_from_its_writer_and_is_in_no_class_of_backups() -> None:
    topology, store = plan({**CACHE, "writer": "use2"})
    flows = [edge for edge in topology.edges if edge.key == "orders"]

    assert store.backup_class is None
    assert [(edge.source, edge.target, edge.lag_seconds) for edge in flows] == [("use2", "use1", 1.0)]
    assert all(region.network for region in topology.regions)


@pytest.mark.parametrize(("kind", "lag"), [("rds-postgresql", None), ("s3", None), ("aurora-mysql", 1.0)])
def test_lag_is_what_is_published_of_the_kind(kind: str, lag: float | None) -> None:
    routing = "any-region" if kind == "s3" else "application"
    topology, _ = plan({"kind": kind, "home": "use1", "write_routing": routing})

    assert {edge.lag_seconds for edge in topology.edges if edge.kind == "store"} == {lag}


@pytest.mark.parametrize("routing", ["any-region", "application"])
def test_the_routing_that_is_said_is_the_routing_that_is_planned(routing: str) -> None:
    _, store = plan({"kind": "dynamodb", "home": "use1", "write_routing": routing})

    assert store.write_routing is WriteRouting(routing)
