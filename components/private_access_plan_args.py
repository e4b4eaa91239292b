"""Planned private ways in as arguments of their components, and their declaration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from holdfast.components.alarm_topic import AlarmTopic
from holdfast.components.held_regions import leave_as_is, leave_regions_as_is
from holdfast.components.private_access import PrivateAccess
from holdfast.components.private_access_args import (
    DirectConnectAttachmentArgs,
    PeerArgs,
    PrivateAccessArgs,
    PrivateAccessPeeringArgs,
)
from holdfast.components.private_access_peering import PrivateAccessPeering
from holdfast.components.regional_foundation import RegionalFoundation, network_for
from holdfast.components.runbook_plan_args import alarm_notes
from holdfast.topology.values import (
    DirectConnectPlan,
    NetworkPlan,
    PrivateAccessPlan,
    RegionPlan,
    Topology,
)


@dataclass(frozen=True, kw_only=True)
class PrivateWays:
    """The private ways into a stack's regions."""

    regions: Mapping[str, PrivateAccess]
    """Those of each place."""
    peering: PrivateAccessPeering | None
    """What joins them, if anything does."""


def declare_private_access(
    topology: Topology,
    foundations: Mapping[str, RegionalFoundation],
    topics: Mapping[str, AlarmTopic],
    parent: pulumi.Resource,
) -> PrivateWays:
    """Declare the private ways into every region that has some.

    Args:
        topology: The plan.
        foundations: Key and network by place.
        topics: Who hears of alarms, by place.
        parent: The component that they belong to.
    """
    planned = [
        (region, region.private_access, region.network)
        for region in topology.regions
        if region.private_access is not None and region.network is not None
    ]
    regions = {
        region.place: PrivateAccess(
            region.place,
            private_access_args(
                region,
                plan,
                network,
                topology=topology,
                foundation=foundations[region.place],
                topic=topics.get(region.place),
            ),
            pulumi.ResourceOptions(parent=parent, transforms=[leave_as_is] if region.held else None),
        )
        for region, plan, network in planned
    }
    peering = None
    if len({plan.attached for _, plan, _ in planned if plan.peered}) > 1:
        held = frozenset(region.region for region in topology.regions if region.held)
        peering = PrivateAccessPeering(
            "global-access",
            peering_args(planned, regions, topology=topology),
            pulumi.ResourceOptions(parent=parent, transforms=[leave_regions_as_is(held)] if held else None),
        )
    return PrivateWays(regions=regions, peering=peering)


def private_access_args(
    region: RegionPlan,
    plan: PrivateAccessPlan,
    network: NetworkPlan,
    *,
    topology: Topology,
    foundation: RegionalFoundation,
    topic: AlarmTopic | None,
) -> PrivateAccessArgs:
    """Return the arguments of the private ways into one region.

    Args:
        region: The region.
        plan: Its private ways in.
        network: Its network, planned.
        topology: The stack that it belongs to.
        foundation: Its key and network.
        topic: Who hears of alarms there, None for nobody.
    """
    own = network_for("private ways in", region.place, foundation)
    args: PrivateAccessArgs = {
        "place": region.place,
        "region": region.region,
        "asn": plan.asn,
        "vpc_id": own.vpc_id,
        "vpc_cidr": network.cidr,
        "subnet_ids": own.private_subnet_ids,
        "route_table_ids": {
            zone[-1]: _table(own.private_route_table_ids, number) for number, zone in enumerate(network.zones)
        },
        "networks": plan.networks,
        "advertised": plan.advertised,
        "vpn": {
            vpn.key: {
                "provider": vpn.provider,
                "location": vpn.location,
                "address": vpn.address,
                "asn": vpn.asn,
            }
            for vpn in plan.vpns
        },
        "direct_connect": {line.key: _direct_connect(line) for line in plan.direct_connects},
        "key_arn": foundation.key_arn,
        "log_retention_days": plan.log_retention_days,
        "protection": topology.protection,
        "notes": alarm_notes(topology.runbook),
        "tags": {**topology.tags, "Place": region.place},
        "origin": plan.origin,
    }
    if topic is not None:
        args["alarm_topic_arn"] = topic.topic_arn
    return args


def peering_args(
    planned: list[tuple[RegionPlan, PrivateAccessPlan, NetworkPlan]],
    regions: Mapping[str, PrivateAccess],
    *,
    topology: Topology,
) -> PrivateAccessPeeringArgs:
    """Return the arguments of the peering between regions' transit gateways.

    Args:
        planned: Each region with its private ways in and its network.
        regions: What was declared of them, by place.
        topology: The stack that they belong to.
    """
    return {
        "members": {
            region.place: PeerArgs(
                region=region.region,
                vpc_cidr=network.cidr,
                networks=plan.attached,
                transit_gateway_id=regions[region.place].transit_gateway_id,
                vpc_route_table_id=regions[region.place].vpc_route_table_id,
                partner_route_table_id=regions[region.place].partner_route_table_id,
                peer_route_table_id=regions[region.place].peer_route_table_id,
            )
            for region, plan, network in planned
        },
        "tags": topology.tags,
        "origin": {"members": planned[0][1].origin["peered"]},
    }


def _table(route_table_ids: pulumi.Output[Sequence[str]], number: int) -> pulumi.Output[str]:
    return route_table_ids.apply(lambda ids: ids[number])


def _direct_connect(plan: DirectConnectPlan) -> DirectConnectAttachmentArgs:
    args: DirectConnectAttachmentArgs = {
        "provider": plan.provider,
        "location": plan.location,
        "asn": plan.asn,
        "gateway_asn": plan.gateway_asn,
    }
    if plan.line is not None:
        args["line"] = {
            "connection_id": plan.line.connection_id,
            "vlan": plan.line.vlan,
            "mtu": plan.line.mtu,
        }
        if plan.line.customer_address is not None and plan.line.amazon_address is not None:
            args["line"]["customer_address"] = plan.line.customer_address
            args["line"]["amazon_address"] = plan.line.amazon_address
    return args
