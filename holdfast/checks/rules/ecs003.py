"""ECS003: after a zone is back, its share of the tasks comes back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.capacity import SERVICE, keeps_count
from holdfast.checks.judging import settled
from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

SETTING = "availabilityZoneRebalancing"
NO_ROOM_PERCENT = 100
"""With this maximum ECS may start no task before it stops one, and does not rebalance."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each service that keeps a number of tasks."""
    for service in graph.of_type(SERVICE):
        if keeps_count(service):
            yield _judge(service)


def _judge(service: Resource) -> Judgement:
    given = service.at(SETTING)
    if settled(service, "deploymentMaximumPercent", default=NO_ROOM_PERCENT * 2) == NO_ROOM_PERCENT:
        return fails(service, "deploymentMaximumPercent is 100, with which ECS never rebalances")
    if given == "ENABLED":
        return passes(service, "ECS rebalances its tasks over the zones")
    if given == "DISABLED":
        return fails(service, "rebalancing is off: after a zone was lost its tasks stay in the others")
    if given is None and service.op == "create":
        return passes(service, "ECS rebalances new services unless told otherwise")
    return unknown(
        service, f"not known yet: {SETTING}, which ECS leaves off for services made before 2025-06-30"
    )


RULE = Rule(
    id="ECS003-tasks-come-back-to-a-zone",
    title="ECS moves tasks back into a zone that was lost and came back.",
    explanation=(
        "ECS starts the tasks of a lost zone in the others and by itself leaves them there. The next zone "
        "that is lost then takes far more than its share, months later, when nobody remembers the first."
    ),
    severity=Severity.LOW,
    fix="set availabilityZoneRebalancing to ENABLED, with a deploymentMaximumPercent above 100",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html",
    subject="ECS services that keep a number of tasks",
    check=check,
    frameworks=("REL10-BP01", "REL11-BP05"),
    scope=Scope.RESOURCE,
)
