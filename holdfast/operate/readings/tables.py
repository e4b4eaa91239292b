"""Whether a table's replicas write, and how long a write takes to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.actions.everywhere import TABLE_WRITES, table_name
from holdfast.operate.call import call
from holdfast.operate.measures import Measure, unknown
from holdfast.operate.metrics import Metric, newest
from holdfast.operate.readings.by_place import written_everywhere
from holdfast.operate.readings.unread import errors, unread_copy
from holdfast.operate.readings.values import CopyReading

if TYPE_CHECKING:
    from holdfast.contracts.operations import Store
    from holdfast.operate.aws import Clients
    from holdfast.operate.readings.look import Look
    from holdfast.operate.readings.values import StoreReading

_MILLISECONDS = 0.001
_STRONG = "strong"


def read_table(key: str, store: Store, look: Look) -> StoreReading:
    """Read a table.

    ``ReplicationLatency`` is kept by the region that sends, so what a lost region had not sent is told by
    nobody that is left; a region that is asked tells how long its own writes take to each other one: 2026-11,
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_monitoring.html

    Args:
        key: The store's key.
        store: The store.
        look: Who asks which places.
    """
    own = {place: _own(store, look.clients, place, look.regions[place]) for place in look.places}
    sent: dict[str, CopyReading] = {}
    if store["consistency"] != _STRONG:
        for source in look.places:
            for target in store["places"]:
                if target != source:
                    sent.setdefault(target, _sent(store, look, source, target))
    copies = {**sent, **own}
    for place in set(own) & set(sent):
        if own[place].healthy is not None:
            copies[place] = CopyReading(
                role=own[place].role,
                healthy=own[place].healthy,
                detail=own[place].detail,
                lag=sent[place].lag,
            )
    return written_everywhere(key, store, copies)


def _own(store: Store, clients: Clients, place: str, region: str) -> CopyReading:
    try:
        found = call(clients, "dynamodb", region, "describe_table", TableName=table_name(store, place))
    except errors() as error:
        return unread_copy(str(error))
    status = found["Table"]["TableStatus"]
    if store["consistency"] == _STRONG or len(store["places"]) == 1:
        lag = Measure(value=0)
    else:
        lag = unknown(f"how far {place} is behind is kept by the region that sends")
    return CopyReading(role="both", healthy=status in TABLE_WRITES, detail=status, lag=lag)


def _sent(store: Store, look: Look, source: str, target: str) -> CopyReading:
    metric = Metric(
        namespace="AWS/DynamoDB",
        name="ReplicationLatency",
        dimensions={"TableName": table_name(store, source), "ReceivingRegion": look.regions[target]},
        scale=_MILLISECONDS,
    )
    try:
        lag = newest(look.clients, look.regions[source], metric)
    except errors() as error:
        return unread_copy(str(error))
    return CopyReading(role="unknown", healthy=None, detail=f"as {source} sends to it", lag=lag)
