"""LBR001: one empty target group does not make a whole load balancer look down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude
from holdfast.checks.model import Rule, Severity
from holdfast.checks.routing import Routing
from holdfast.checks.serving import idle_regions
from holdfast.checks.targets import Filled, Targets
from holdfast.checks.traffic import BALANCERS, ENDPOINT_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.checks.model import Judgement
    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each load balancer whose health an alias or Global Accelerator evaluates."""
    targets, idle = Targets(graph), idle_regions(graph)
    for balancer in _evaluated(graph):
        groups = targets.groups(balancer)
        found = {group.name: targets.filled(group) for group in groups}
        empty = [name for name, filled in found.items() if filled is Filled.NO]
        unclear = [f"what is in {name}" for name, filled in found.items() if filled is Filled.UNKNOWN]
        if balancer.region in idle and len(empty) == len(groups):
            continue  # nothing runs in a region that waits: to look down is right
        wrong = [
            f"{name} has no targets: the whole load balancer may count as unhealthy and lose its traffic"
            for name in empty
        ]
        if groups:
            yield conclude(
                balancer, wrong, unclear, f"each of its target groups has targets: {', '.join(found)}"
            )


def _evaluated(graph: ResourceGraph) -> list[Resource]:
    routing = Routing(graph)
    found = {
        target.urn: target
        for record in routing.records
        if record.at("aliases", 0, "evaluateTargetHealth") is True
        for target in routing.targets(record)
    }
    for group in graph.of_type(ENDPOINT_GROUP):
        found.update({one.urn: one for one in graph.references(group, "endpointConfigurations")})
    return [one for one in found.values() if one.type in BALANCERS]


RULE = Rule(
    id="LBR001-no-idle-target-group",
    title="Every target group of a load balancer whose health is evaluated has targets.",
    explanation=(
        "An alias that evaluates its target's health, and Global Accelerator, find a load balancer healthy "
        "only when every target group behind it has a healthy target. A group for a release to come, or for "
        "a service scaled to nothing, takes the whole region out of service."
    ),
    severity=Severity.MEDIUM,
    fix="take the rule of the empty target group away until it has targets, or give it some",
    source="https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html",
    subject="load balancers whose health is evaluated",
    check=check,
    frameworks=("REL11-BP01", "REL11-BP02"),
)
