from __future__ import annotations

from typing import Any

import pytest

from holdfast.components.cloudflare_load_balancer import CloudflareLoadBalancer
from holdfast.topology.values import CloudflareAffinity, CloudflareFailover, CloudflareSteering
from tests.components.cloudflare_args import (
    ACCOUNT,
    NAME,
    args,
    balancer,
    endpoints,
    found,
    pool,
)
from tests.components.declared import declared

PROXIED = {"proxied": True}
COOKIE: dict[str, Any] = {"kind": CloudflareAffinity.COOKIE}
HEADER: dict[str, Any] = {"kind": CloudflareAffinity.HEADER, "headers": ["x-session"]}


def test_declares_a_name_a_monitor_and_a_pool_per_region_and_the_balancer() -> None:
    resources = found(tags={"Team": "orders", "Stack": "prod"}, origin={"order": "holdfast:regions"})
    places = [
        (kind, f"{NAME}-{place}{noun}")
        for place in ("use1", "euw1")
        for kind, noun in (
            ("cloudflare:index/dnsRecord:DnsRecord", ""),
            ("cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor", "-monitor"),
            ("cloudflare:index/loadBalancerPool:LoadBalancerPool", "-pool"),
        )
    ]
    assert resources.pairs() == {
        ("holdfast:index:CloudflareLoadBalancer", NAME),
        ("cloudflare:index/loadBalancer:LoadBalancer", NAME),
        *places,
    }
    assert {one.parent for one in resources if one.custom} == {NAME}
    assert resources(NAME, "CloudflareLoadBalancer").outputs == {
        "load_balancer_id": f"{NAME}-id",
        "pool_ids": {"use1": pool("use1"), "euw1": pool("euw1")},
        "fqdn": "api.example.com",
        "origin": {"order": "holdfast:regions"},
    }
    record = resources(f"{NAME}-use1", "DnsRecord")
    assert record.inputs == {
        "zoneId": "ZONE",
        "name": "use1.api.example.com",
        "type": "CNAME",
        "content": "use1-lb.elb.amazonaws.com",
        "proxied": False,
        "ttl": 60,
        "comment": "Stack=prod, Team=orders",
    }
    described = {one.inputs.get("description", "Stack=prod, Team=orders") for one in resources if one.custom}
    assert described == {"Stack=prod, Team=orders"}


def test_a_region_is_judged_by_its_own_name_and_by_its_certificate() -> None:
    asked = {
        "path": "/healthz",
        "interval_seconds": 30.0,
        "timeout_seconds": 5.0,
        "retries": 2.0,
        "consecutive_up": 3.0,
        "consecutive_down": 4.0,
        "expected_codes": "200",
        "expected_body": "ok",
    }
    resources = found(monitor=asked)
    assert resources(f"{NAME}-euw1-monitor").inputs == {
        "accountId": ACCOUNT,
        "type": "https",
        "method": "GET",
        "port": 443,
        "path": "/healthz",
        "header": {"Host": ["euw1.api.example.com"]},
        "interval": 30,
        "timeout": 5,
        "retries": 2,
        "consecutiveUp": 3,
        "consecutiveDown": 4,
        "expectedCodes": "200",
        "expectedBody": "ok",
        "followRedirects": False,
        "allowInsecure": False,
    }


def test_a_door_with_an_address_for_each_name_is_asked_by_the_public_one() -> None:
    own = endpoints("use1", "euw1", use1={"host_dns_name": "use1-own.execute-api.amazonaws.com"})
    resources = found(endpoints=own)
    assert resources(f"{NAME}-use1", "DnsRecord").inputs["content"] == "use1-own.execute-api.amazonaws.com"
    (origin,) = resources(f"{NAME}-use1-pool").inputs["origins"]
    assert origin["address"] == "use1-lb.elb.amazonaws.com"
    assert resources(f"{NAME}-use1-monitor").inputs["header"] == {"Host": ["api.example.com"]}
    assert resources(f"{NAME}-euw1-monitor").inputs["header"] == {"Host": ["euw1.api.example.com"]}


def test_a_pool_holds_what_answers_in_the_region_and_stays_as_somebody_switched_it() -> None:
    one = found()(f"{NAME}-euw1-pool")
    assert one.inputs == {
        "accountId": ACCOUNT,
        "name": f"holdfast-prod-{NAME}-euw1-pool",
        "origins": [{"name": "euw1", "address": "euw1-lb.elb.amazonaws.com", "enabled": True, "weight": 1}],
        "monitor": f"{NAME}-euw1-monitor-id",
        "minimumOrigins": 1,
        "checkRegions": ["ENAM", "WEU", "WNAM"],
        "enabled": True,
    }
    assert one.ignore_changes == ("enabled", "loadShedding")


