"""Databases that follow a writer in another region, as rules judge them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.checks.inventoried import inventory_of, view_of
from holdfast.inventory import Role
from holdfast.inventory.families.databases import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

_GLOBAL = {f"{one.name} global database": one for one in SERVICES}
INSTANCES = {
    "aws:rds/cluster:Cluster": "aws:rds/clusterInstance:ClusterInstance",
    "aws:docdb/cluster:Cluster": "aws:docdb/clusterInstance:ClusterInstance",
    "aws:neptune/cluster:Cluster": "aws:neptune/clusterInstance:ClusterInstance",
}
"""Type of a cluster to that of its instances."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalDatabase:
    """A writer and those that follow it."""

    writer: Resource
    """The cluster that is written at first."""
    followers: tuple[Resource, ...]
    """The clusters of the other regions."""


def global_databases(graph: ResourceGraph) -> Iterator[GlobalDatabase]:
    """The global databases of Aurora, DocumentDB and Neptune whose writer the graph holds.

    Args:
        graph: The stack.
    """
    for item in inventory_of(graph).items:
        service = _GLOBAL.get(item.what)
        writer = graph.resources[item.resource] if item.resource else None
        if service is None or writer is None or writer.type != service.cluster:
            continue
        named = {(one.name, one.region): one for one in graph.of_type(service.cluster)}
        replicas = [one for one in item.copies if one.role is Role.REPLICA]
        found = (named.get((one.name, one.region)) for one in replicas)
        yield GlobalDatabase(writer=writer, followers=tuple(one for one in found if one is not None))


def instances(graph: ResourceGraph, cluster: Resource) -> tuple[Resource, ...]:
    """The instances of a cluster."""
    return view_of(graph).of(cluster, "clusterIdentifier", INSTANCES[cluster.type])
