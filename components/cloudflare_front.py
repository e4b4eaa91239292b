"""Cloudflare's side of planned entrances: zones, load balancers and notifications."""

from collections.abc import Mapping, Sequence

import pulumi

from holdfast.components.api_gateway_plan_args import ApiDoor
from holdfast.components.cloudflare_load_balancer import CloudflareLoadBalancer
from holdfast.components.cloudflare_load_balancer_args import (
    CloudflareEndpointArgs,
    CloudflareLoadBalancerArgs,
    CloudflareMonitorArgs,
)
from holdfast.components.cloudflare_notifications import CloudflareNotifications, CloudflareNotificationsArgs
from holdfast.components.cloudflare_zone import CloudflareZone, CloudflareZoneArgs
from holdfast.components.door import RegionalDoor
from holdfast.topology.values import CloudflarePlan, CloudflareZonePlan, EntrancePlan, Topology

_ZONE_ORIGINS = {
    "zone_id": "zone",
    "rate_limits": "rate_limit",
    "managed_rules": "managed_rules",
    "edge_certificates": "edge_certificate",
}

WEBHOOKS = "webhooks"
"""Namespace of the secrets that hold web addresses to tell: ``webhooks:pager``."""


def declare_cloudflare_zone(
    topology: Topology, zone: CloudflareZonePlan, opts: pulumi.ResourceOptions
) -> CloudflareZone:
    """Declare a zone and the rules of all entrances in it.

    Args:
        topology: The plan.
        zone: The zone, planned.
        opts: Options that make the API the parent.
    """
    args: CloudflareZoneArgs = {
        "account_id": zone.account_id,
        "domain": zone.name,
        "multi_provider": zone.multi_provider,
        "protection": topology.protection,
        "tags": topology.tags,
    }
    if zone.zone_id is not None:
        args["zone_id"] = zone.zone_id
    inside = _inside(zone, topology.entrances)
    args["rate_limits"] = {
        entrance.key: {
            "host": entrance.domain,
            "requests": plan.rate_limit.requests,
            "period_seconds": plan.rate_limit.period_seconds,
            "mitigation_seconds": plan.rate_limit.mitigation_seconds,
            "characteristics": plan.rate_limit.characteristics,
        }
        for entrance, plan in inside
        if plan.rate_limit is not None
    }
    args["managed_rules"] = {
        entrance.key: {"hosts": [entrance.domain], "rulesets": plan.managed_rules}
        for entrance, plan in inside
        if plan.managed_rules
    }
    # An authority looks for the proof where the parent delegates to, and an order of which it sees none ends.
    args["edge_certificates"] = {
        entrance.key: entrance.domain for entrance, plan in inside if plan.edge_certificate and zone.delegated
    }
    args["origin"] = {
        field: ", ".join(plan.origin[part] for _, plan in inside) for field, part in _ZONE_ORIGINS.items()
    }
    return CloudflareZone(f"global-{zone.name}-cloudflare", args, opts)


def _inside(
    zone: CloudflareZonePlan, entrances: Sequence[EntrancePlan]
) -> list[tuple[EntrancePlan, CloudflarePlan]]:
    return [
        (entrance, entrance.cloudflare)
        for entrance in entrances
        if entrance.cloudflare is not None and entrance.cloudflare.zone.name == zone.name
    ]


