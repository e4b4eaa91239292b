from __future__ import annotations

import ipaddress
from typing import Any

import pytest

from holdfast.settings import PLACES
from holdfast.topology.cloudflare_locations import REGIONS_OF, location_pools
from holdfast.topology.cloudflare_ranges import IPV4_RANGES
from holdfast.topology.coordinates import COORDINATES
from holdfast.topology.plan import plan
from holdfast.topology.values import (
    CLOUDFLARE_REGIONS,
    CONTINENTS,
    CloudflareManagedRules,
    CloudflarePlan,
    CloudflareSteering,
    EntrancePlan,
)
from tests.settings.cloudflare_samples import PAIR, alone, both
from tests.topology.examples import changed, settings

THREE: dict[str, Any] = {"use1": {}, "euw1": {}, "apse1": {}}


def entrance(raw: dict[str, Any]) -> EntrancePlan:
    return plan(settings(raw), project="p", stack="s").entrances[0]


def planned(raw: dict[str, Any]) -> CloudflarePlan:
    found = entrance(raw).cloudflare
    assert found is not None
    return found


def test_an_entrance_without_it_has_none() -> None:
    assert entrance(changed()).cloudflare is None


def test_active_regions_come_first_in_the_order_and_catch_what_is_left() -> None:
    pair = planned(alone(PAIR))
    assert (pair.order, pair.fallback) == (("use1", "euw1"), "use1")
    swapped = planned(alone({"use1": {"role": "standby"}, "euw1": {}}))
    assert (swapped.order, swapped.fallback) == (("euw1", "use1"), "euw1")


def test_regions_lie_where_steering_by_distance_looks() -> None:
    assert planned(alone(steering="proximity")).coordinates == {
        place: COORDINATES[place] for place in ("euw1", "use1")
    }
    assert planned(alone()).coordinates == {}


def test_locations_become_pools_with_every_other_region_behind() -> None:
    locations = {"use1": ["default", "SA"], "euw1": ["EU", "country:SA"], "apse1": ["AS"]}
    found = planned(both(THREE, entrance={"policy": "geolocation", "locations": locations}))
    assert found.steering is CloudflareSteering.GEO
    assert (found.order, found.fallback) == (("use1", "apse1", "euw1"), "use1")
    assert found.region_pools == {
        **dict.fromkeys(("NSAM", "SSAM"), ("use1", "apse1", "euw1")),
        **dict.fromkeys(("EEU", "WEU"), ("euw1", "use1", "apse1")),
        **dict.fromkeys(("ME", "NEAS", "SAS", "SEAS"), ("apse1", "use1", "euw1")),
    }
    assert found.country_pools == {"SA": ("euw1", "use1", "apse1")}


def test_every_continent_but_one_is_regions_of_cloudflares_and_none_is_two() -> None:
    mapped = [region for regions in REGIONS_OF.values() for region in regions]
    assert set(REGIONS_OF) == set(CONTINENTS) - {"AN"}
    assert sorted(mapped) == sorted(CLOUDFLARE_REGIONS)


def test_only_named_locations_are_pools() -> None:
    assert location_pools({"use1": ["default"]}, ["use1"]) == ({}, {})


def test_every_place_lies_somewhere_else() -> None:
    assert COORDINATES.keys() == PLACES.keys()
    assert all(-90 <= north <= 90 and -180 <= east <= 180 for north, east in COORDINATES.values())
    assert len(set(COORDINATES.values())) == len(COORDINATES)


def test_a_client_may_send_a_tenth_of_what_survives() -> None:
    # 900 requests a second at the peak, which one of two regions carries alone after a failover.
    limit = planned(alone(rate_limit={"period_seconds": 10})).rate_limit
    assert limit is not None
    assert (limit.requests, limit.characteristics) == (900, ("ip.src",))
    half = planned(alone(rate_limit={"period_seconds": 10, "percent": 5.0})).rate_limit
    assert half is not None
    assert half.requests == 450


def test_a_client_is_what_the_settings_say() -> None:
    by_header = planned(alone(plan="enterprise", rate_limit={"by": "header", "header": "x-api-key"}))
    assert by_header.rate_limit is not None
    assert by_header.rate_limit.characteristics == ('http.request.headers["x-api-key"]',)


def test_the_lock_admits_cloudflare_alone() -> None:
    assert entrance(alone(origin_lock=True)).load_balancer.allowed_cidrs == IPV4_RANGES
    assert entrance(alone()).load_balancer.allowed_cidrs == ("0.0.0.0/0",)
    networks = [ipaddress.IPv4Network(block) for block in IPV4_RANGES]
    assert list(ipaddress.collapse_addresses(networks)) == sorted(networks)


def test_nobody_but_route_53_reads_the_maintenance_switch() -> None:
    assert {one.switch_place for one in entrance(alone(PAIR)).endpoints} == {None}
    assert {one.switch_place for one in entrance(both(PAIR)).endpoints} == {"use1", "euw1"}


@pytest.mark.parametrize(
    ("raw", "certified"),
    [
        (alone(), True),
        (alone(zone={"name": "example.com"}), False),
        (both(zone={"name": "example.com"}), True),
        (both(entrance={"zone": {"name": "example.com"}}), True),
        (both(entrance={"zone": {"name": "example.com"}}, zone={"name": "example.com"}), False),
    ],
)
def test_certificates_wait_for_one_who_answers(raw: dict[str, Any], certified: bool) -> None:
    assert entrance(raw).is_certified is certified


def test_a_zone_knows_that_route_53_answers_for_it_too() -> None:
    assert planned(both()).zone.multi_provider is True
    assert planned(alone()).zone.multi_provider is False


def test_everything_said_is_planned_with_its_path() -> None:
    found = planned(
        alone(
            session_affinity={"drain_seconds": 60},
            managed_rules=["owasp", "cloudflare"],
            notifications={"emails": ["b@example.com", "a@example.com"], "webhooks": ["pager"]},
        )
    )
    assert found.session_affinity is not None
    assert (found.session_affinity.ttl_seconds, found.session_affinity.drain_seconds) == (82800, 60)
    assert found.managed_rules == (CloudflareManagedRules.CLOUDFLARE, CloudflareManagedRules.OWASP)
    assert (found.emails, found.webhooks) == (("a@example.com", "b@example.com"), ("pager",))
    where = "holdfast:entrances.public.cloudflare"
    assert found.origin["managed_rules"] == f"{where}.managed_rules"
    assert found.origin["emails"] == f"{where}.notifications"
    assert found.origin["steering"] == f"{where}.steering (default)"
    assert found.origin.keys() == set(CloudflarePlan.__dataclass_fields__) - {"origin"}
