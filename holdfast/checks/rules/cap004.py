"""CAP004: scaling aims so low that the zones left can carry a lost zone's load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.capacity import GROUP, SERVICE, zones
from holdfast.checks.model import Judgement, Parameter, Rule, Severity, fails, passes, unknown
from holdfast.checks.promises import promises
from holdfast.checks.zones import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

GROUP_POLICY = "aws:autoscaling/policy:Policy"
SERVICE_POLICY = "aws:appautoscaling/policy:Policy"
TARGET = "aws:appautoscaling/target:Target"
UTILISATION = ("ASGAverageCPUUtilization", "ECSServiceAverageCPUUtilization")
"""Predefined metrics that are a percentage of what there is, and grow with the load."""


def check(graph: ResourceGraph, *, full_percent: int) -> Iterator[Judgement]:
    """Judge each policy that tracks a utilisation of something that stands in several zones."""
    if not promises(graph).of_a_zone:
        return
    for policy in graph.of_type(GROUP_POLICY):
        yield from _judge(graph, policy, _groups(graph, policy), "targetTrackingConfiguration", full_percent)
    for policy in graph.of_type(SERVICE_POLICY):
        scaled = _services(graph, policy)
        yield from _judge(graph, policy, scaled, "targetTrackingScalingPolicyConfiguration", full_percent)


def _groups(graph: ResourceGraph, policy: Resource) -> list[Resource]:
    return [one for one in graph.references(policy, "autoscalingGroupName") if one.type == GROUP]


def _services(graph: ResourceGraph, policy: Resource) -> list[Resource]:
    """What a policy scales: the service that its own target names, by whichever property it is linked."""
    named = graph.references(policy, "resourceId")
    targets = [one for one in named if one.type == TARGET]
    return [
        one
        for each in (policy, *targets)
        for one in graph.references(each, "resourceId")
        if one.type == SERVICE
    ]


def _judge(
    graph: ResourceGraph, policy: Resource, scaled: list[Resource], name: str, full: int
) -> Iterator[Judgement]:
    metric = policy.at(name, "predefinedMetricSpecification", "predefinedMetricType")
    if metric not in UTILISATION or not scaled:
        return
    found, target = zones(graph, scaled[0]), policy.at(name, "targetValue")
    if found is None or not isinstance(target, int | float):
        yield unknown(policy, "not known yet: what it aims at, or the zones of what it scales")
    elif len(found) >= ENOUGH:
        reached = target * len(found) / (len(found) - 1)
        told = (
            f"it aims at {target:g} % CPU: with one of {len(found)} zones gone the rest reach {reached:.0f} %"
        )
        yield passes(policy, told) if reached <= full else fails(policy, f"{told}, above {full} %")


RULE = Rule(
    id="CAP004-scaling-target-leaves-room-for-a-zone",
    title="Scaling aims so low that the zones left can carry a lost zone's load.",
    explanation=(
        "When one of N zones is lost, what is left carries N/(N-1) of its load at once, while new capacity "
        "takes minutes or cannot be had. A target above (N-1)/N of a full machine makes the loss of a zone "
        "an overload of all zones."
    ),
    severity=Severity.MEDIUM,
    fix="aim at (N-1)/N of full or less (66 % in three zones, 50 % in two), or span more zones",
    source="https://aws.amazon.com/builders-library/static-stability-using-availability-zones/",
    subject="policies that track the CPU of what stands in several zones",
    check=check,
    frameworks=("REL11-BP05", "REL10-BP01"),
    parameters=(
        Parameter(
            name="full_percent",
            default=100,
            text="utilisation that the zones left may reach, in percent",
            minimum=1,
            maximum=100,
        ),
    ),
)
