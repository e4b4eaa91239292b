"""In which regions a stack takes requests at the same time, as far as a graph tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.promises import promises
from holdfast.checks.routing import Routing
from holdfast.checks.traffic import BALANCERS

if TYPE_CHECKING:
    from holdfast.graph import Resource, ResourceGraph

RUNS = (
    "aws:apigateway/restApi:RestApi",
    "aws:apigatewayv2/api:Api",
    "aws:autoscaling/group:Group",
    "aws:ec2/instance:Instance",
    "aws:ecs/service:Service",
    "aws:eks/cluster:Cluster",
    *BALANCERS,
)
"""Types of which a region has one when it serves."""
ACTIVE, STANDBY = "active", "standby"
_SHARED = ("latencyRoutingPolicies", "geolocationRoutingPolicies", "multivalueAnswerRoutingPolicy")
_WEIGHTED, _FAILOVER = "weightedRoutingPolicies", "failoverRoutingPolicies"


def roles(graph: ResourceGraph) -> dict[str, str]:
    """AWS region to ``active`` or ``standby``: as the stack states it, else as its records route.

    Args:
        graph: The stack.
    """
    stated = dict(promises(graph).roles)
    return stated or _routed(graph)


def serving_regions(graph: ResourceGraph) -> tuple[str, ...]:
    """The regions that serve, or can, sorted: as stated or routed, else those in which something runs.

    Args:
        graph: The stack.
    """
    told = roles(graph)
    running = {one.region for one in graph.of_type(*RUNS) if isinstance(one.region, str)}
    return tuple(sorted(told or running))


def idle_regions(graph: ResourceGraph) -> frozenset[str]:
    """The regions that wait to take over, where running nothing may be meant: a pilot light.

    Args:
        graph: The stack.
    """
    return frozenset(region for region, role in roles(graph).items() if role == STANDBY)


def _routed(graph: ResourceGraph) -> dict[str, str]:
    found: dict[str, str] = {}
    routing = Routing(graph)
    for record in routing.records:
        role = _role(record)
        for one in routing.destinations(record) if role else ():
            if isinstance(one.region, str) and role and found.get(one.region) != ACTIVE:
                found[one.region] = role
    return found


def _role(record: Resource) -> str | None:
    """What a record makes of the region that it leads to; None for one without such a policy."""
    if any(record.at(name) for name in _SHARED):
        return ACTIVE
    weight = record.at(_WEIGHTED, 0, "weight")
    if isinstance(weight, int):
        return ACTIVE if weight else STANDBY
    half = record.at(_FAILOVER, 0, "type")
    return {"PRIMARY": ACTIVE, "SECONDARY": STANDBY}.get(half) if isinstance(half, str) else None
