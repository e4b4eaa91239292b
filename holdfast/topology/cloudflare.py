"""Cloudflare in front of an entrance, planned."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from holdfast.settings import cloudflare_defaults as defaults
from holdfast.topology.cloudflare_locations import location_pools
from holdfast.topology.cloudflare_ranges import IPV4_RANGES
from holdfast.topology.coordinates import COORDINATES
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    EDGE_PLACE,
    CloudflareAffinityPlan,
    CloudflareLocationPlan,
    CloudflareMonitorPlan,
    CloudflarePlan,
    CloudflareRateLimitPlan,
    CloudflareSteering,
    CloudflareZonePlan,
    RoutingPolicy,
)
from holdfast.topology.waf import carried_rps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.settings import CloudflareSettings, EntranceSettings, Settings

CLIENT_PERCENT = 10.0
"""Share of what surviving regions carry that one client may send: an assumption, as the settings say."""

_CHARACTERISTICS = {"address": "ip.src", "visitor": "cf.unique_visitor_id"}
_PARTS = (
    *("zone", "steering", "fallback", "proxied", "ttl_seconds", "monitor", "session_affinity"),
    *("adaptive_routing", "location", "origin_lock", "edge_certificate", "rate_limit", "managed_rules"),
)


def plan_cloudflare(key: str, settings: Settings) -> CloudflarePlan | None:
    """Plan it for one entrance; None for an entrance without it.

    Args:
        key: The entrance's key in the settings.
        settings: The whole settings.
    """
    entrance = settings.entrances[key]
    asked = entrance.cloudflare
    if asked is None:
        return None
    above, proxied = f"holdfast:entrances.{key}", defaults.is_proxied(entrance)
    path = f"{above}.cloudflare"
    steering, order = defaults.steering(entrance, settings), _order(entrance, settings)
    by_place = steering is CloudflareSteering.GEO
    regions, countries = location_pools(entrance.locations if by_place else {}, order)
    told, affinity, location = asked.notifications, asked.session_affinity, asked.location
    return CloudflarePlan(
        zone=CloudflareZonePlan(
            name=asked.zone.name,
            account_id=asked.account_id,
            zone_id=asked.zone.id,
            delegated=defaults.is_delegated(asked),
            multi_provider=entrance.zone is not None,
        ),
        steering=steering,
        order=order,
        fallback=defaults.fallback(entrance, settings),
        region_pools=regions,
        country_pools=countries,
        coordinates={place: COORDINATES[place] for place in order}
        if steering is CloudflareSteering.PROXIMITY
        else {},
        proxied=proxied,
        ttl_seconds=None if proxied else asked.ttl_seconds,
        monitor=_monitor(entrance, asked, settings),
        session_affinity=None
        if affinity is None
        else CloudflareAffinityPlan(
            kind=affinity.kind,
            ttl_seconds=defaults.session_seconds(affinity),
            headers=tuple(sorted(affinity.headers)),
            require_all_headers=affinity.require_all_headers,
            drain_seconds=affinity.drain_seconds,
            zero_downtime_failover=affinity.zero_downtime_failover,
        ),
        adaptive_routing=asked.adaptive_routing,
        location=None
        if location is None
        else CloudflareLocationPlan(mode=location.mode, prefer_ecs=location.prefer_ecs),
        origin_lock=asked.origin_lock,
        edge_certificate=asked.edge_certificate == "advanced",
        rate_limit=_rate_limit(entrance, asked, settings),
        managed_rules=tuple(sorted(asked.managed_rules)),
        monitor_cidrs=IPV4_RANGES,
        emails=() if told is None else tuple(sorted(told.emails)),
        webhooks=() if told is None else tuple(sorted(told.webhooks)),
        origin=origin(
            order=", ".join(f"holdfast:regions.{place}.role" for place in order),
            coordinates=path_of(asked, path, "steering"),
            monitor_cidrs=path_of(asked, path, "monitor"),
            **dict.fromkeys(("region_pools", "country_pools"), path_of(entrance, above, "locations")),
            **{part: path_of(asked, path, part) for part in _PARTS},
            **dict.fromkeys(("emails", "webhooks"), path_of(asked, path, "notifications")),
        ),
    )


def _order(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Return the places in the order of failover; by location, that of clients who are nowhere else first."""
    order = defaults.order(entrance, settings)
    if defaults.policy(entrance, settings) is not RoutingPolicy.GEOLOCATION:
        return order
    first = defaults.default_place(entrance, settings)
    return (first, *(place for place in order if place != first))


def _monitor(
    entrance: EntranceSettings, asked: CloudflareSettings, settings: Settings
) -> CloudflareMonitorPlan:
    monitor = asked.monitor
    return CloudflareMonitorPlan(
        expected_codes=monitor.expected_codes,
        interval_seconds=monitor.interval_seconds,
        timeout_seconds=monitor.timeout_seconds,
        retries=monitor.retries,
        consecutive_up=monitor.consecutive_up,
        consecutive_down=monitor.consecutive_down,
        check_regions=defaults.check_regions(entrance, settings),
    )


def _rate_limit(
    entrance: EntranceSettings, asked: CloudflareSettings, settings: Settings
) -> CloudflareRateLimitPlan | None:
    limit = asked.rate_limit
    if limit is None:
        return None
    carried = float(carried_rps(entrance, settings)[EDGE_PLACE])
    share = (limit.percent or CLIENT_PERCENT) / 100
    return CloudflareRateLimitPlan(
        requests=limit.requests or max(1, ceil(carried * limit.period_seconds * share)),
        period_seconds=limit.period_seconds,
        mitigation_seconds=limit.mitigation_seconds,
        characteristics=(_client(limit.by, limit.header),),
    )


def _client(by: str, header: str | None) -> str:
    return _CHARACTERISTICS.get(by) or f'http.request.headers["{header}"]'


def allowed_cidrs(entrance: EntranceSettings) -> Sequence[str]:
    """Return who may connect to an entrance's load balancers: Cloudflare alone where it is locked to it."""
    locked = entrance.cloudflare is not None and entrance.cloudflare.origin_lock
    return IPV4_RANGES if locked else entrance.load_balancer.allowed_cidrs
