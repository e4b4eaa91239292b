"""ElastiCache: nodes of replication groups, and serverless caches."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.model import HOURS_A_MONTH
from holdfast.cost.scope import number, text
from holdfast.graph import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource


def replication_group(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """The nodes of a replication group; in a Global Datastore of the kind of the first."""
    first = one
    if one.inputs.get("globalReplicationGroupId") is not None:
        stores = scope.graph.references(one, "globalReplicationGroupId")
        firsts = [
            held for store in stores for held in scope.graph.references(store, "primaryReplicationGroupId")
        ]
        first = firsts[0] if firsts else one
    kind = text(one.inputs.get("nodeType"), text(first.inputs.get("nodeType"), "unknown"))
    engine = text(one.inputs.get("engine"), text(first.inputs.get("engine"), "redis"))
    shards = (
        number(one.inputs.get("numNodeGroups")) or number(first.inputs.get("numNodeGroups")) or Decimal(1)
    )
    replicas = number(one.inputs.get("replicasPerNodeGroup"))
    nodes = number(one.inputs.get("numCacheClusters"))
    count = nodes if nodes is not None else shards * ((replicas or Decimal()) + 1)
    item = scope.hourly(
        f"cache nodes {kind}, {engine}", f"elasticache/{engine}/{kind}/hour", place_of(one), count
    )
    yield scope.discounted(item)


def serverless(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A serverless cache: data by the hour, and processing units, one for each kB of a read or write."""
    engine = text(one.inputs.get("engine"), "redis")
    place, usage = place_of(one), scope.usage
    yield scope.item(
        "cache data",
        f"elasticache-serverless/{engine}/GB-hour",
        place,
        usage["cache_gigabytes"] * HOURS_A_MONTH,
        usage=("cache_gigabytes",),
    )
    calls = usage["reads_per_request"] + usage["writes_per_request"]
    yield scope.item(
        "cache processing units",
        f"elasticache-serverless/{engine}/million-ECPU",
        place,
        scope.served(place) * calls * max(Decimal(1), usage["item_kilobytes"]),
        usage=("requests_million", "reads_per_request", "writes_per_request", "item_kilobytes"),
    )


CALCULATORS: Mapping[str, Calculator] = {
    "aws:elasticache/replicationGroup:ReplicationGroup": replication_group,
    "aws:elasticache/serverlessCache:ServerlessCache": serverless,
}
