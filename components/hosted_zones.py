"""The hosted zones that the names of entrances are in."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from holdfast.components.cloudflare_entrances import ZoneAtCloudflare, cloudflare_zone_plans
from holdfast.components.hosted_zone import HostedZone, HostedZoneArgs
from holdfast.topology.values import Topology, ZonePlan


def declare_hosted_zones(topology: Topology, opts: pulumi.ResourceOptions) -> dict[str, HostedZone]:
    """Declare or adopt each zone once, however many entrances are in it.

    Args:
        topology: The plan.
        opts: Options of each zone.

    Returns:
        The zones by name.
    """
    return {zone.name: _zone(zone, topology, opts) for zone in _zones(topology)}


def name_servers_of(
    topology: Topology, zones: Mapping[str, HostedZone], cloudflare_zones: Mapping[str, ZoneAtCloudflare]
) -> pulumi.Output[Mapping[str, Sequence[str]]]:
    """Name servers of the zones that were made, by name; of both providers where both answer for one.

    Args:
        topology: The plan.
        zones: Those of Route 53, by name.
        cloudflare_zones: Those of Cloudflare, by name.
    """
    made: dict[str, list[pulumi.Output[Sequence[str]]]] = {}
    for zone in _zones(topology):
        if zone.zone_id is None:
            made.setdefault(zone.name, []).append(zones[zone.name].name_servers)
    for plan in cloudflare_zone_plans(topology):
        if plan.zone_id is None:
            made.setdefault(plan.name, []).append(cloudflare_zones[plan.name].name_servers)
    joined = {
        name: pulumi.Output.all(*lists).apply(lambda known: [server for one in known for server in one])
        for name, lists in made.items()
    }
    return pulumi.Output.from_input(dict[str, Any](joined))


def _zone(zone: ZonePlan, topology: Topology, opts: pulumi.ResourceOptions) -> HostedZone:
    args: HostedZoneArgs = {
        "domain": zone.name,
        "accelerated_recovery": zone.accelerated_recovery,
        "protection": topology.protection,
        "tags": topology.tags,
    }
    if zone.zone_id is not None:
        args["zone_id"] = zone.zone_id
    return HostedZone(f"global-{zone.name}", args, opts)


def _zones(topology: Topology) -> list[ZonePlan]:
    zones = [entrance.zone for entrance in topology.entrances if entrance.zone is not None]
    return list({zone.name: zone for zone in zones}.values())
