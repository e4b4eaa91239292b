"""ECS001: a service runs a task in each zone, and keeps all of them while it is deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.capacity import SERVICE, capacity, keeps_count, serves, zones
from holdfast.checks.judging import conclude, settled
from holdfast.checks.model import Judgement, Parameter, Rule, Severity
from holdfast.checks.promises import promises
from holdfast.checks.serving import idle_regions
from holdfast.checks.zones import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

ALL_PERCENT = 100
"""ECS's own minimum where a service names none."""


def check(graph: ResourceGraph, *, minimum_healthy_percent: int) -> Iterator[Judgement]:
    """Judge each service that keeps a number of tasks behind a load balancer or mesh."""
    over_zones, idle = promises(graph).of_a_zone, idle_regions(graph)
    for service in graph.of_type(SERVICE):
        if keeps_count(service) and serves(service):
            waits = service.region in idle
            yield _judge(graph, service, minimum_healthy_percent, over_zones=over_zones, waits=waits)


def _judge(
    graph: ResourceGraph, service: Resource, wanted: int, *, over_zones: bool, waits: bool
) -> Judgement:
    wrong: list[str] = []
    unclear: list[str] = []
    tasks, found = capacity(graph, service).minimum, zones(graph, service)
    if tasks is None:
        unclear.append("the least number of its tasks")
    elif tasks == 0 and waits:
        pass  # a pilot light
    elif tasks == 0:
        wrong.append("it may run no task")
    elif tasks < ENOUGH:
        wrong.append("it may run a single task: nothing serves while that is replaced")
    elif over_zones and found is not None and tasks < len(found):
        wrong.append(f"it may run {tasks:g} tasks in {len(found)} zones: some of them stand empty")
    if over_zones and found is not None and len(found) < ENOUGH:
        wrong.append(f"its subnets are all in {', '.join(found)}")
    if over_zones and found is None:
        unclear.append("the zones of its subnets")
    healthy = settled(service, "deploymentMinimumHealthyPercent", default=ALL_PERCENT)
    if not isinstance(healthy, int):
        unclear.append("deploymentMinimumHealthyPercent")
    elif healthy < wanted:
        wrong.append(f"a deployment may stop {ALL_PERCENT - healthy} % of its tasks before others run")
    return conclude(
        service, wrong, unclear, f"at least {tasks or 0:g} tasks, {healthy} % of them while deployed"
    )


RULE = Rule(
    id="ECS001-tasks-in-each-zone",
    title="An ECS service runs a task in each zone and keeps its tasks while it is deployed.",
    explanation=(
        "With one task each deployment, each Spot reclaim and each lost host is an outage. With fewer tasks "
        "than zones the loss of a zone takes more than its part, and a deployment that stops tasks first "
        "runs the service short just when a bad version shows."
    ),
    severity=Severity.MEDIUM,
    fix="raise desiredCount or minCapacity to the number of zones, and the minimum healthy percent to 100",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html",
    subject="ECS services that serve requests",
    check=check,
    frameworks=("REL10-BP01", "REL11-BP05"),
    parameters=(
        Parameter(
            name="minimum_healthy_percent",
            default=100,
            text="tasks that keep running during a deployment, in percent of the desired count",
            maximum=100,
        ),
    ),
)
