"""NAT gateways, addresses, endpoints, transit gateways and VPN connections."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.model import HOURS_A_MONTH
from holdfast.cost.scope import length, text
from holdfast.graph import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

NAT_GATEWAY = "aws:ec2/natGateway:NatGateway"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
SUBNET = "aws:ec2/subnet:Subnet"


def among(one: Resource, scope: Scope) -> int:
    """How many resources of its type there are in its region: what a region's figure is divided by."""
    return sum(other.region == one.region for other in scope.graph.of_type(one.type)) or 1


def nat_gateway(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A gateway by the hour, and its part of what the region sends out."""
    place = place_of(one)
    yield scope.hourly("NAT gateway", "nat-gateway/hour", place)
    share = scope.traffic.shares.get(place, Decimal())
    yield scope.item(
        "NAT gateway, data processed",
        "nat-gateway/GB",
        place,
        scope.usage["outbound_gigabytes"] * share / among(one, scope),
        usage=("outbound_gigabytes",),
    )


def address(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """An elastic address, which costs the same in use and idle."""
    yield scope.hourly("public IPv4 address", "public-ipv4/hour", place_of(one))


def endpoint(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """An interface endpoint in each of its zones; gateway endpoints are free."""
    kind = text(one.inputs.get("vpcEndpointType"), "Gateway")
    if kind == "Gateway":
        return
    place = place_of(one)
    zones = length(one, "subnetIds", SUBNET, graph=scope.graph)
    note = "" if zones else "the number of subnets is not known"
    yield scope.hourly("VPC endpoint, a zone", "vpc-endpoint/hour", place, zones, note=note)
    interfaces = sum(
        other.region == one.region and other.inputs.get("vpcEndpointType") == kind
        for other in scope.graph.of_type(ENDPOINT)
    )
    share = scope.traffic.shares.get(place, Decimal())
    yield scope.item(
        "VPC endpoint, data processed",
        "vpc-endpoint/GB",
        place,
        scope.usage["endpoint_gigabytes"] * share / interfaces,
        usage=("endpoint_gigabytes",),
    )


def attachment(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A network or Direct Connect gateway attached to a transit gateway."""
    place = place_of(one)
    yield scope.hourly("transit gateway attachment", "transit-gateway/attachment-hour", place)
    yield scope.item(
        "transit gateway, data processed",
        "transit-gateway/GB",
        place,
        scope.usage["private_gigabytes"],
        usage=("private_gigabytes",),
    )


def vpn_connection(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A VPN by the hour; on a transit gateway it is an attachment too."""
    place = place_of(one)
    yield scope.item("VPN connection", "vpn-connection/hour", place, HOURS_A_MONTH)
    if one.inputs.get("transitGatewayId") is not None:
        yield from attachment(one, scope)


CALCULATORS: Mapping[str, Calculator] = {
    NAT_GATEWAY: nat_gateway,
    "aws:ec2/eip:Eip": address,
    ENDPOINT: endpoint,
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": attachment,
    "aws:ec2/vpnConnection:VpnConnection": vpn_connection,
    "aws:directconnect/gatewayAssociation:GatewayAssociation": attachment,
}
