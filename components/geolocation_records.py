"""The record set of geolocation routing, in which a lost region's clients are always served elsewhere.

One record per location, so a location that moves to another place changes its record in place. From an
unhealthy location Route 53 itself goes to the next wider one: state, country, continent, default. Were the
default unhealthy too, it would answer with the narrowest, which is the dead region
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-geo-alias.html, Health
check). So the default leads to a failover pair, ``fallback.<domain>``: first the default's place, second the
latency set, which finds the nearest healthy region whichever regions are lost, without a ring whose links a
new region would move. The latency set is the one that the policy ``latency`` has, so that a change between
the two policies keeps it.

Without a default, Route 53 has "no answer" for clients that no record covers
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geo.html): it is required.
"""

import re

from pulumi_aws import route53

from holdfast.components.routing_records import (
    Routing,
    alias_to_balancer,
    alias_to_name,
    latency_set,
    slot_record,
)
from holdfast.topology.values import CONTINENTS

DEFAULT = "default"
"""Location of clients that no other record covers."""

FALLBACK = "fallback"
"""Label of the failover pair behind the default."""

_LOCATION = re.compile(r"default|(country:)?[A-Z]{2}|US-[A-Z]{2}")


def geolocation_problems(routing: Routing) -> list[str]:
    """What keeps the set from being declared, one sentence each."""
    problems = []
    seen: dict[str, str] = {}
    for place, location in _listed(routing):
        if not _LOCATION.fullmatch(location):
            problems.append(
                f"location {location!r} of {place} is no continent (EU), country (CA), state (US-CA) or "
                f"{DEFAULT}"
            )
        if location in seen:
            problems.append(f"location {location!r} leads to both {seen[location]} and {place}")
        seen[location] = place
    if DEFAULT not in seen:
        problems.append(
            "geolocation needs one place with the location 'default', or clients elsewhere get no answer"
        )
    return problems


def geolocation_set(routing: Routing, label: str, latency_label: str) -> "list[route53.Record]":
    """Declare one record per location, and behind the default the pair that finds a healthy region."""
    places = {location: place for place, location in _listed(routing)}
    located = [
        alias_to_balancer(
            routing,
            f"{label}-{_key(location)}",
            routing.set_name(label),
            places[location],
            set_identifier=_key(location),
            health_check_id=routing.endpoints[places[location]]["health_check_id"],
            geolocation_routing_policies=[_located(location)],
        )
        for location in sorted(places.keys() - {DEFAULT})
    ]
    default = alias_to_name(
        routing,
        f"{label}-{DEFAULT}",
        routing.set_name(label),
        routing.set_name(FALLBACK),
        routing.after(_fallback(routing, places[DEFAULT], latency_label)),
        set_identifier=DEFAULT,
        geolocation_routing_policies=[route53.RecordGeolocationRoutingPolicyArgs(country="*")],
    )
    return [*located, default]


def _fallback(routing: Routing, place: str, latency_label: str) -> "list[route53.Record]":
    nearest = alias_to_name(
        routing,
        f"{FALLBACK}-secondary",
        routing.set_name(FALLBACK),
        routing.set_name(latency_label),
        routing.after(latency_set(routing, latency_label)),
        set_identifier="secondary",
        failover_routing_policies=[route53.RecordFailoverRoutingPolicyArgs(type="SECONDARY")],
    )
    return [slot_record(routing, FALLBACK, "primary", place), nearest]


def _listed(routing: Routing) -> list[tuple[str, str]]:
    return [
        (place, location)
        for place in routing.places
        for location in routing.endpoints[place].get("locations", [])
    ]


def _key(location: str) -> str:
    return location.lower().replace(":", "-")


def _located(location: str) -> "route53.RecordGeolocationRoutingPolicyArgs":
    if location in CONTINENTS:
        return route53.RecordGeolocationRoutingPolicyArgs(continent=location)
    country, _, state = location.removeprefix("country:").partition("-")
    return route53.RecordGeolocationRoutingPolicyArgs(country=country, subdivision=state or None)
