"""Who writes an RDS database, and how far its replicas are behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.call import call
from holdfast.operate.measures import Measure
from holdfast.operate.metrics import newest
from holdfast.operate.read_replicas import lag_metric, read_instance
from holdfast.operate.readings.by_place import read_writer
from holdfast.operate.readings.values import CopyReading

if TYPE_CHECKING:
    from holdfast.contracts.operations import Store
    from holdfast.operate.aws import Clients
    from holdfast.operate.readings.look import Look
    from holdfast.operate.readings.values import StoreReading

_WELL = frozenset({"available", "backing-up", "modifying", "storage-optimization"})
_CLUSTER = "cluster"


def read_rds(key: str, store: Store, look: Look) -> StoreReading:
    """Read an RDS database: an instance knows whom it copies, and nothing of one that was promoted from it.

    Args:
        key: The store's key.
        store: The store.
        look: Who asks which places.
    """
    return read_writer(
        key,
        store["kind"],
        look,
        lambda place: _copy(store, look.clients, place, look.regions[place]),
        nobody="takes no writes, and copies nobody whom the file names",
    )


def _copy(store: Store, clients: Clients, place: str, region: str) -> tuple[CopyReading, str | None]:
    """A copy, and the place of the writer as it knows it."""
    identifier = store["rds_members"][place]["identifier"]
    if store["rds_shape"] == _CLUSTER:
        found = call(clients, "rds", region, "describe_db_clusters", DBClusterIdentifier=identifier)
        status = found["DBClusters"][0]["Status"]
        copy = CopyReading(role="writer", healthy=status in _WELL, detail=status, lag=Measure(value=0))
        return copy, place
    one = read_instance(clients, region, identifier)
    healthy = one.status in _WELL
    if one.source is not None:
        lag = newest(clients, region, lag_metric(identifier))
        copy = CopyReading(role="reader", healthy=healthy, detail=f"{one.status}, a replica", lag=lag)
        return copy, _place_of(store, one.source)
    if one.fenced_at is not None:
        why = f"closed since {one.fenced_at:%Y-%m-%d %H:%M} UTC: delete it and have it made anew as a replica"
        copy = CopyReading(role="none", healthy=False, detail=why, lag=Measure(value=None, unknown=why))
        return copy, None
    copy = CopyReading(
        role="writer", healthy=healthy, detail=f"{one.status}, copies nobody", lag=Measure(value=0)
    )
    return copy, place


def _place_of(store: Store, source: str) -> str | None:
    """Place of a source: its ARN from another region, its name from the same."""
    return next(
        (
            place
            for place, member in store["rds_members"].items()
            if source in {member["identifier"], member["arn"]}
        ),
        None,
    )
