"""NET003: what leaves a zone leaves it through a gateway of that zone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.promises import promises
from holdfast.checks.vpcs import ASSOCIATION, ROUTE, ROUTE_TABLE
from holdfast.checks.zones import SUBNET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

NAT = "aws:ec2/natGateway:NatGateway"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each gateway that a route table uses, where the stack is to outlive the loss of a zone."""
    if not promises(graph).of_a_zone:
        return
    for gateway, tables in _users(graph).items():
        yield _judge(graph, graph.resources[gateway], tables)


def _users(graph: ResourceGraph) -> dict[str, list[Resource]]:
    """The route tables that lead to each NAT gateway, by its URN."""
    found: defaultdict[str, list[Resource]] = defaultdict(list)
    for route in graph.of_type(ROUTE):
        for gateway in graph.references(route, "natGatewayId"):
            found[gateway.urn] += [
                one for one in graph.references(route, "routeTableId") if one.type == ROUTE_TABLE
            ]
    for table in graph.of_type(ROUTE_TABLE):
        for gateway in graph.references(table, "routes"):
            if gateway.type == NAT:
                found[gateway.urn].append(table)
    return {urn: tables for urn, tables in found.items() if graph.resources[urn].type == NAT}


def _judge(graph: ResourceGraph, gateway: Resource, tables: list[Resource]) -> Judgement:
    if gateway.at("availabilityMode") == "regional":
        return passes(gateway, "it is regional: AWS keeps it in each zone")
    own = {one.at("availabilityZone") for one in graph.references(gateway, "subnetId") if one.type == SUBNET}
    served = {
        subnet.at("availabilityZone")
        for table in tables
        for link in view_of(graph).of(table, "routeTableId", ASSOCIATION)
        for subnet in graph.references(link, "subnetId")
        if subnet.type == SUBNET
    }
    zones = {one for one in own if isinstance(one, str)}
    far = sorted(one for one in served if isinstance(one, str) and one not in zones)
    if not zones or not all(isinstance(one, str) for one in served):
        return unknown(gateway, "not known yet: its zone, or those of the subnets that leave through it")
    where = ", ".join(sorted(zones))
    if far:
        return fails(
            gateway,
            f"it is in {where}, and what is in {', '.join(far)} leaves through it and is lost with it",
        )
    return passes(gateway, f"only {where} leaves through it")


RULE = Rule(
    id="NET003-nat-gateway-in-each-zone",
    title="Each zone leaves through a NAT gateway of its own.",
    explanation=(
        "A NAT gateway lives in one zone. Subnets of other zones that leave through it keep running when "
        "that zone is lost, and reach no registry, no partner and no API of AWS."
    ),
    severity=Severity.MEDIUM,
    fix=(
        "declare a NAT gateway and a route table for each zone, a regional NAT gateway, or VPC "
        "endpoints instead"
    ),
    source="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    subject="NAT gateways that route tables lead to",
    check=check,
    frameworks=("REL10-BP01", "REL02-BP02"),
)
