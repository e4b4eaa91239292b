"""Cloudflare's side of the whole API; loads Cloudflare's SDK only where an entrance needs it.

Importing that SDK takes more than a second, which no stack without Cloudflare should wait for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pulumi

from holdfast.components.regional_api import RegionalApi
from holdfast.topology.values import CloudflarePlan, CloudflareZonePlan, EntrancePlan, Topology


class ZoneAtCloudflare(Protocol):
    """A zone at Cloudflare."""

    zone_id: pulumi.Output[str]
    """Id of the zone."""
    name_servers: pulumi.Output[Sequence[str]]
    """Name servers to which the parent domain must delegate; empty for an adopted zone."""


class BalancerAtCloudflare(Protocol):
    """An entrance's load balancer at Cloudflare."""

    load_balancer_id: pulumi.Output[str]
    """Id of the load balancer."""

    def pool_id(self, place: str) -> pulumi.Output[str]:
        """Id of a place's pool."""


@dataclass(frozen=True, kw_only=True)
class AtCloudflare:
    """What a stack declares at Cloudflare."""

    zones: Mapping[str, ZoneAtCloudflare]
    """Zones by name."""
    balancers: Mapping[str, BalancerAtCloudflare]
    """Load balancers by entrance; none of an entrance whose doors have no address yet."""


def cloudflare_zone_plans(topology: Topology) -> list[CloudflareZonePlan]:
    """Return the zones at Cloudflare of all entrances, each once."""
    plans = [entrance.cloudflare for entrance in topology.entrances if entrance.cloudflare is not None]
    return list({plan.zone.name: plan.zone for plan in plans}.values())


def declare_cloudflare_zones(topology: Topology, opts: pulumi.ResourceOptions) -> dict[str, ZoneAtCloudflare]:
    """Declare the zones at Cloudflare, by name.

    Args:
        topology: The plan.
        opts: Options that make the API the parent.
    """
    plans = cloudflare_zone_plans(topology)
    if not plans:
        return {}
    from holdfast.components.cloudflare_front import declare_cloudflare_zone  # noqa: PLC0415  # see above

    return {plan.name: declare_cloudflare_zone(topology, plan, opts) for plan in plans}


def declare_cloudflare_balancers(
    topology: Topology,
    zones: Mapping[str, ZoneAtCloudflare],
    regions: Mapping[str, RegionalApi],
    opts: pulumi.ResourceOptions,
) -> AtCloudflare:
    """Declare the load balancers at Cloudflare over the regions' doors.

    Args:
        topology: The plan.
        zones: The zones at Cloudflare by name.
        regions: What serves in each place.
        opts: Options that make the API the parent.
    """
    return AtCloudflare(
        zones=zones,
        balancers={
            entrance.key: _balancer(topology, entrance, entrance.cloudflare, zones, regions, opts=opts)
            for entrance in topology.entrances
            if entrance.cloudflare is not None and entrance.has_address
        },
    )


def _balancer(
    topology: Topology,
    entrance: EntrancePlan,
    plan: CloudflarePlan,
    zones: Mapping[str, ZoneAtCloudflare],
    regions: Mapping[str, RegionalApi],
    *,
    opts: pulumi.ResourceOptions,
) -> BalancerAtCloudflare:
    from holdfast.components.cloudflare_front import declare_cloudflare_front  # noqa: PLC0415  # see above

    return declare_cloudflare_front(
        topology,
        entrance,
        plan,
        zone_id=zones[plan.zone.name].zone_id,
        doors={endpoint.place: regions[endpoint.place].door(entrance.key) for endpoint in entrance.endpoints},
        opts=opts,
    )
