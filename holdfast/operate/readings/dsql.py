"""Whether the clusters of a DSQL database write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.actions.everywhere import CLUSTER_WRITES
from holdfast.operate.call import call
from holdfast.operate.measures import Measure
from holdfast.operate.readings.unread import errors, unread_copy
from holdfast.operate.readings.values import CopyReading, StoreReading

if TYPE_CHECKING:
    from holdfast.contracts.operations import Store
    from holdfast.operate.readings.look import Look


def read_dsql(key: str, store: Store, look: Look) -> StoreReading:
    """Read a DSQL database: commits are in both regions before they are acknowledged, so there is no lag.

    Args:
        key: The store's key.
        store: The store.
        look: Who asks which places.
    """
    copies: dict[str, CopyReading] = {}
    for place in look.places:
        cluster = store["dsql_clusters"][place]
        try:
            found = call(
                look.clients, "dsql", look.regions[place], "get_cluster", identifier=cluster["identifier"]
            )
        except errors() as error:
            copies[place] = unread_copy(str(error))
            continue
        status = found["status"]
        copies[place] = CopyReading(
            role="both", healthy=status in CLUSTER_WRITES, detail=status, lag=Measure(value=0)
        )
    return StoreReading(
        key=key,
        kind=store["kind"],
        writer=None,
        writer_unknown="every region writes" if len(store["places"]) > 1 else None,
        multi_writer=True,
        copies=copies,
    )
