"""What settings of Cloudflare are refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.settings.cloudflare_samples import (
    ALONE,
    ASKED,
    BOTH,
    ONE,
    PAIR,
    PROXY,
    TWO,
    ZONE,
    alone,
    both,
    mistakes,
    stack,
)
from tests.topology.examples import ENTRANCE, changed, settings

HERE = "holdfast:entrances.public"
CLOUDFLARE = f"{HERE}.cloudflare"
OF_PROXIES: list[dict[str, Any]] = [
    {"session_affinity": {}},
    {"adaptive_routing": True},
    {"origin_lock": True},
    {"rate_limit": {}},
    {"managed_rules": ["cloudflare"]},
]
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    (stack({"domain": "api.example.com"}), HERE, "has neither a zone nor cloudflare"),
    (
        stack({**ALONE, "domain": "api.example.org"}),
        f"{HERE}.domain",
        "lies outside its zone at Cloudflare, example.com",
    ),
    (
        both(entrance={"zone": {"name": "api.example.com"}}),
        f"{CLOUDFLARE}.zone.name",
        "is not the Route 53 zone, api.example.com",
    ),
    (alone(ONE, adaptive_routing=True), f"{CLOUDFLARE}.adaptive_routing", "does nothing with one region"),
    (alone(ONE, session_affinity={}), f"{CLOUDFLARE}.session_affinity", "does nothing with one region"),
    (both(proxied=True), f"{CLOUDFLARE}.proxied", "does not go with a Route 53 zone"),
    (
        alone(entrance={"health": {"interval_seconds": 10}}),
        f"{HERE}.health.interval_seconds",
        "does nothing without a Route 53 zone",
    ),
    (
        alone(entrance={"health": {"dependency": {"error_percent": 1.0}}}),
        f"{HERE}.health.dependency",
        "does nothing without a Route 53 zone",
    ),
    (
        alone(entrance={"accelerator": {}}),
        f"{HERE}.accelerator",
        "Cloudflare leads clients to the regions itself, past the accelerator",
    ),
    (
        alone(ONE, entrance={"load_balancer": {"internal": True}}),
        f"{HERE}.load_balancer.internal",
        "cannot be reached by Cloudflare",
    ),
    (
        alone(entrance={"load_balancer": {"allowed_cidrs": ["192.0.2.0/24"]}}),
        f"{HERE}.load_balancer.allowed_cidrs",
        "would keep Cloudflare's monitors out",
    ),
    (
        alone(entrance={"proxy": {**PROXY, "rate_limit": None, "allowed_cidrs": ["192.0.2.0/24"]}}),
        f"{HERE}.proxy.allowed_cidrs",
        "would keep Cloudflare's monitors out",
    ),
    (
        alone(ONE, entrance={"proxy": {**PROXY, "rate_limit": None, "internal": True}}),
        f"{HERE}.proxy.internal",
        "cannot be reached by Cloudflare",
    ),
    (alone(entrance={"proxy": PROXY}), f"{HERE}.proxy.rate_limit", "counts by address"),
    (
        alone(entrance={"proxy": {**PROXY, "rate_limit": None, "algorithm": "ip_hash"}}),
        f"{HERE}.proxy.algorithm",
        "keeps an address at its instance",
    ),
    (
        alone(entrance={"proxy": {**PROXY, "rate_limit": None}}, origin_lock=True),
        f"{CLOUDFLARE}.origin_lock",
        "this entrance has another door",
    ),
    (
        both(
            entrance={
                "policy": "multivalue",
                "addresses": {"use1": ["54.1.2.3"], "euw1": ["54.1.2.4"]},
            }
        ),
        f"{HERE}.policy",
        "answers with several addresses at a time",
    ),
    (alone(PAIR, steering="random"), f"{CLOUDFLARE}.steering", "does not answer as policy failover does"),
    (both(steering="random"), f"{CLOUDFLARE}.steering", "does not answer as policy latency does"),
    (
        alone(steering="least_connections", proxied=False),
        f"{CLOUDFLARE}.steering",
        "counts requests or connections",
    ),
    (alone(fallback="apse1"), f"{CLOUDFLARE}.fallback", "is not behind this entrance"),
    (
        both(
            {**TWO, "apse1": {}},
            entrance={"policy": "weighted", "weights": {"use1": 1, "euw1": 0, "apse1": 0}},
        ),
        f"{HERE}.weights",
        "are 0 for euw1, apse1, and Cloudflare has one fallback pool",
    ),
    (
        both(entrance={"policy": "weighted", "weights": {"use1": 1, "euw1": 0}}, fallback="use1"),
        f"{CLOUDFLARE}.fallback",
        "is another region than euw1",
    ),
    (
        both(entrance={"policy": "geolocation", "locations": {"use1": ["default"], "euw1": ["US-CA"]}}),
        f"{HERE}.locations.euw1[0]",
        "by country, not by state",
    ),
    (
        both(entrance={"policy": "geolocation", "locations": {"use1": ["default"], "euw1": ["AN"]}}),
        f"{HERE}.locations.euw1[0]",
        "none of Cloudflare's regions is Antarctica",
    ),
    *(
        (both(**asked), f"{CLOUDFLARE}.{next(iter(asked))}", "works only where Cloudflare proxies")
        for asked in OF_PROXIES
    ),
    (both(edge_certificate="advanced"), f"{CLOUDFLARE}.edge_certificate", "is seen only where"),
    (
        alone(entrance={"domain": "api.eu.example.com"}),
        f"{CLOUDFLARE}.edge_certificate",
        "does not cover api.eu.example.com, 2 labels below example.com",
    ),
    (alone(ttl_seconds=60), f"{CLOUDFLARE}.ttl_seconds", "does nothing where Cloudflare proxies"),
    (alone(location={}), f"{CLOUDFLARE}.location", "does nothing where Cloudflare proxies"),
    (both(location={}), f"{CLOUDFLARE}.location", "does nothing with steering dynamic_latency"),
    (alone(ttl_seconds=5), f"{CLOUDFLARE}.ttl_seconds", "30"),
    (
        alone(monitor={"interval_seconds": 10}),
        f"{CLOUDFLARE}.monitor.interval_seconds",
        "is at least 15 with plan pro",
    ),
    (
        alone(monitor={"timeout_seconds": 8}),
        f"{CLOUDFLARE}.monitor.timeout_seconds",
        "lets 2 checks that time out take 16 seconds",
    ),
    (
        alone(PAIR, monitor={"check_regions": ["WEU", "ALL_REGIONS"]}),
        f"{CLOUDFLARE}.monitor.check_regions",
        "names all regions and single ones",
    ),
    (
        alone(monitor={"check_regions": ["WEU"]}),
        f"{CLOUDFLARE}.monitor.check_regions",
        "must be all with steering dynamic_latency",
    ),
    (
        alone(PAIR, monitor={"check_regions": ["EU"]}),
        f"{CLOUDFLARE}.monitor.check_regions[0]",
        "not a region of Cloudflare's",
    ),
    (
        alone(session_affinity={"ttl_seconds": 60}),
        f"{CLOUDFLARE}.session_affinity.ttl_seconds",
        "lies between 1800 and 604800 for cookie",
    ),
    (
        alone(session_affinity={"headers": ["x-user"]}),
        f"{CLOUDFLARE}.session_affinity.headers",
        "does nothing with kind cookie",
    ),
    (
        alone(session_affinity={"kind": "header", "headers": ["x-a", "x-b"]}),
        f"{CLOUDFLARE}.session_affinity.headers",
        "are 2, and kind header takes one with plan pro",
    ),
    (
        alone(session_affinity={"kind": "header", "headers": ["x-a"], "zero_downtime_failover": "sticky"}),
        f"{CLOUDFLARE}.session_affinity.zero_downtime_failover",
        "is kept in a cookie",
    ),
    (
        alone(rate_limit={"percent": 5.0, "requests": 10}),
        f"{CLOUDFLARE}.rate_limit.percent",
        "does nothing beside requests",
    ),
    (alone(rate_limit={"by": "visitor"}), f"{CLOUDFLARE}.rate_limit.by", "takes plan business or more"),
    (
        alone(rate_limit={"header": "x-api-key"}),
        f"{CLOUDFLARE}.rate_limit.header",
        "goes with by: header",
    ),
    (
        alone(rate_limit={"period_seconds": 300}),
        f"{CLOUDFLARE}.rate_limit.period_seconds",
        "is at most 60 with plan pro",
    ),
    (
        alone(rate_limit={"mitigation_seconds": 86400}),
        f"{CLOUDFLARE}.rate_limit.mitigation_seconds",
        "is at most 3600 with plan pro",
    ),
    (
        alone(plan="free", rate_limit={"period_seconds": 10, "mitigation_seconds": 10}),
        f"{CLOUDFLARE}.rate_limit.by",
        "takes plan pro or more",
    ),
    (
        alone(plan="free", managed_rules=["cloudflare"]),
        f"{CLOUDFLARE}.managed_rules",
        "takes plan pro or more",
    ),
    (alone(notifications={}), f"{CLOUDFLARE}.notifications", "tell nobody"),
    (alone(account_id="mine"), f"{CLOUDFLARE}.account_id", "32 hexadecimal digits"),
]


@pytest.mark.parametrize(
    ("raw", "key", "message"), REFUSED, ids=[f"{key} {message}" for _, key, message in REFUSED]
)
def test_what_makes_no_sense_is_refused_with_the_reason(raw: dict[str, Any], key: str, message: str) -> None:
    found = mistakes(raw)
    assert any(one.startswith(f"{key}: ") and message in one for one in found), found


def test_proxies_of_ones_own_stand_behind_cloudflare() -> None:
    behind = {"proxy": {**PROXY, "rate_limit": None}}
    assert settings(alone(entrance=behind)).entrances["public"].proxy is not None
    assert settings(both(entrance={"proxy": PROXY})).entrances["public"].proxy is not None


def test_client_certificates_end_at_a_proxy() -> None:
    bundle = {"bucket": "trust-{region}", "key": "bundle.pem", "version": "v1"}
    access = {"authorization": {"mutual_tls": {"bundle": bundle}}}
    found = mistakes(alone(entrance=access))
    assert [one for one in found if one.startswith(f"{HERE}.authorization.mutual_tls: never sees")]


@pytest.mark.parametrize(
    ("other", "key", "message"),
    [
        ({"account_id": "a" * 32}, "account_id", "say the same"),
        ({"plan": "business"}, "plan", "is business here and pro"),
        ({"zone": {**ZONE, "id": "e" * 32}}, "zone.id", "of one zone (example.com)"),
        ({"zone": {**ZONE, "delegated": False}}, "zone.delegated", "is false here and true"),
        ({"zone": {"name": "example.org", "id": "f" * 32}}, "zone.id", "each zone has its own"),
    ],
)
def test_entrances_agree_on_their_zone(other: dict[str, Any], key: str, message: str) -> None:
    domain = f"partners.{other.get('zone', ZONE)['name']}"
    partners = {"domain": domain, "cloudflare": {**ASKED, **other}}
    found = mistakes(changed(regions=TWO, entrances={"public": ALONE, "partners": partners}))
    assert any(
        one.startswith(f"holdfast:entrances.partners.cloudflare.{key}: ") and message in one for one in found
    )


@pytest.mark.parametrize(("entrance", "missing"), [(ALONE, "has no zone"), (ENTRANCE, "has no cloudflare")])
def test_both_providers_of_a_zone_know_all_of_its_names(entrance: dict[str, Any], missing: str) -> None:
    partners = {**entrance, "domain": "partners.example.com"}
    found = mistakes(changed(regions=TWO, entrances={"partners": partners, "public": BOTH}))
    assert any(one.startswith(f"holdfast:entrances.partners: {missing}") for one in found), found


def test_a_plan_has_so_many_rate_limits() -> None:
    entrances = {
        key: {"domain": f"{key}.example.com", "cloudflare": {**ASKED, "rate_limit": {}}}
        for key in ("first", "second", "third")
    }
    found = mistakes(changed(regions=TWO, entrances=entrances))
    assert found == [
        "holdfast:entrances.third.cloudflare.rate_limit: is number 3 in zone example.com, and plan pro has 2"
    ]


def test_a_secret_has_no_place_here() -> None:
    assert any("unknown" in one for one in mistakes(alone(api_token="x")))  # noqa: S106  # no token