def declare_cloudflare_front(
    topology: Topology,
    entrance: EntrancePlan,
    plan: CloudflarePlan,
    *,
    zone_id: pulumi.Input[str],
    doors: Mapping[str, RegionalDoor],
    opts: pulumi.ResourceOptions,
) -> CloudflareLoadBalancer:
    """Declare an entrance's load balancer at Cloudflare, and who is told of it.

    Args:
        topology: The plan.
        entrance: The entrance.
        plan: Cloudflare's side of it.
        zone_id: Id of its zone at Cloudflare.
        doors: What answers in each place.
        opts: Options that make the API the parent.
    """
    args: CloudflareLoadBalancerArgs = {
        "account_id": plan.zone.account_id,
        "zone_id": zone_id,
        "domain": entrance.domain,
        "endpoints": {
            endpoint.place: _endpoint(plan, endpoint.place, endpoint.host, endpoint.weight, doors)
            for endpoint in entrance.endpoints
        },
        "order": plan.order,
        "fallback": plan.fallback,
        "steering": plan.steering,
        "region_pools": plan.region_pools,
        "country_pools": plan.country_pools,
        "proxied": plan.proxied,
        "adaptive_routing": plan.adaptive_routing,
        "monitor": _monitor(entrance, plan),
        "protection": topology.protection,
        "tags": topology.tags,
        "origin": plan.origin,
    }
    if plan.ttl_seconds is not None:
        args["ttl_seconds"] = plan.ttl_seconds
    if plan.location is not None:
        args["location"] = {"mode": plan.location.mode, "prefer_ecs": plan.location.prefer_ecs}
    _add_sessions(args, plan)
    balancer = CloudflareLoadBalancer(f"global-{entrance.key}-cloudflare", args, opts)
    if plan.emails or plan.webhooks:
        told = _notifications(topology, plan, {place: balancer.pool_id(place) for place in plan.order})
        CloudflareNotifications(f"global-{entrance.key}-cloudflare-alerts", told, opts)
    return balancer


def _endpoint(
    plan: CloudflarePlan, place: str, host: str, weight: int | None, doors: Mapping[str, RegionalDoor]
) -> CloudflareEndpointArgs:
    door = doors[place]
    args: CloudflareEndpointArgs = {"host": host, "dns_name": door.dns_name}
    if isinstance(door, ApiDoor):
        args["host_dns_name"] = door.host_dns_name
    if weight is not None:
        args["weight"] = weight
    if place in plan.coordinates:
        args["latitude"], args["longitude"] = plan.coordinates[place]
    return args


def _monitor(entrance: EntrancePlan, plan: CloudflarePlan) -> CloudflareMonitorArgs:
    monitor = plan.monitor
    args: CloudflareMonitorArgs = {
        "path": entrance.health.path,
        "port": entrance.health.port,
        "interval_seconds": monitor.interval_seconds,
        "timeout_seconds": monitor.timeout_seconds,
        "retries": monitor.retries,
        "consecutive_up": monitor.consecutive_up,
        "consecutive_down": monitor.consecutive_down,
        "expected_codes": monitor.expected_codes,
        "check_regions": monitor.check_regions,
    }
    if entrance.health.search_string is not None:
        args["expected_body"] = entrance.health.search_string
    return args


def _add_sessions(args: CloudflareLoadBalancerArgs, plan: CloudflarePlan) -> None:
    affinity = plan.session_affinity
    if affinity is None:
        return
    args["session_affinity"] = {
        "kind": affinity.kind,
        "ttl_seconds": affinity.ttl_seconds,
        "zero_downtime_failover": affinity.zero_downtime_failover,
    }
    if affinity.headers:
        args["session_affinity"]["headers"] = affinity.headers
        args["session_affinity"]["require_all_headers"] = affinity.require_all_headers
    if affinity.drain_seconds is not None:
        args["session_affinity"]["drain_seconds"] = affinity.drain_seconds


def _notifications(
    topology: Topology, plan: CloudflarePlan, pool_ids: Mapping[str, pulumi.Input[str]]
) -> CloudflareNotificationsArgs:
    secrets = pulumi.Config(WEBHOOKS)
    return {
        "account_id": plan.zone.account_id,
        "pool_ids": pool_ids,
        "emails": plan.emails,
        "webhooks": {name: secrets.require_secret(name) for name in plan.webhooks},
        "tags": topology.tags,
        "origin": {"emails": plan.origin["emails"], "webhooks": plan.origin["webhooks"]},
    }
