"""BKP005: backups are restored again and again, to know that they can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.stored import stored
from holdfast.inventory import BackedUp
from holdfast.inventory.restore_tests import restore_tests, tested_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each store that a backup plan of the stack takes."""
    for resource, item in stored(graph):
        if item.backed_up is BackedUp.PLAN and tested_kind(resource) is not None:
            yield _judge(graph, resource)


def _judge(graph: ResourceGraph, resource: Resource) -> Judgement:
    tests = restore_tests(view_of(graph), resource)
    if tests:
        return passes(resource, f"its restores are tested by {', '.join(tests)}")
    if graph.partial:
        return unknown(resource, "not known yet: whether a plan tests its restores")
    return fails(resource, "a plan backs it up and none ever restores it: whether that works is not known")


RULE = Rule(
    id="BKP005-restores-are-tested",
    title="Backups are restored by a restore testing plan.",
    explanation=(
        "Permissions, keys, retention and formats break restores without a sign; the backup jobs stay green. "
        "A plan that restores a backup each week finds it, and measures how long the real one will take."
    ),
    severity=Severity.MEDIUM,
    fix="add a restore testing plan with a selection of this kind of resource, and validate what it restores",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
    subject="stores that a backup plan takes and restore testing knows",
    check=check,
    frameworks=("REL09-BP04",),
)