def test_goes_through_the_regions_in_order_and_falls_back_to_the_first() -> None:
    assert balancer() == {
        "zoneId": "ZONE",
        "name": "api.example.com",
        "steeringPolicy": "off",
        "defaultPools": [pool("use1"), pool("euw1")],
        "fallbackPool": pool("use1"),
        "regionPools": {},
        "countryPools": {},
        "adaptiveRouting": {"failoverAcrossPools": False},
        "sessionAffinity": "none",
        "proxied": False,
        "ttl": 30,
        "enabled": True,
    }
    assert balancer(fallback="euw1")["fallbackPool"] == pool("euw1")
    assert balancer(ttl_seconds=60.0)["ttl"] == 60
    assert "ttl" not in balancer(**PROXIED)


def test_a_swap_of_roles_changes_two_lists_of_the_balancer_and_nothing_else() -> None:
    before = {one.urn: one.inputs for one in found() if one.custom}
    after = {one.urn: one.inputs for one in found(order=["euw1", "use1"]) if one.custom}
    assert before.keys() == after.keys()
    changed = {
        urn: {key for key in one.keys() | after[urn].keys() if one.get(key) != after[urn].get(key)}
        for urn, one in before.items()
        if one != after[urn]
    }
    assert list(changed.values()) == [{"defaultPools", "fallbackPool"}]


def test_a_further_region_changes_nothing_of_the_others() -> None:
    before = {one.urn: one.inputs for one in found() if one.custom}
    more = found(endpoints=endpoints("use1", "euw1", "apse1"), order=["use1", "euw1", "apse1"])
    after = {one.urn: one.inputs for one in more if one.custom}
    assert before.keys() < after.keys()
    assert [urn for urn in before if before[urn] != after[urn] and "LoadBalancer::" not in urn] == []


@pytest.mark.parametrize(
    ("weights", "shares"),
    [
        ({"use1": 90, "euw1": 10}, {"use1": 1, "euw1": 0.11}),
        ({"use1": 255, "euw1": 1}, {"use1": 1, "euw1": 0.01}),
        ({"use1": 5, "euw1": 0}, {"use1": 1, "euw1": 0}),
    ],
)
def test_weights_are_shares_of_the_heaviest(weights: dict[str, int], shares: dict[str, float]) -> None:
    by_place = {place: {"weight": weight} for place, weight in weights.items()}
    inputs = balancer(steering=CloudflareSteering.RANDOM, endpoints=endpoints("use1", "euw1", **by_place))
    assert inputs["steeringPolicy"] == "random"
    assert inputs["randomSteering"] == {
        "defaultWeight": 1,
        "poolWeights": {pool(place): share for place, share in shares.items()},
    }


def test_latency_is_measured_from_everywhere() -> None:
    resources = found(steering=CloudflareSteering.DYNAMIC_LATENCY)
    assert resources(NAME, "LoadBalancer").inputs["steeringPolicy"] == "dynamic_latency"
    assert resources(f"{NAME}-use1-pool").inputs["checkRegions"] == ["ALL_REGIONS"]


def test_distance_needs_to_know_where_pools_are() -> None:
    where = {"use1": {"latitude": 39.0, "longitude": -77.5}, "euw1": {"latitude": 53.4, "longitude": -6.3}}
    resources = found(steering=CloudflareSteering.PROXIMITY, endpoints=endpoints("use1", "euw1", **where))
    inputs = resources(f"{NAME}-euw1-pool").inputs
    assert (inputs["latitude"], inputs["longitude"]) == (53.4, -6.3)


def test_places_lead_to_pools_in_their_order() -> None:
    inputs = balancer(
        steering=CloudflareSteering.GEO,
        region_pools={"WEU": ["euw1", "use1"]},
        country_pools={"CA": ["use1", "euw1"]},
    )
    assert inputs["regionPools"] == {"WEU": [pool("euw1"), pool("use1")]}
    assert inputs["countryPools"] == {"CA": [pool("use1"), pool("euw1")]}


def test_sessions_stay() -> None:
    cookie = balancer(
        **PROXIED,
        session_affinity={
            **COOKIE,
            "drain_seconds": 120.0,
            "zero_downtime_failover": CloudflareFailover.STICKY,
        },
    )
    assert (cookie["sessionAffinity"], cookie["sessionAffinityTtl"]) == ("cookie", 82800)
    assert cookie["sessionAffinityAttributes"] == {"drainDuration": 120, "zeroDowntimeFailover": "sticky"}
    header = balancer(**PROXIED, session_affinity={**HEADER, "require_all_headers": True})
    assert (header["sessionAffinity"], header["sessionAffinityTtl"]) == ("header", 1800)
    assert header["sessionAffinityAttributes"] == {
        "headers": ["x-session"],
        "requireAllHeaders": True,
        "zeroDowntimeFailover": "none",
    }


def test_a_refused_request_goes_on_to_another_region() -> None:
    assert balancer(**PROXIED, adaptive_routing=True)["adaptiveRouting"] == {"failoverAcrossPools": True}


def test_says_where_clients_are() -> None:
    strategy = balancer(location={"mode": "resolver_ip"})["locationStrategy"]
    assert strategy == {"mode": "resolver_ip", "preferEcs": "proximity"}


