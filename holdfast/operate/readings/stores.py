"""Read every store, and every cache over regions, from given places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.readings.aurora import read_aurora
from holdfast.operate.readings.buckets import read_buckets
from holdfast.operate.readings.datastores import Datastore, read_datastore
from holdfast.operate.readings.dsql import read_dsql
from holdfast.operate.readings.look import Look
from holdfast.operate.readings.rds import read_rds
from holdfast.operate.readings.tables import read_table
from holdfast.operate.readings.unread import unread_copy
from holdfast.operate.readings.values import StoreReading

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdfast.contracts.operations import Operations, Store
    from holdfast.operate.aws import Clients


def read_stores(operations: Operations, clients: Clients, places: Collection[str]) -> list[StoreReading]:
    """Read the stores, and the caches over regions, by calls to the regions of some places.

    Args:
        operations: The stack's contract.
        clients: Makes clients.
        places: Places whose regions are asked; no other is.

    Returns:
        A reading per store and cache, with the copies in those places; of a table also those in other places
        of which an asked region measures the lag.
    """
    regions = {place: known["region"] for place, known in operations["regions"].items()}
    look = Look(clients=clients, regions=regions, places=sorted(places))
    stores = [
        _store(key, store, look.at(store["places"])) for key, store in sorted(operations["stores"].items())
    ]
    caches = [
        read_datastore(
            Datastore(
                key=key,
                kind="cache",
                global_datastore=cache["global_replication_group"],
                members=cache["members"],
            ),
            look.at(cache["places"]),
        )
        for key, cache in sorted(operations["caches"].items())
        if cache["global_replication_group"] is not None
    ]
    return [*stores, *caches]


def _store(key: str, store: Store, look: Look) -> StoreReading:
    kind = store["kind"]
    if kind in _EVERYWHERE:
        return _EVERYWHERE[kind](key, store, look)
    if kind.startswith("aurora") and store["clusters"]:
        return read_aurora(key, store, look)
    if kind.startswith("rds") and store["rds_members"]:
        return read_rds(key, store, look)
    if kind == "elasticache" and store["cache_members"]:
        datastore = Datastore(
            key=key,
            kind=kind,
            global_datastore=store["global_replication_group"],
            members=store["cache_members"],
        )
        return read_datastore(datastore, look)
    why = "it is adopted, and the file does not name what could be asked"
    return StoreReading(
        key=key,
        kind=kind,
        writer=None,
        writer_unknown=why,
        multi_writer=False,
        copies={place: unread_copy(why) for place in look.places},
    )


_EVERYWHERE = {"dynamodb": read_table, "dsql": read_dsql, "s3": read_buckets}
"""Kinds of which every region writes."""
