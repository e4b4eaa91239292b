"""DynamoDB tables and their replicas: requests, replicated writes, storage, point-in-time recovery."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from holdfast.cost.scope import number
from holdfast.graph import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

TABLE = "aws:dynamodb/table:Table"
REPLICA = "aws:dynamodb/tableReplica:TableReplica"
WRITE_KILOBYTES, READ_KILOBYTES = 1, 4
"""What a write unit and a read unit hold
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html, 2026-11)."""
EVENTUAL = Decimal("0.5")
"""Read units of an eventually consistent read, as the SDKs read by default (same page)."""
OF_WRITES = ("requests_million", "writes_per_request", "item_kilobytes")
OF_READS = ("requests_million", "reads_per_request", "item_kilobytes")


def replicas(table: Resource, scope: Scope) -> tuple[str, ...]:
    """The regions of a table's replicas, its own left out."""
    inline = table.inputs.get("replicas")
    named = [
        region
        for one in (inline if isinstance(inline, tuple) else ())
        if isinstance(one, dict) and isinstance(region := one.get("regionName"), str)
    ]
    own = [place_of(one) for one in scope.graph.referring(table, "globalTableArn", REPLICA)]
    return tuple(sorted({*named, *own} - {place_of(table)}))


def share(place: str, places: tuple[str, ...], home: str, scope: Scope) -> Decimal:
    """Which share of the requests uses the copy of a store in a region.

    Regions without a copy use the home's.

    Args:
        place: The region.
        places: All regions with a copy.
        home: The region that serves those without one.
        scope: With the shares of the requests.
    """
    shares = scope.traffic.shares
    elsewhere = sum((part for region, part in shares.items() if region not in places), Decimal())
    if not shares:
        elsewhere = Decimal(1)
    return shares.get(place, Decimal()) + (elsewhere if place == home else Decimal())


def table(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """The table itself, and the replicas that it declares itself."""
    others = replicas(one, scope)
    declared = {place_of(replica) for replica in scope.graph.referring(one, "globalTableArn", REPLICA)}
    for place in (place_of(one), *(region for region in others if region not in declared)):
        yield from _copy(one, place, others, scope, pitr=one.at("pointInTimeRecovery", "enabled") is True)


def replica(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A replica that is a resource of its own."""
    tables = [held for held in scope.graph.references(one, "globalTableArn") if held.type == TABLE]
    pitr = one.inputs.get("pointInTimeRecovery") is True
    if tables:
        yield from _copy(tables[0], place_of(one), replicas(tables[0], scope), scope, pitr=pitr)
    else:
        yield scope.item(
            "replicated writes",
            "dynamodb/replicated-writes/million",
            place_of(one),
            None,
            note="its table is not in this stack",
        )


def _copy(
    main: Resource, place: str, others: tuple[str, ...], scope: Scope, *, pitr: bool
) -> Iterator[CostItem]:
    if main.inputs.get("billingMode") == "PAY_PER_REQUEST":
        yield from _on_demand(main, place, others, scope)
    else:
        yield from _provisioned(main, place, scope)
    stored = scope.usage["storage_gigabytes"]
    yield scope.item(
        "table storage",
        "dynamodb/storage/GB-month",
        place,
        stored,
        usage=("storage_gigabytes",),
        note="without its indexes",
    )
    if pitr:
        yield scope.item(
            "point-in-time recovery", "dynamodb/pitr/GB-month", place, stored, usage=("storage_gigabytes",)
        )


def _on_demand(main: Resource, place: str, others: tuple[str, ...], scope: Scope) -> Iterator[CostItem]:
    usage = scope.usage
    places = (place_of(main), *others)
    size = usage["item_kilobytes"]
    indexes = main.inputs.get("globalSecondaryIndexes")
    times = 1 + (len(indexes) if isinstance(indexes, tuple) else 0)
    writes = usage["requests_million"] * usage["writes_per_request"]
    units = writes * (size / WRITE_KILOBYTES).to_integral_value(ROUND_CEILING) * times
    told = f"each write also to {times - 1} of its indexes" if times > 1 else ""
    if others:
        yield scope.item(
            "replicated writes",
            "dynamodb/replicated-writes/million",
            place,
            units,
            usage=OF_WRITES,
            note="; ".join(filter(None, ("every write is billed in every region", told))),
        )
    else:
        yield scope.item("writes", "dynamodb/writes/million", place, units, usage=OF_WRITES, note=told)
    reads = scope.arriving * usage["reads_per_request"] * share(place, places, place_of(main), scope)
    yield scope.item(
        "reads",
        "dynamodb/reads/million",
        place,
        reads * EVENTUAL * (size / READ_KILOBYTES).to_integral_value(ROUND_CEILING),
        usage=OF_READS,
        note="eventually consistent",
    )


def _provisioned(main: Resource, place: str, scope: Scope) -> Iterator[CostItem]:
    for name, key, declared in (
        ("write capacity", "dynamodb/write-capacity/WCU-hour", "writeCapacity"),
        ("read capacity", "dynamodb/read-capacity/RCU-hour", "readCapacity"),
    ):
        units = number(main.inputs.get(declared))
        note = (
            "as declared, without scaling and indexes" if units is not None else "the capacity is not known"
        )
        yield scope.hourly(name, key, place, units, note=note)


CALCULATORS: Mapping[str, Calculator] = {TABLE: table, REPLICA: replica}
