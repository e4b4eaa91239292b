"""ASG002: a group behind a load balancer runs an instance in each of its zones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.attached import is_attached
from holdfast.checks.capacity import GROUP
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.serving import idle_regions
from holdfast.checks.zones import group_zones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each group that a load balancer sends requests to."""
    idle = idle_regions(graph)
    for group in graph.of_type(GROUP):
        if is_attached(graph, group) and not (group.region in idle and group.at("minSize") == 0):
            yield _judge(graph, group)


def _judge(graph: ResourceGraph, group: Resource) -> Judgement:
    zones, size = group_zones(graph, group), group.at("minSize")
    if zones is None or not isinstance(size, int):
        return unknown(group, "not known yet: minSize, or the zones of its subnets")
    if size < len(zones):
        return fails(group, f"minSize is {size} for {len(zones)} zones: some of them may stand empty")
    return passes(group, f"at least {size} instances for {len(zones)} zones")


RULE = Rule(
    id="ASG002-an-instance-in-each-zone",
    title="A group behind a load balancer never has fewer instances than zones.",
    explanation=(
        "A zone without an instance is paid for and protects nothing: with two instances in three zones the "
        "loss of one zone takes half of the service, not a third."
    ),
    severity=Severity.MEDIUM,
    fix="set minSize to the number of zones or more",
    source="https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html",
    subject="Auto Scaling groups behind a load balancer",
    check=check,
    frameworks=("REL10-BP01",),
)
