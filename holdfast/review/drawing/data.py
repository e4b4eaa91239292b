"""The ways that data take: from what serves to stores, between regions, and into backups."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.graph import place_of
from holdfast.graph.summary import GLOBAL
from holdfast.inventory.selection import SELECTION, TARGETS, selects
from holdfast.review.drawing.parts import (
    BUCKETS,
    CACHE_GROUP,
    CARRIERS,
    DSQL_CLUSTER,
    KINDS,
    PART_OF,
    RDS_INSTANCE,
    TABLE_REPLICA,
    VAULT,
)
from holdfast.review.model import EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.review.drawing.scene import Scene, Unit
    from holdfast.review.drawing.traffic import Ways

_GLOBAL_CLUSTERS = {
    "aws:rds/globalCluster:GlobalCluster": ("globalClusterIdentifier", "sourceDbClusterIdentifier"),
    "aws:docdb/globalCluster:GlobalCluster": ("globalClusterIdentifier", "sourceDbClusterIdentifier"),
    "aws:neptune/globalCluster:GlobalCluster": ("globalClusterIdentifier", "sourceDbClusterIdentifier"),
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": (
        "globalReplicationGroupId",
        "primaryReplicationGroupId",
    ),
}
"""What joins clusters of several regions: how a member names it, and how it names its first member."""
_MEMBERS = (
    "aws:rds/cluster:Cluster",
    "aws:docdb/cluster:Cluster",
    "aws:neptune/cluster:Cluster",
    CACHE_GROUP,
)
_BUCKET_REPLICATION = (
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    "aws:s3/bucketReplicationConfiguration:BucketReplicationConfiguration",
)
_PLAN = "aws:backup/plan:Plan"


def data(scene: Scene) -> Ways:
    """The ways of data, with labels such as ``asynchronous``.

    Args:
        scene: A graph.
    """
    found: Ways = {}
    for start, end in _used(scene):
        found[start, end, EdgeKind.DATA] = ""
    for start, end, label in _replicated(scene):
        if start != end and (end, start, EdgeKind.REPLICATION) not in found:
            found[start, end, EdgeKind.REPLICATION] = label
    for start, end, label in _backed_up(scene):
        if start != end:
            found[start, end, EdgeKind.BACKUP] = label
    return found


def _used(scene: Scene) -> Iterator[tuple[Unit, Unit]]:
    """What serves, and the stores that it is told of: directly, or by what carries names and permissions."""
    carrying: defaultdict[str, list[Resource]] = defaultdict(list)
    for one in scene.graph.of_type(*sorted(CARRIERS)):
        above = scene.graph.components(one)
        if above:
            carrying[above[0].urn].append(one)
    for unit, members in scene.members.items():
        if unit.kind is not NodeKind.COMPUTE:
            continue
        nearest = [component for one in members for component in scene.graph.components(one)[:1]]
        beside = (one for component in dict.fromkeys(nearest) for one in carrying[component.urn])
        starts = [*members, *(one for one in beside if place_of(one) in {unit.place, GLOBAL})]
        for store in _told_of(scene, starts):
            yield unit, _nearest(scene, store, unit.place)


def _told_of(scene: Scene, starts: list[Resource]) -> Iterator[Unit]:
    waiting, seen = list(starts), {one.urn for one in starts}
    while waiting:
        one = waiting.pop()
        for name in sorted(one.property_dependencies):
            for target in scene.graph.references(one, name):
                if target.urn in seen:
                    continue
                seen.add(target.urn)
                unit = scene.near(target) if target.type not in CARRIERS else scene.unit(target.urn)
                if unit is not None and unit.kind is NodeKind.STORE and _is_store(scene, target):
                    yield unit
                elif target.type in CARRIERS:
                    waiting.append(target)


def _is_store(scene: Scene, target: Resource) -> bool:
    """Whether it is a store or a part of one, and not something beside it such as a key."""
    return scene.unit(target.urn) is not None or target.type.startswith(("aws:rds/", "aws:elasticache/"))


def _nearest(scene: Scene, store: Unit, place: str) -> Unit:
    """The same store in a place, where it has a replica there."""
    here = type(store)(place, store.kind, store.holder)
    return here if here in scene.members else store


def _replicated(scene: Scene) -> Iterator[tuple[Unit, Unit, str]]:
    graph = scene.graph
    for token, name, label in (
        (TABLE_REPLICA, "globalTableArn", "global table"),
        (RDS_INSTANCE, "replicateSourceDb", "read replica"),
        ("aws:rds/cluster:Cluster", "replicationSourceIdentifier", "replica"),
    ):
        for one in graph.of_type(token):
            for end in scene.units((one,)):
                yield from ((start, end, label) for start in scene.units(graph.references(one, name)))
    yield from _global_clusters(scene)
    for token in _BUCKET_REPLICATION:
        for one in graph.of_type(token):
            starts = scene.units(each for each in graph.references(one, "bucket") if each.type in BUCKETS)
            ends = scene.units(each for each in graph.references(one, "rules") if each.type in BUCKETS)
            yield from ((start, end, "bucket replication") for start in starts for end in ends)
    for one in graph.of_type("aws:dsql/clusterPeering:ClusterPeering"):
        own = scene.units(each for each in graph.references(one, "identifier") if each.type == DSQL_CLUSTER)
        peers = scene.units(each for each in graph.references(one, "clusters") if each.type == DSQL_CLUSTER)
        yield from ((start, end, "synchronous") for start in own for end in peers)


def _global_clusters(scene: Scene) -> Iterator[tuple[Unit, Unit, str]]:
    graph = scene.graph
    joined: defaultdict[str, list[Resource]] = defaultdict(list)
    for member in graph.of_type(*_MEMBERS):
        for name in ("globalClusterIdentifier", "globalReplicationGroupId"):
            for one in graph.references(member, name):
                if one.type in _GLOBAL_CLUSTERS:
                    joined[one.urn].append(member)
    for urn, members in joined.items():
        whole = graph.resources[urn]
        named = graph.references(whole, _GLOBAL_CLUSTERS[whole.type][1])
        first = scene.units(one for one in named if one.type in _MEMBERS)
        first = first or scene.units(one for one in members if not _waits(scene, one, members))
        for start in first[:1]:
            yield from ((start, end, "asynchronous") for end in scene.units(members))


def _waits(scene: Scene, one: Resource, members: list[Resource]) -> bool:
    """Whether a member names or waits for another or its instances: then that one was first."""
    waited = {*one.dependencies, *(urn for found in one.property_dependencies.values() for urn in found)}
    known = (scene.graph.resources[urn] for urn in sorted(waited) if urn in scene.graph.resources)
    parts = (each for each in known if each.type in _MEMBERS or each.type in PART_OF)
    others = {scene.near(each) for each in members} - {scene.near(one)}
    return any(scene.near(each) in others for each in parts if each.type not in _GLOBAL_CLUSTERS)


def _backed_up(scene: Scene) -> Iterator[tuple[Unit, Unit, str]]:
    """From each store that a plan takes to the vault of its region, and from there to the copies."""
    graph = scene.graph
    stores = [one for one in graph.of_type(*sorted(TARGETS)) if KINDS.get(one.type) is NodeKind.STORE]
    for selection in graph.of_type(SELECTION):
        taken = [one for one in stores if selects(scene.view, selection, one)]
        plans = [one for one in graph.references(selection, "planId") if one.type == _PLAN]
        vaults = [one for plan in plans for one in graph.references(plan, "rules") if one.type == VAULT]
        here = scene.units(one for one in vaults if place_of(one) == place_of(selection))
        there = scene.units(one for one in vaults if place_of(one) != place_of(selection))
        for start in here[:1]:
            yield from ((unit, start, "backup") for unit in scene.units(taken))
            yield from ((start, end, "copy") for end in there)
