"""Networks: which are joined, and which addresses they have."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from holdfast.graph import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.graph import Resource, ResourceGraph, Value

VPC = "aws:ec2/vpc:Vpc"
PEERING = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
GATEWAY = "aws:ec2transitgateway/transitGateway:TransitGateway"
ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
GATEWAY_PEERING = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
ROUTE = "aws:ec2/route:Route"
ROUTE_TABLE = "aws:ec2/routeTable:RouteTable"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
MORE_ADDRESSES = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Two networks that reach each other."""

    by: Resource
    """The peering, or the gateway."""
    one: Resource
    """A network."""
    other: Resource
    """The other."""


def joined(graph: ResourceGraph) -> Iterator[Joined]:
    """Each pair of networks of the graph that a peering or transit gateways join.

    Args:
        graph: The stack.
    """
    for peering in graph.of_type(PEERING):
        near, far = (_vpc(graph, peering, name) for name in ("vpcId", "peerVpcId"))
        if near and far:
            yield Joined(by=peering, one=near, other=far)
    for gateway, members in _by_gateway(graph).items():
        for position, one in enumerate(members):
            for other in members[position + 1 :]:
                yield Joined(by=graph.resources[gateway], one=one, other=other)


def addresses(graph: ResourceGraph, vpc: Resource) -> tuple[IPv4Network, ...] | None:
    """The IPv4 blocks of a network; None where one of them is not known.

    Args:
        graph: The stack.
        vpc: The network.
    """
    blocks = [
        vpc.at("cidrBlock"),
        *(one.at("cidrBlock") for one in graph.referring(vpc, "vpcId", MORE_ADDRESSES)),
    ]
    try:
        return tuple(IPv4Network(one) for one in blocks if isinstance(one, str)) if _known(blocks) else None
    except ValueError:
        return None


def _known(blocks: Sequence[Value]) -> bool:
    return not any(one is None or isinstance(one, Marker) for one in blocks)


def _vpc(graph: ResourceGraph, one: Resource, name: str) -> Resource | None:
    return next((each for each in graph.references(one, name) if each.type == VPC), None)


def _by_gateway(graph: ResourceGraph) -> dict[str, list[Resource]]:
    """The networks of each group of transit gateways that are peered, by one of the gateways."""
    leader = {one.urn: one.urn for one in graph.of_type(GATEWAY)}
    for peering in graph.of_type(GATEWAY_PEERING):
        ends = [
            each.urn
            for name in ("transitGatewayId", "peerTransitGatewayId")
            for each in graph.references(peering, name)
            if each.type == GATEWAY
        ]
        for urn in ends[1:]:
            old, new = leader[urn], leader[ends[0]]
            leader = {key: new if value == old else value for key, value in leader.items()}
    found: dict[str, list[Resource]] = {}
    for attachment in graph.of_type(ATTACHMENT):
        vpc = _vpc(graph, attachment, "vpcId")
        for gateway in graph.references(attachment, "transitGatewayId"):
            if gateway.urn in leader and vpc:
                found.setdefault(leader[gateway.urn], []).append(vpc)
    return found
