"""NET002: networks that are peered can answer each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.vpcs import PEERING, ROUTE, ROUTE_TABLE, VPC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each peering whose two networks the graph holds."""
    for peering in graph.of_type(PEERING):
        ends = [
            each
            for name in ("vpcId", "peerVpcId")
            for each in graph.references(peering, name)
            if each.type == VPC
        ]
        if len(ends) > 1:
            yield _judge(graph, peering, ends)


def _judge(graph: ResourceGraph, peering: Resource, ends: list[Resource]) -> Judgement:
    lead = _from(graph, peering)
    mute = [one.name for one in ends if one.urn not in lead]
    if not mute:
        return passes(peering, "both networks have a route to the other")
    if graph.partial:
        return unknown(peering, f"no route of {' and '.join(mute)} over it is among what changes")
    return fails(
        peering, f"no route of {' and '.join(mute)} leads over it: packets arrive there and no answer leaves"
    )


def _from(graph: ResourceGraph, peering: Resource) -> set[str]:
    """URNs of the networks that have a route over a peering."""
    over = graph.referring(peering, "vpcPeeringConnectionId", ROUTE)
    tables = [table for route in over for table in graph.references(route, "routeTableId")]
    tables += graph.referring(peering, "routes", ROUTE_TABLE)
    return {vpc.urn for table in tables for vpc in graph.references(table, "vpcId") if vpc.type == VPC}


RULE = Rule(
    id="NET002-peering-has-routes-both-ways",
    title="Networks that are peered have a route to each other.",
    explanation=(
        "A peering carries nothing by itself: each side needs a route. With one side's missing connections "
        "time out, in one direction, and only for what crosses regions."
    ),
    severity=Severity.MEDIUM,
    fix="add a route over the peering to the route tables of both networks",
    source="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html",
    subject="peerings whose two networks are declared",
    check=check,
    frameworks=("REL02-BP02",),
)
