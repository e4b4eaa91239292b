"""BKP001: what keeps data has a backup; where there are backup plans, one of them takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.stored import stored
from holdfast.inventory import BackedUp, Role
from holdfast.inventory.selection import SELECTION, TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory import Item

FOLLOWS = frozenset({Role.PEER, Role.REPLICA})


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each database, table and file system, its replicas with it."""
    planned = bool(graph.of_type(SELECTION))
    for resource, item in stored(graph):
        yield _judge(graph, resource, item, planned=planned)


def _judge(graph: ResourceGraph, resource: Resource, item: Item, *, planned: bool) -> Judgement:
    left_out = planned and resource.type in TARGETS
    if item.backed_up is BackedUp.PLAN:
        return passes(resource, "a backup plan takes it")
    if item.backed_up is BackedUp.UNKNOWN or (graph.partial and item.backed_up is BackedUp.NOTHING):
        return unknown(resource, f"not known yet: {'; '.join(item.unknowns) or 'what backs it up'}")
    if item.backed_up is BackedUp.NOTHING:
        repeats = any(one.role in FOLLOWS for one in item.copies)
        return fails(
            resource,
            "nothing backs it up; its replicas repeat a wrong change at once"
            if repeats
            else "nothing backs it up",
        )
    if left_out:
        return fails(resource, "the stack has backup plans, and none takes it: it has its own backups alone")
    return passes(resource, "it keeps backups of its own")


RULE = Rule(
    id="BKP001-stored-data-is-backed-up",
    title="What keeps data is backed up; where there are backup plans, one of them takes it.",
    explanation=(
        "A replica repeats a wrong delete within a second. AWS Backup says nothing of what no selection "
        "takes: a missing tag, an ARN that matches nothing or a plan in another region is seen only when "
        "there is nothing to restore. A store's own backups end with it."
    ),
    severity=Severity.MEDIUM,
    fix="give it the tags that a backup selection of its region looks for, or add a selection",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
    subject="databases, tables and file systems",
    check=check,
    frameworks=("REL09-BP01", "REL09-BP03"),
)
