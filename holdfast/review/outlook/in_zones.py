"""What the loss of the zone of its writer does to a store, by the published times of failover (2026-11)."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from holdfast.checks.global_databases import INSTANCES
from holdfast.inventory.families.databases import SERVICES
from holdfast.review.outlook.span import Span

if TYPE_CHECKING:
    from holdfast.graph import Resource, ResourceGraph

_RDS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide"
_AURORA = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html"
_FAILOVER = {
    "aws:rds/cluster:Cluster": (
        60,
        "Aurora fails over to a reader, typically in less than a minute",
        _AURORA,
    ),
    "aws:docdb/cluster:Cluster": (
        120,
        "DocumentDB fails over to a replica, typically in less than 120 s",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-fault-tolerance.html",
    ),
    "aws:neptune/cluster:Cluster": (
        120,
        "Neptune fails over to a replica, typically in less than 120 s",
        "https://docs.aws.amazon.com/neptune/latest/userguide/backup-restore-overview-fault-tolerance.html",
    ),
}
KEEPS = frozenset(one.cluster for one in SERVICES)
"""What keeps its data in three zones, whatever serves it."""
_INSTANCE = "aws:rds/instance:Instance"
_EFS = "aws:efs/fileSystem:FileSystem"
_REGIONAL = {
    "aws:dsql/cluster:Cluster": "https://docs.aws.amazon.com/aurora-dsql/latest/userguide/disaster-recovery-resiliency.html",
    "aws:dynamodb/table:Table": "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/disaster-recovery-resiliency.html",
    "aws:dynamodb/tableReplica:TableReplica": "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/disaster-recovery-resiliency.html",
    "aws:s3/bucket:Bucket": "https://docs.aws.amazon.com/AmazonS3/latest/userguide/disaster-recovery-resiliency.html",
    "aws:s3/bucketV2:BucketV2": "https://docs.aws.amazon.com/AmazonS3/latest/userguide/disaster-recovery-resiliency.html",
}
"""What keeps its data in three zones and is served from all of them."""
_SEVERAL = 2


def of_zone(graph: ResourceGraph, one: Resource) -> Span:
    """How long a store is away when the zone of its writer is lost; ``inf`` where people must restore it.

    Args:
        graph: The stack.
        one: The store's part in that region.
    """
    if one.type in _REGIONAL:
        return Span(seconds=0, text=f"{one.name} is served from every zone", source=_REGIONAL[one.type])
    if one.type == _INSTANCE:
        return _instance(one)
    if one.type in KEEPS:
        return _cluster(graph, one)
    if one.type == _EFS:
        return _file_system(one)
    return Span(seconds=None, text=f"what the loss of a zone does to {one.name} is not known")


def _instance(one: Resource) -> Span:
    source = f"{_RDS}/Concepts.MultiAZSingleStandby.html"
    multi = one.at("multiAz")
    if multi is True:
        return Span(seconds=120, text=f"{one.name} fails over to its standby in 60 to 120 s", source=source)
    if multi in (None, False):
        return Span(seconds=inf, text=f"people must restore {one.name}: it stands in one zone", source=source)
    return Span(seconds=None, text=f"whether {one.name} has a standby in another zone is not known")


def _cluster(graph: ResourceGraph, one: Resource) -> Span:
    engine = one.at("engine")
    if one.type == "aws:rds/cluster:Cluster" and isinstance(engine, str) and not engine.startswith("aurora"):
        source = f"{_RDS}/multi-az-db-clusters-concepts.html"
        return Span(seconds=35, text=f"{one.name} fails over, typically in less than 35 s", source=source)
    seconds, text, source = _FAILOVER[one.type]
    members = graph.referring(one, "clusterIdentifier", INSTANCES[one.type])
    if len(members) >= _SEVERAL:
        return Span(seconds=seconds, text=f"{one.name}: {text}", source=source)
    if not members:
        return Span(seconds=None, text=f"how many instances {one.name} has is not known", source=source)
    return Span(
        seconds=None,
        text=f"{one.name} has one instance: AWS tries to make another, in no stated time",
        source=source,
    )


def _file_system(one: Resource) -> Span:
    source = "https://docs.aws.amazon.com/efs/latest/ug/disaster-recovery-resiliency.html"
    if one.at("availabilityZoneName"):
        return Span(seconds=inf, text=f"people must restore {one.name}: it lies in one zone", source=source)
    return Span(seconds=0, text=f"{one.name} is served from every zone", source=source)
