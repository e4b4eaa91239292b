"""Ways out of a VPC: the internet gateway, NAT by strategy, and the default routes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2

from holdfast.components.network_scope import NetworkScope
from holdfast.topology.values import NatStrategy

ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, kw_only=True, slots=True)
class Nat:
    """The NAT gateways of a VPC."""

    by_zone: "Mapping[str, ec2.NatGateway]"
    """Key of the zone → the gateway that its private subnet uses; empty without NAT."""
    public_ips: pulumi.Output[Sequence[str]]
    """Addresses from which the internet sees private subnets."""

    @property
    def gateway_ids(self) -> dict[str, pulumi.Output[str]]:
        """Id of each gateway, by the first zone that uses it."""
        first = {id(gateway): key for key, gateway in reversed(list(self.by_zone.items()))}
        return {key: self.by_zone[key].id for key in sorted(first.values())}


def declare_public_route(
    scope: NetworkScope, table: "ec2.RouteTable", gateway: "ec2.InternetGateway"
) -> "ec2.Route":
    """The way from public subnets to the internet."""
    return ec2.Route(
        scope.noun("public-route"),
        region=scope.region,
        route_table_id=table.id,
        destination_cidr_block=ANYWHERE,
        gateway_id=gateway.id,
        opts=scope.options(),
    )


def declare_private_routes(
    scope: NetworkScope, tables: "Mapping[str, ec2.RouteTable]", nat: Nat
) -> "list[ec2.Route]":
    """The way from each zone's private subnet to its NAT gateway.

    A route's target is updated in place (``ReplaceRoute``), so another strategy moves traffic
    in one call per zone: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html.
    """
    return [
        ec2.Route(
            scope.noun("private-route", key),
            region=scope.region,
            route_table_id=tables[key].id,
            destination_cidr_block=ANYWHERE,
            nat_gateway_id=gateway.id,
            opts=scope.options(),
        )
        for key, gateway in nat.by_zone.items()
    ]


def declare_nat(
    scope: NetworkScope,
    strategy: NatStrategy,
    zones: Sequence[str],
    public_subnets: "Mapping[str, ec2.Subnet]",
    gateway: "ec2.InternetGateway | None",
) -> Nat:
    """The NAT gateways of a strategy.

    Args:
        scope: Where to declare them.
        strategy: How private subnets reach the internet.
        zones: Keys of the zones with a private subnet.
        public_subnets: Public subnets by key, in the order of their keys.
        gateway: The internet gateway; every strategy but ``none`` needs one.
    """
    if strategy == NatStrategy.NONE or gateway is None:
        return Nat(by_zone={}, public_ips=pulumi.Output.from_input([]))
    if strategy == NatStrategy.REGIONAL:
        return _regional(scope, zones, gateway)
    hosts = list(zones) if strategy == NatStrategy.PER_ZONE else list(public_subnets)[:1]
    addresses = {key: _address(scope, key, gateway) for key in hosts}
    gateways = {key: _zonal(scope, key, public_subnets[key], addresses[key], gateway) for key in hosts}
    return Nat(
        by_zone={key: gateways.get(key, gateways[hosts[0]]) for key in zones},
        public_ips=pulumi.Output.all(*(one.public_ip for one in addresses.values())),
    )


def _address(scope: NetworkScope, key: str, gateway: "ec2.InternetGateway") -> "ec2.Eip":
    name = scope.noun("nat-eip", key)
    # An address can be associated only in a VPC whose internet gateway is attached (ec2.Eip's own note).
    return ec2.Eip(
        name, region=scope.region, domain="vpc", tags=scope.tagged(name), opts=scope.options([gateway])
    )


def _zonal(
    scope: NetworkScope, key: str, subnet: "ec2.Subnet", address: "ec2.Eip", gateway: "ec2.InternetGateway"
) -> "ec2.NatGateway":
    name = scope.noun("nat", key)
    # The address is free only once the old gateway is gone.
    return ec2.NatGateway(
        name,
        region=scope.region,
        subnet_id=subnet.id,
        allocation_id=address.id,
        tags=scope.tagged(name),
        opts=scope.options([gateway], delete_before_replace=True),
    )


def _regional(scope: NetworkScope, zones: Sequence[str], gateway: "ec2.InternetGateway") -> Nat:
    name = scope.noun("nat")
    # Automatic mode: AWS gives the addresses and follows the workload into its zones. Addresses of our own
    # would end that, and could not be taken over from zonal gateways while these still stand.
    nat = ec2.NatGateway(
        name,
        region=scope.region,
        vpc_id=gateway.vpc_id,
        availability_mode="regional",
        connectivity_type="public",
        tags=scope.tagged(name),
        opts=scope.options([gateway]),
    )
    ips = nat.regional_nat_gateway_addresses.apply(
        lambda addresses: sorted({one.public_ip for one in addresses or [] if one.public_ip}),
    )
    return Nat(by_zone=dict.fromkeys(zones, nat), public_ips=ips)
