"""What settings of Cloudflare come to once defaults that depend on other settings are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.values import (
    ALL_CLOUDFLARE_REGIONS,
    CloudflareAffinity,
    CloudflareSteering,
    Role,
    RoutingPolicy,
)

if TYPE_CHECKING:
    from holdfast.settings.cloudflare import CloudflareAffinitySettings, CloudflareSettings
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.stack import Settings

STEERING: dict[RoutingPolicy, tuple[CloudflareSteering, ...]] = {
    RoutingPolicy.SIMPLE: (CloudflareSteering.OFF,),
    RoutingPolicy.FAILOVER: (CloudflareSteering.OFF,),
    RoutingPolicy.LATENCY: (
        CloudflareSteering.DYNAMIC_LATENCY,
        CloudflareSteering.PROXIMITY,
        CloudflareSteering.RANDOM,
        CloudflareSteering.LEAST_OUTSTANDING_REQUESTS,
        CloudflareSteering.LEAST_CONNECTIONS,
    ),
    RoutingPolicy.WEIGHTED: (
        CloudflareSteering.RANDOM,
        CloudflareSteering.LEAST_OUTSTANDING_REQUESTS,
        CloudflareSteering.LEAST_CONNECTIONS,
    ),
    RoutingPolicy.GEOLOCATION: (CloudflareSteering.GEO,),
    RoutingPolicy.MULTIVALUE: (),
}
"""What answers in the sense of each of Route 53's policies, the nearest first; nothing answers with several
addresses at a time."""

DNS_ONLY: frozenset[CloudflareSteering] = frozenset(
    {
        CloudflareSteering.OFF,
        CloudflareSteering.DYNAMIC_LATENCY,
        CloudflareSteering.PROXIMITY,
        CloudflareSteering.GEO,
        CloudflareSteering.RANDOM,
    }
)
"""What a DNS-only load balancer can do: the others count requests or connections."""

_NEAREST = (CloudflareSteering.DYNAMIC_LATENCY, CloudflareSteering.PROXIMITY)
_CHECK_REGIONS = ("ENAM", "WEU", "WNAM")
_HEADER_SESSION_SECONDS, _COOKIE_SESSION_SECONDS = 1800, 82_800
"""Cloudflare's own defaults.

Source: session_affinity_ttl in https://developers.cloudflare.com/api/resources/load_balancers/ (2026-11).
"""


def policy(entrance: EntranceSettings, settings: Settings) -> RoutingPolicy:
    """Give the policy that answers amount to: one place is simple, whatever the settings say."""
    alone = len(effective.endpoints(entrance, settings)) == 1
    return RoutingPolicy.SIMPLE if alone else effective.policy(entrance, settings)


def is_proxied(entrance: EntranceSettings) -> bool:
    """Whether requests pass through Cloudflare."""
    asked = entrance.cloudflare
    if asked is None:
        return False
    return entrance.zone is None if asked.proxied is None else asked.proxied


def is_delegated(cloudflare: CloudflareSettings) -> bool:
    """Whether the parent domain delegates to Cloudflare: as said, else true of a zone that exists."""
    zone = cloudflare.zone
    return zone.id is not None if zone.delegated is None else zone.delegated


def known_steering(entrance: EntranceSettings, settings: Settings) -> tuple[CloudflareSteering, ...]:
    """Give what answers in the sense of the entrance's policy; beside Route 53 what answers as it does."""
    routed = policy(entrance, settings)
    alike = routed is RoutingPolicy.LATENCY and entrance.zone is not None
    return _NEAREST if alike else STEERING[routed]


def steering(entrance: EntranceSettings, settings: Settings) -> CloudflareSteering:
    """Give how Cloudflare chooses a region."""
    known = known_steering(entrance, settings)
    asked = None if entrance.cloudflare is None else entrance.cloudflare.steering
    return asked or (known[0] if known else CloudflareSteering.OFF)


def check_regions(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Give the regions of Cloudflare's that check."""
    asked = None if entrance.cloudflare is None else entrance.cloudflare.monitor.check_regions
    if asked is not None:
        return tuple(sorted(set(asked)))
    measures = steering(entrance, settings) is CloudflareSteering.DYNAMIC_LATENCY
    return (ALL_CLOUDFLARE_REGIONS,) if measures else _CHECK_REGIONS


def order(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Give the places in the order of failover: active ones first, else by name."""
    places = effective.endpoints(entrance, settings)
    return tuple(sorted(places, key=lambda place: (settings.regions[place].role is not Role.ACTIVE, place)))


def fallback(entrance: EntranceSettings, settings: Settings) -> str:
    """Give the place that gets the traffic when none is healthy."""
    asked = None if entrance.cloudflare is None else entrance.cloudflare.fallback
    places = order(entrance, settings)
    if asked is not None:
        return asked
    match policy(entrance, settings):
        case RoutingPolicy.GEOLOCATION:
            return default_place(entrance, settings)
        case RoutingPolicy.WEIGHTED:
            resting = [place for place in places if entrance.weights.get(place) == 0]
            if len(resting) == 1:
                return resting[0]
            return max(places, key=lambda place: entrance.weights.get(place, 0))
        case _:
            return places[0]


def default_place(entrance: EntranceSettings, settings: Settings) -> str:
    """Give the place of clients who are nowhere else."""
    places = order(entrance, settings)
    return next((place for place in places if "default" in entrance.locations.get(place, ())), places[0])


def session_seconds(affinity: CloudflareAffinitySettings) -> int:
    """Give the life of a session."""
    if affinity.ttl_seconds is not None:
        return affinity.ttl_seconds
    by_header = affinity.kind is CloudflareAffinity.HEADER
    return _HEADER_SESSION_SECONDS if by_header else _COOKIE_SESSION_SECONDS


def detection_seconds(entrance: EntranceSettings) -> int:
    """Give the longest time until Cloudflare takes a failed region out, and clients follow.

    Checks in a row that fail, the last one with its timeouts, and the answers in resolvers' caches where
    Cloudflare does not proxy (https://developers.cloudflare.com/load-balancing/monitors/, 2026-11).
    """
    asked = entrance.cloudflare
    if asked is None:
        return 0
    monitor = asked.monitor
    checks = monitor.interval_seconds * monitor.consecutive_down
    timeouts = monitor.timeout_seconds * (monitor.retries + 1)
    return checks + timeouts + (0 if is_proxied(entrance) else asked.ttl_seconds)
