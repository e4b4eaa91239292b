"""Who writes an Aurora database, and how far its other regions are behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.call import call
from holdfast.operate.global_clusters import place_of, read_global_cluster
from holdfast.operate.measures import Measure, unknown
from holdfast.operate.metrics import LOOK_BACK_MINUTES, Metric, largest, newest, series
from holdfast.operate.readings.by_place import read_writer
from holdfast.operate.readings.values import CopyReading

if TYPE_CHECKING:
    from holdfast.contracts.operations import Store
    from holdfast.operate.aws import Clients
    from holdfast.operate.global_clusters import GlobalCluster
    from holdfast.operate.readings.look import Look
    from holdfast.operate.readings.values import StoreReading

_MILLISECONDS = 0.001
_LAGS = ("AuroraGlobalDBRPOLag", "AuroraGlobalDBReplicationLag")
"""The first is how far user transactions are behind; Aurora MySQL before 3.04 and 2.12 has the second alone.
Both are kept in the secondary's region (2026-11,
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html)."""
_WELL = frozenset({"available", "backing-up", "modifying"})
_CONNECTED = frozenset({"connected", "unknown"})


def read_aurora(key: str, store: Store, look: Look) -> StoreReading:
    """Read an Aurora database: each region knows who writes, and how far it is behind itself.

    Args:
        key: The store's key.
        store: The store.
        look: Who asks which places.
    """

    def read(place: str) -> tuple[CopyReading, str | None]:
        found = _global_cluster(store, look.clients, look.regions[place])
        seen = place if found is None else place_of(store, found.writer)
        return _copy(store, look.clients, place, look.regions[place], found), seen

    return read_writer(
        key, store["kind"], look, read, nobody="says that no cluster which the file names writes"
    )


def _global_cluster(store: Store, clients: Clients, region: str) -> GlobalCluster | None:
    identifier = store["global_cluster"]
    return None if identifier is None else read_global_cluster(clients, region, identifier)


def _copy(
    store: Store, clients: Clients, place: str, region: str, found: GlobalCluster | None
) -> CopyReading:
    cluster = store["clusters"][place]
    status = call(clients, "rds", region, "describe_db_clusters", DBClusterIdentifier=cluster["identifier"])[
        "DBClusters"
    ][0]["Status"]
    if found is not None and cluster["arn"] not in found.members:
        why = "it is no member of the global database any more"
        return CopyReading(
            role="none", healthy=False, detail=why, lag=Measure(value=None, unknown=f"{place}: {why}")
        )
    if found is None or found.members[cluster["arn"]]:
        return CopyReading(role="writer", healthy=status in _WELL, detail=status, lag=Measure(value=0))
    synchronization = found.synchronization[cluster["arn"]]
    return CopyReading(
        role="reader",
        healthy=status in _WELL and synchronization in _CONNECTED,
        detail=status if synchronization in _CONNECTED else f"{status}, {synchronization}",
        lag=_lag(clients, region, cluster["identifier"]),
    )


def _lag(clients: Clients, region: str, identifier: str) -> Measure:
    """The newest lag, under whichever source region CloudWatch keeps it: a failover changes that."""
    for name in _LAGS:
        metric = Metric(
            namespace="AWS/RDS",
            name=name,
            dimensions={"DBClusterIdentifier": identifier},
            scale=_MILLISECONDS,
        )
        found = largest(newest(clients, region, one) for one in series(clients, region, metric))
        if found is not None:
            return found
    return unknown(
        f"{_LAGS[0]} of {identifier} has no value in {region} of the last {LOOK_BACK_MINUTES} minutes"
    )
