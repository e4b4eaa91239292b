"""Whether the clusters of a DSQL database write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.actions.everywhere import CLUSTER_WRITES
from holdfast.operate.call import call
from holdfast.operate.measures import Measure
from holdfast.operate.readings.by_place import read_copies, written_everywhere
from holdfast.operate.readings.values import CopyReading

if TYPE_CHECKING:
    from holdfast.contracts.operations import Store
    from holdfast.operate.readings.look import Look
    from holdfast.operate.readings.values import StoreReading


def read_dsql(key: str, store: Store, look: Look) -> StoreReading:
    """Read a DSQL database: commits are in both regions before they are acknowledged, so there is no lag.

    Args:
        key: The store's key.
        store: The store.
        look: Who asks which places.
    """

    def read(place: str) -> CopyReading:
        cluster, region = store["dsql_clusters"][place], look.regions[place]
        found = call(look.clients, "dsql", region, "get_cluster", identifier=cluster["identifier"])
        status = found["status"]
        return CopyReading(role="both", healthy=status in CLUSTER_WRITES, detail=status, lag=Measure(value=0))

    return written_everywhere(key, store, read_copies(look, read))