def test_protection_holds_the_balancer_alone() -> None:
    held = [one.name for one in found() if one.protect]
    assert held == [NAME]
    assert [one.name for one in found(protection=False) if one.protect] == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"account_id": "mine"}, "'account_id' is 32 hexadecimal digits"),
        ({"endpoints": {}, "order": []}, "'endpoints' needs at least one region"),
        ({"order": ["use1"]}, "'order' names each of euw1, use1 once, got use1"),
        ({"fallback": "apse1"}, "'fallback' is one of euw1, use1"),
        ({"domain": "use1.api.example.com"}, "must be one region's own name"),
        ({"region_pools": {"WEU": ["use1"]}}, "do nothing without steering 'geo'"),
        ({"steering": "geo"}, "needs 'region_pools' or 'country_pools'"),
        ({"steering": "geo", "region_pools": {"EU": ["use1"]}}, "'region_pools' knows EEU"),
        ({"steering": "geo", "country_pools": {"ca": ["use1"]}}, "codes such as CA, got 'ca'"),
        ({"steering": "geo", "country_pools": {"CA": ["apse1"]}}, "CA in 'country_pools' names some of"),
        ({"endpoints": endpoints("use1", "euw1", use1={"weight": 1})}, "weights do nothing with steering"),
        (
            {"steering": "random", "endpoints": endpoints("use1", "euw1", use1={"weight": 1})},
            "weights of all regions or of none",
        ),
        (
            {
                "steering": "random",
                "endpoints": endpoints("use1", "euw1", use1={"weight": 0}, euw1={"weight": 0}),
            },
            "weights are all 0",
        ),
        (
            {"steering": "random", "endpoints": endpoints("use1", "euw1", use1={"weight": 300})},
            "the weight of use1 lies between 0 and 255",
        ),
        ({"steering": "proximity"}, "needs the latitude and the longitude of euw1"),
        (
            {"endpoints": endpoints("use1", "euw1", use1={"latitude": 1.0, "longitude": 1.0})},
            "coordinates of use1 do nothing",
        ),
        ({"steering": "least_connections"}, "'least_connections' needs 'proxied'"),
        ({"adaptive_routing": True}, "'adaptive_routing' needs 'proxied'"),
        ({"session_affinity": COOKIE}, "'session_affinity' needs 'proxied'"),
        ({"ttl_seconds": 10}, "'ttl_seconds' lies between 30 and 600, got 10"),
        ({**PROXIED, "ttl_seconds": 60}, "'ttl_seconds' does nothing where Cloudflare proxies"),
        ({**PROXIED, "location": {}}, "'location' does nothing where Cloudflare proxies"),
        ({"monitor": {"path": "healthz"}}, "starts with /"),
        ({"monitor": {"path": "/", "interval_seconds": 5}}, "'interval_seconds' lies between 10 and 3600"),
        ({"monitor": {"path": "/", "timeout_seconds": 8}}, "times 2 checks stays under the interval of 15 s"),
        ({"monitor": {"path": "/", "port": 0}}, "'port' lies between 1 and 65535"),
        ({"monitor": {"path": "/", "retries": 6}}, "'retries' lies between 0 and 5"),
        ({"monitor": {"path": "/", "consecutive_down": 0}}, "'consecutive_down' lies between 1 and 10"),
        ({"monitor": {"path": "/", "consecutive_up": 11}}, "'consecutive_up' lies between 1 and 10"),
        ({"monitor": {"path": "/", "expected_codes": "ok"}}, "'expected_codes' is a status"),
        ({"monitor": {"path": "/", "check_regions": ["EU"]}}, "'check_regions' knows EEU"),
        (
            {"steering": "dynamic_latency", "monitor": {"path": "/", "check_regions": ["WEU"]}},
            "'dynamic_latency' needs 'check_regions' ALL_REGIONS",
        ),
        ({**PROXIED, "session_affinity": {**COOKIE, "ttl_seconds": 60}}, "lies between 1800 and 604800"),
        ({**PROXIED, "session_affinity": {**HEADER, "ttl_seconds": 7200}}, "lies between 30 and 3600"),
        ({**PROXIED, "session_affinity": {**HEADER, "headers": []}}, "needs 1 to 5 headers, got 0"),
        ({**PROXIED, "session_affinity": {**COOKIE, "headers": ["a"]}}, "'headers' do nothing"),
        (
            {**PROXIED, "session_affinity": {**HEADER, "zero_downtime_failover": "sticky"}},
            "'sticky' failover of sessions needs a cookie",
        ),
    ],
)
def test_refuses_what_contradicts_itself(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match="Cloudflare load balancer 'global-public-cloudflare'") as error:
        declared(lambda: CloudflareLoadBalancer(NAME, args(**changes)))
    assert words in str(error.value)


def test_tells_all_problems_at_once() -> None:
    with pytest.raises(ValueError, match=r"'fallback'.*'adaptive_routing'"):
        declared(lambda: CloudflareLoadBalancer(NAME, args(fallback="x", adaptive_routing=True)))
