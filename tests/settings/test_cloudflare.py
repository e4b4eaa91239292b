from __future__ import annotations

from typing import Any

import pytest

from holdfast.settings import SettingsError
from holdfast.settings import cloudflare_defaults as defaults
from holdfast.topology.values import CloudflareSteering
from tests.topology.examples import ENTRANCE, changed, settings

ZONE = {"name": "example.com", "id": "f" * 32}
ASKED: dict[str, Any] = {"account_id": "0123456789abcdef0123456789abcdef", "zone": ZONE}
ALONE: dict[str, Any] = {"domain": "api.example.com", "cloudflare": ASKED}
BOTH: dict[str, Any] = {**ENTRANCE, "cloudflare": ASKED}
ONE: dict[str, Any] = {"use1": {}}
TWO: dict[str, Any] = {"use1": {}, "euw1": {}}
PAIR: dict[str, Any] = {"use1": {}, "euw1": {"role": "standby"}}
HERE = "holdfast:entrances.public"
CLOUDFLARE = f"{HERE}.cloudflare"
LOCATIONS = {"use1": ["default"], "euw1": ["EU"]}


def stack(entrance: dict[str, Any], regions: dict[str, Any] = TWO, **more: Any) -> dict[str, Any]:
    return changed(regions=regions, entrances={"public": entrance}, **more)


def alone(
    regions: dict[str, Any] = TWO, entrance: dict[str, Any] | None = None, **asked: Any
) -> dict[str, Any]:
    return stack({**ALONE, **(entrance or {}), "cloudflare": {**ASKED, **asked}}, regions)


def both(
    regions: dict[str, Any] = TWO, entrance: dict[str, Any] | None = None, **asked: Any
) -> dict[str, Any]:
    return stack({**BOTH, **(entrance or {}), "cloudflare": {**ASKED, **asked}}, regions)


