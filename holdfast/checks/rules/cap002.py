"""CAP002: a region that must grow while it takes over has its capacity reserved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.capacity import GROUP, NODES, SERVICE, Capacity, capacity, keeps_count, templates
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.promises import promises
from holdfast.checks.twins import twins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

RESERVATION = "aws:ec2/capacityReservation:CapacityReservation"
RESERVED = ("capacity-reservations-first", "capacity-reservations-only")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each service in each region, where the stack is to outlive the loss of one."""
    if not promises(graph).of_a_region:
        return
    for members in twins(graph, GROUP, SERVICE, NODES):
        sizes = [capacity(graph, one) for one in members if keeps_count(one)]
        floors = [one.minimum for one in sizes if one.minimum is not None]
        for one in sizes:
            yield _judge(graph, one, max(floors, default=0), known=len(floors) == len(sizes))


def _judge(graph: ResourceGraph, one: Capacity, most: float, *, known: bool) -> Judgement:
    resource = one.resource
    if one.minimum is None or (one.minimum >= most and not known):
        return unknown(resource, "not known yet: the least that runs in each region")
    if one.minimum >= most:
        return passes(resource, f"it always runs {one.minimum:g}, as many as any region")
    reserved = _is_reserved(graph, resource)
    grows = f"it runs {one.minimum:g} and must start {most - one.minimum:g} more to take over"
    if reserved is None:
        return unknown(resource, f"{grows}; whether these are reserved is not known yet")
    if reserved:
        return passes(resource, f"{grows}, which a capacity reservation of {resource.region} holds")
    if resource.type == SERVICE and resource.at("launchType") != "EC2":
        return fails(resource, f"{grows}: on Fargate nobody can reserve them")
    return fails(resource, f"{grows}: nothing reserves them in {resource.region}")


def _is_reserved(graph: ResourceGraph, resource: Resource) -> bool | None:
    """Whether the region has a reservation, or what starts instances asks for one that lies elsewhere."""
    if resource.type == SERVICE and resource.at("launchType") != "EC2":
        return False
    if any(one.region == resource.region for one in graph.of_type(RESERVATION)):
        return True
    holders = (resource, *templates(graph, resource))
    asked = [one.at("capacityReservationSpecification", "capacityReservationPreference") for one in holders]
    if any(one in RESERVED for one in asked) or any(
        one.at("capacityReservationSpecification", "capacityReservationTarget") for one in holders
    ):
        return True
    return None if graph.partial else False


RULE = Rule(
    id="CAP002-growth-in-recovery-is-reserved",
    title="A region that must grow while it takes over has its capacity reserved.",
    explanation=(
        "Starting instances is work of the control plane, and everybody else who lost the region asks for "
        "the same capacity in the same minute. On 20 October 2025 launches failed for eight hours and more. "
        "A region that already runs what it needs asks for nothing."
    ),
    severity=Severity.MEDIUM,
    fix="run as many in each region, or reserve the difference with an On-Demand Capacity Reservation there",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html",
    subject="services in several regions of a stack that is to outlive the loss of one",
    check=check,
    frameworks=("REL11-BP05", "REL13-BP02"),
)
