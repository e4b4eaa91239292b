"""Who takes the writes of a Global Datastore, and how far its secondaries are behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.call import call
from holdfast.operate.global_datastores import read_global_datastore
from holdfast.operate.measures import Measure, unknown
from holdfast.operate.metrics import Metric, largest, newest, series
from holdfast.operate.readings.by_place import read_writer
from holdfast.operate.readings.values import CopyReading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.contracts.operations import CacheMember
    from holdfast.operate.aws import Clients
    from holdfast.operate.global_datastores import GlobalDatastore
    from holdfast.operate.readings.look import Look
    from holdfast.operate.readings.values import StoreReading

_NAMESPACE, _METRIC = "AWS/ElastiCache", "GlobalDatastoreReplicationLag"
"""In seconds, the largest of the shards
(https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html, 2026-11)."""
_WELL = frozenset({"associated", "available"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Datastore:
    """A store or a cache of ElastiCache; ``global_datastore`` is None of one in one region."""

    key: str
    kind: str
    global_datastore: str | None
    members: Mapping[str, CacheMember]


def read_datastore(one: Datastore, look: Look) -> StoreReading:
    """Read a Global Datastore, or a cache in one region, which takes its own writes.

    Args:
        one: What is read.
        look: Who asks which places.
    """
    places = {region: place for place, region in look.regions.items()}

    def read(place: str) -> tuple[CopyReading, str | None]:
        region, group = look.regions[place], one.members[place]["replication_group"]
        if one.global_datastore is None:
            return _alone(look.clients, region, group), place
        found = read_global_datastore(look.clients, region, one.global_datastore)
        seen = places.get(found.primary.region) if found.primary else None
        return _copy(look.clients, region, group, found), seen

    return read_writer(one.key, one.kind, look, read, nobody="says that nobody is the primary")


def _alone(clients: Clients, region: str, group: str | None) -> CopyReading:
    if group is None:
        return CopyReading(role="writer", healthy=None, detail="serverless, not asked", lag=Measure(value=0))
    found = call(clients, "elasticache", region, "describe_replication_groups", ReplicationGroupId=group)
    status = found["ReplicationGroups"][0]["Status"]
    return CopyReading(role="writer", healthy=status in _WELL, detail=status, lag=Measure(value=0))


def _copy(clients: Clients, region: str, group: str | None, found: GlobalDatastore) -> CopyReading:
    mine = found.members.get(region)
    if mine is None or group is None or mine.replication_group != group:
        why = "it is no member of the Global Datastore any more"
        return CopyReading(role="none", healthy=False, detail=why, lag=unknown(why))
    healthy = mine.status in _WELL
    if mine.role == "PRIMARY":
        return CopyReading(role="writer", healthy=healthy, detail=mine.status, lag=Measure(value=0))
    return CopyReading(role="reader", healthy=healthy, detail=mine.status, lag=_lag(clients, region, group))


def _lag(clients: Clients, region: str, group: str) -> Measure:
    """The lag of the nodes of a replication group, whichever of them says so."""
    metric = Metric(namespace=_NAMESPACE, name=_METRIC, dimensions={})
    mine = [
        one
        for one in series(clients, region, metric)
        if any(value == group or value.startswith(f"{group}-") for value in one.dimensions.values())
    ]
    none = unknown(f"{_METRIC} has no value of {group} in {region}")
    return largest(newest(clients, region, one) for one in mine) or none
