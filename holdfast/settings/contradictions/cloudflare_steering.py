"""Cloudflare: how its steering fits an entrance's policy, its regions and its monitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import cloudflare_defaults as defaults
from holdfast.settings import effective
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import ALL_CLOUDFLARE_REGIONS, CONTINENTS, CloudflareSteering, RoutingPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.cloudflare import CloudflareSettings
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_WITHOUT_REGION = "AN"

_BETWEEN_REGIONS = ("session_affinity", "adaptive_routing")


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """How Cloudflare chooses a region, against the entrance's policy and its regions."""
    for key, entrance in settings.entrances.items():
        if entrance.cloudflare is not None and effective.endpoints(entrance, settings):
            yield from _steering(("entrances", key), entrance, entrance.cloudflare, settings)
            yield from _uses(("entrances", key, "cloudflare"), entrance, entrance.cloudflare, settings)


def _steering(
    path: SettingPath, entrance: EntranceSettings, asked: CloudflareSettings, settings: Settings
) -> Iterator[Problem]:
    policy = defaults.policy(entrance, settings)
    known = defaults.known_steering(entrance, settings)
    if policy is RoutingPolicy.MULTIVALUE:
        yield Problem(
            path=(*path, "policy"),
            message="answers with several addresses at a time, and a load balancer of Cloudflare with one "
            "region: choose another policy, or leave cloudflare out",
            value=policy.value,
            allowed=tuple(
                one.value
                for one in (RoutingPolicy.LATENCY, RoutingPolicy.WEIGHTED, RoutingPolicy.GEOLOCATION)
            ),
        )
    elif asked.steering is not None and asked.steering not in known:
        yield Problem(
            path=(*path, "cloudflare", "steering"),
            message=f"does not answer as policy {policy} does",
            value=asked.steering.value,
            allowed=tuple(one.value for one in known),
        )
    elif not defaults.is_proxied(entrance) and defaults.steering(entrance, settings) not in defaults.DNS_ONLY:
        yield Problem(
            path=(*path, "cloudflare", "steering"),
            message="counts requests or connections, which Cloudflare sees only where it proxies",
            value=defaults.steering(entrance, settings).value,
        )
    places = effective.endpoints(entrance, settings)
    if asked.fallback is not None and asked.fallback not in places:
        yield Problem(
            path=(*path, "cloudflare", "fallback"),
            message="is not behind this entrance",
            value=asked.fallback,
            allowed=places,
        )
    if len(places) == 1:
        for field in _BETWEEN_REGIONS:
            if getattr(asked, field):
                yield Problem(
                    path=(*path, "cloudflare", field),
                    message=f"does nothing with one region behind the entrance, {places[0]}: leave it out",
                )
    if policy is RoutingPolicy.WEIGHTED:
        yield from _resting(path, entrance, asked)
    if policy is RoutingPolicy.GEOLOCATION:
        yield from _locations((*path, "locations"), entrance)


def _resting(path: SettingPath, entrance: EntranceSettings, asked: CloudflareSettings) -> Iterator[Problem]:
    """Check regions of weight 0, which Route 53 asks when all others are lost: a fallback pool is one."""
    resting = [place for place, weight in entrance.weights.items() if weight == 0]
    if 1 < len(resting) < len(entrance.weights):
        yield Problem(
            path=(*path, "weights"),
            message=f"are 0 for {', '.join(resting)}, and Cloudflare has one fallback pool for when all "
            "others are lost: give all but one a weight",
        )
    elif resting and asked.fallback not in (None, resting[0]):
        yield Problem(
            path=(*path, "cloudflare", "fallback"),
            message=f"is another region than {resting[0]}, whose weight of 0 makes it the one for when all "
            "others are lost",
            value=asked.fallback,
            allowed=(resting[0],),
        )


def _locations(path: SettingPath, entrance: EntranceSettings) -> Iterator[Problem]:
    """Check that Cloudflare knows each location: it has regions and countries, no states.

    Source: https://developers.cloudflare.com/load-balancing/understand-basics/traffic-steering/
    steering-policies/geo-steering/ (2026-11).
    """
    for place, locations in entrance.locations.items():
        for index, location in enumerate(locations):
            if location.startswith("US-"):
                why = "Cloudflare steers by its regions and by country, not by state: name US"
            elif location == _WITHOUT_REGION:
                why = "none of Cloudflare's regions is Antarctica: name its country, AQ"
            else:
                continue
            yield Problem(path=(*path, place, index), message=why, value=location, allowed=_mapped())


def _mapped() -> tuple[str, ...]:
    return ("default", *(one for one in CONTINENTS if one != _WITHOUT_REGION), "a country")


def _uses(
    path: SettingPath, entrance: EntranceSettings, asked: CloudflareSettings, settings: Settings
) -> Iterator[Problem]:
    """Check what only some ways of steering use."""
    steering = defaults.steering(entrance, settings)
    measured = (ALL_CLOUDFLARE_REGIONS,)
    if (
        steering is CloudflareSteering.DYNAMIC_LATENCY
        and ALL_CLOUDFLARE_REGIONS not in defaults.check_regions(entrance, settings)
    ):
        yield Problem(
            path=(*path, "monitor", "check_regions"),
            message="must be all with steering dynamic_latency, which measures by the checks",
            value=asked.monitor.check_regions,
            allowed=measured,
        )
    known = {CloudflareSteering.GEO, CloudflareSteering.PROXIMITY}
    if asked.location is not None and steering not in known and not defaults.is_proxied(entrance):
        yield Problem(
            path=(*path, "location"),
            message=f"does nothing with steering {steering}: only geo and proximity ask for it",
        )