def mistakes(raw: dict[str, Any]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        settings(raw)
    return [f"{one.key}: {one.message}" for one in caught.value.mistakes]


def test_all_of_it_can_be_said() -> None:
    raw = alone(
        entrance={"policy": "weighted", "weights": {"use1": 90, "euw1": 10}},
        plan="enterprise",
        proxied=True,
        steering="least_outstanding_requests",
        fallback="euw1",
        session_affinity={
            "kind": "header",
            "ttl_seconds": 600,
            "headers": ["x-session", "x-user"],
            "require_all_headers": True,
            "drain_seconds": 60,
            "zero_downtime_failover": "temporary",
        },
        adaptive_routing=True,
        monitor={
            "interval_seconds": 10,
            "timeout_seconds": 2,
            "retries": 2,
            "consecutive_up": 3,
            "consecutive_down": 1,
            "expected_codes": "200",
            "check_regions": ["ENAM", "WEU"],
        },
        origin_lock=True,
        rate_limit={"requests": 100, "period_seconds": 10, "mitigation_seconds": 600, "by": "visitor"},
        managed_rules=["cloudflare", "owasp"],
        notifications={"emails": ["team@example.com"], "webhooks": ["pager"]},
        edge_certificate="advanced",
    )
    asked = settings(raw).entrances["public"].cloudflare
    assert asked is not None
    assert asked.steering is CloudflareSteering.LEAST_OUTSTANDING_REQUESTS
    dns = alone(
        entrance={"policy": "geolocation", "locations": LOCATIONS},
        proxied=False,
        ttl_seconds=60,
        location={"mode": "resolver_ip", "prefer_ecs": "always"},
    )
    assert settings(dns).entrances["public"].cloudflare is not None


@pytest.mark.parametrize(
    ("raw", "proxied", "steering", "fallback"),
    [
        (alone(ONE), True, "off", "use1"),
        (alone(PAIR), True, "off", "use1"),
        (alone({"use1": {"role": "standby"}, "euw1": {}}), True, "off", "euw1"),
        (alone(TWO), True, "dynamic_latency", "euw1"),
        (both(TWO), False, "dynamic_latency", "euw1"),
        (
            both(entrance={"policy": "weighted", "weights": {"use1": 9, "euw1": 1}}),
            False,
            "random",
            "use1",
        ),
        (
            both(entrance={"policy": "weighted", "weights": {"use1": 9, "euw1": 0}}),
            False,
            "random",
            "euw1",
        ),
        (both(entrance={"policy": "geolocation", "locations": LOCATIONS}), False, "geo", "use1"),
    ],
)
def test_defaults_answer_as_the_policy_does(
    raw: dict[str, Any], proxied: bool, steering: str, fallback: str
) -> None:
    loaded = settings(raw)
    entrance = loaded.entrances["public"]
    assert defaults.is_proxied(entrance) is proxied
    assert defaults.steering(entrance, loaded) == steering
    assert defaults.fallback(entrance, loaded) == fallback


def test_detection_counts_checks_timeouts_and_caches() -> None:
    monitor = {"interval_seconds": 20, "consecutive_down": 3, "timeout_seconds": 5, "retries": 2}
    seen = settings(alone(monitor=monitor)).entrances["public"]
    assert defaults.detection_seconds(seen) == 20 * 3 + 5 * 3
    cached = settings(both(monitor=monitor, ttl_seconds=45)).entrances["public"]
    assert defaults.detection_seconds(cached) == 20 * 3 + 5 * 3 + 45


def test_the_slower_provider_bounds_the_promise() -> None:
    promised = {**both(PAIR), "objectives": {"rto_seconds": 60}}
    strategy = {"standby": {"strategy": "hot-standby"}}
    promised["entrances"] = {"public": {**BOTH, **strategy}}
    (mistake,) = [one for one in mistakes(promised) if "rto_seconds" in one and "left" in one]
    assert "Route 53" not in mistake
    assert "interval 10 x threshold 3 + TTL 60" in mistake
    slow = {**BOTH, **strategy, "cloudflare": {**ASKED, "monitor": {"interval_seconds": 60}}}
    promised["entrances"] = {"public": slow}
    (mistake,) = [one for one in mistakes(promised) if "rto_seconds" in one and "left" in one]
    assert "Cloudflare's interval 60 x 2 in a row + timeout 4 x 2 + TTL 30" in mistake


def test_connections_hold_clients_at_a_region_only_where_they_end_there() -> None:
    """Cloudflare's proxy chooses a pool for each request; own proxies have no such setting at all."""
    promised = {"objectives": {"rto_seconds": 120}}
    (mistake,) = mistakes({**alone(proxied=False), **promised})
    assert "client_keep_alive_seconds" in mistake
    assert settings({**alone(), **promised}).objectives.rto_seconds == 120
    fleet = stack({**ENTRANCE, "proxy": PROXY}, **promised)
    assert settings(fleet).objectives.rto_seconds == 120


@pytest.mark.parametrize(
    "raw",
    [
        alone(entrance={"accelerator": {}}),
        both(entrance={"cloudfront": {"origin_lock": "none", "logs": {"place": "use1"}}}),
        alone(entrance={"policy": "weighted", "weights": {"use1": 0, "euw1": 0}}),
        alone(monitor={"check_regions": ["ALL_REGIONS", "WEU"]}),
    ],
)
def test_one_mistake_is_told_once(raw: dict[str, Any]) -> None:
    assert len(mistakes(raw)) == 1


OF_PROXIES: list[dict[str, Any]] = [
    {"session_affinity": {}},
    {"adaptive_routing": True},
    {"origin_lock": True},
    {"rate_limit": {}},
    {"managed_rules": ["cloudflare"]},
]
PROXY: dict[str, Any] = {
    "instance": {"rps": 2000},
    "certificate_secret": "arn:aws:secretsmanager:{region}:111122223333:secret:proxy-AbCdEf",
}
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
