"""Whether buckets answer, and how late copies of objects come to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.call import call
from holdfast.operate.measures import Measure, unknown
from holdfast.operate.metrics import Metric, largest, newest, series
from holdfast.operate.readings.by_place import read_copies, written_everywhere
from holdfast.operate.readings.values import CopyReading

if TYPE_CHECKING:
    from holdfast.contracts.operations import Store
    from holdfast.operate.aws import Clients
    from holdfast.operate.readings.look import Look
    from holdfast.operate.readings.values import StoreReading

_NAMESPACE, _METRIC = "AWS/S3", "ReplicationLatency"


def read_buckets(key: str, store: Store, look: Look) -> StoreReading:
    """Read buckets that copy to each other: the metric is kept where copies arrive.

    Args:
        key: The store's key.
        store: The store.
        look: Who asks which places.
    """

    def read(place: str) -> CopyReading:
        bucket, region = store["buckets"][place], look.regions[place]
        call(look.clients, "s3", region, "head_bucket", Bucket=bucket)
        lag = _lag(look.clients, region, bucket) if len(store["places"]) > 1 else Measure(value=0)
        return CopyReading(role="both", healthy=True, detail="answers", lag=lag)

    return written_everywhere(key, store, read_copies(look, read), words="every bucket takes writes")


def _lag(clients: Clients, region: str, bucket: str) -> Measure:
    """The longest time that an object waits to be copied here, of every bucket that copies here."""
    metric = Metric(namespace=_NAMESPACE, name=_METRIC, dimensions={"DestinationBucket": bucket})
    found = [newest(clients, region, one) for one in series(clients, region, metric)]
    silent = next((one for one in found if one.value is None), None)
    none = unknown(
        f"S3 publishes no {_METRIC} of {bucket}: replication metrics are off, or nothing was copied"
    )
    return silent or largest(found) or none
