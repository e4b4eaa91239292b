"""DynamoDB: tables, with replicas as part of the table or as resources of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory import figures
from holdfast.inventory.items import copy_of, data, known, reaches
from holdfast.inventory.keys import encryption
from holdfast.inventory.model import Age, Copy, Item, Role, Way
from holdfast.inventory.view import items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.graph import Resource, Value
    from holdfast.inventory.view import View

TABLE = "aws:dynamodb/table:Table"
REPLICA = "aws:dynamodb/tableReplica:TableReplica"


def find(view: View) -> Iterator[Item]:
    """Every table with its replicas."""
    for table in view.graph.of_type(TABLE):
        yield _item(view, table)


def _item(view: View, table: Resource) -> Item:
    separate = view.of(table, "globalTableArn", REPLICA)
    inline = items(table.at("replicas"))
    hidden = table.at("replicas") is Marker.UNKNOWN
    several = bool(separate or inline)
    strong = any(isinstance(one, Mapping) and one.get("consistencyMode") == "STRONG" for one in inline)
    age = figures.DYNAMODB_STRONG if strong else figures.DYNAMODB_GLOBAL
    own = encryption(view, table, "serverSideEncryption", "kmsKeyArn")
    first = copy_of(
        view, table, Role.PEER if several else Role.PRIMARY, own, age if several else figures.ORIGINAL
    )
    peers = [
        *(copy_of(view, one, Role.PEER, encryption(view, one, "kmsKeyArn"), age) for one in separate),
        *(_inline(view, table, position, age) for position in range(len(inline))),
    ]
    kept = [*_point_in_time(view, table, first), *_peers_in_time(view, table, separate, peers)]
    unknowns = ["its replicas"] if hidden else []
    unknowns += _unclear(table, *separate)
    ways = (
        [Way(when="a region is lost", how="nothing to do, the replicas take reads and writes")]
        if several
        else []
    )
    notes = reaches(_days(table)) if any(one.region == first.region for one in kept) else []
    notes += [f"the witness is in {one}: it serves nobody" for one in _witnesses(table)]
    return data(
        view,
        [table, *separate, *_replicas(table, inline)],
        "DynamoDB global table" if several else "DynamoDB table",
        [first, *peers, *kept],
        ways=[*ways, *(_restore(view, table) if kept else ())],
        notes=notes,
        unknowns=unknowns,
    )


def _replicas(table: Resource, inline: Sequence[Value]) -> Iterator[Resource]:
    """The replicas in the table as tables, which a backup plan of their region may take.

    They have the table's name, and its tags only where these are passed on.
    """
    for position, one in enumerate(inline):
        region = table.at("replicas", position, "regionName")
        tagged = isinstance(one, Mapping) and one.get("propagateTags") is True
        yield replace(
            table,
            urn=f"{table.urn}@{position}",
            region=region if isinstance(region, str) else Marker.UNKNOWN,
            inputs={
                "name": table.at("name"),
                **({"tags": table.at("tags"), "tagsAll": table.at("tagsAll")} if tagged else {}),
            },
        )


def _inline(view: View, table: Resource, position: int, age: Age) -> Copy:
    region = table.at("replicas", position, "regionName")
    given = region if isinstance(region, str) else None
    path = ("replicas", position, "kmsKeyArn")
    key = encryption(view, table, *path, region=given)
    return Copy(
        role=Role.PEER, region=given, account=view.account(table), encryption=key, age=age, name=table.name
    )


def _point_in_time(view: View, one: Resource, copy: Copy) -> Iterator[Copy]:
    if one.at("pointInTimeRecovery", "enabled") is True or one.at("pointInTimeRecovery") is True:
        yield copy_of(view, one, Role.POINT_IN_TIME, copy.encryption, figures.DYNAMODB_POINT_IN_TIME)


def _peers_in_time(
    view: View, table: Resource, separate: tuple[Resource, ...], peers: list[Copy]
) -> Iterator[Copy]:
    """Point-in-time recovery of the replicas: each has a switch of its own."""
    for one, copy in zip(separate, peers, strict=False):
        yield from _point_in_time(view, one, copy)
    for position, copy in enumerate(peers[len(separate) :]):
        if table.at("replicas", position, "pointInTimeRecovery") is True:
            yield Copy(
                role=Role.POINT_IN_TIME,
                region=copy.region,
                account=copy.account,
                encryption=copy.encryption,
                age=figures.DYNAMODB_POINT_IN_TIME,
                name=table.name,
            )


def _days(table: Resource) -> Value:
    """How long it keeps its changes: 35 days where it is left out.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
    """
    given = table.at("pointInTimeRecovery", "recoveryPeriodInDays")
    return 35 if given is None else given


def _unclear(*members: Resource) -> list[str]:
    return [
        f"whether {one.name} can be restored to a point in time"
        for one in members
        if one.at("pointInTimeRecovery") is Marker.UNKNOWN
        or one.at("pointInTimeRecovery", "enabled") is Marker.UNKNOWN
    ]


def _witnesses(table: Resource) -> list[str]:
    region = table.at("globalTableWitness", "regionName")
    return [region] if isinstance(region, str) else []


def _restore(view: View, table: Resource) -> Iterator[Way]:
    yield Way(
        when="the data is wrong",
        how="restore to the second before, to a new table, without replicas",
        command=(
            f"aws dynamodb restore-table-to-point-in-time --region {view.region(table) or 'REGION'}"
            f" --source-table-name {known(table, 'name', 'TABLE')} --target-table-name NEW_TABLE"
            " --restore-date-time TIME"
        ),
    )
