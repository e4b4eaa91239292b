"""BKP006: a store can be brought back to the minute before a wrong change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, not_applicable, passes, unknown
from holdfast.checks.stored import stored
from holdfast.inventory import BackedUp, Role
from holdfast.inventory.families.instances import INSTANCE
from holdfast.inventory.families.tables import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory import Item

CAN = frozenset(
    {
        TABLE,
        INSTANCE,
        "aws:rds/cluster:Cluster",
        "aws:docdb/cluster:Cluster",
        "aws:neptune/cluster:Cluster",
    }
)
"""Types that AWS restores to a point in time."""
FINE = frozenset({Role.POINT_IN_TIME, Role.CONTINUOUS})


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each store that anything backs up."""
    for resource, item in stored(graph):
        if item.backed_up is not BackedUp.NOTHING:
            yield _judge(graph, resource, item)


def _judge(graph: ResourceGraph, resource: Resource, item: Item) -> Judgement:
    found = sorted({one.region or "a region" for one in item.copies if one.role in FINE})
    if found:
        return passes(resource, f"it is restored to any second in {', '.join(found)}")
    if resource.type not in CAN:
        return not_applicable(resource, f"AWS restores no {item.what} to a point in time")
    if item.unknowns or graph.partial:
        return unknown(resource, "not known yet: whether it is restored to a point in time")
    return fails(
        resource, "it can be restored to one of its backups alone, not to the minute before a wrong change"
    )


RULE = Rule(
    id="BKP006-point-in-time-recovery",
    title="A database can be restored to a point in time.",
    explanation=(
        "A bad deployment writes wrong data and a replica repeats it at once. With daily backups alone the "
        "choice is between the wrong data and the loss of a day."
    ),
    severity=Severity.MEDIUM,
    fix="turn on point-in-time recovery, or a backup retention period above 0",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html",
    subject="databases, tables and file systems with backups",
    check=check,
    frameworks=("REL09-BP03", "REL13-BP01"),
)
