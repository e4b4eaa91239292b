from __future__ import annotations

from typing import Any

import pytest

from holdfast.settings import cloudflare_defaults as defaults
from holdfast.topology.values import CloudflareSteering
from tests.settings.cloudflare_samples import ASKED, BOTH, ONE, PAIR, PROXY, TWO, alone, both, mistakes, stack
from tests.topology.examples import ENTRANCE, settings

LOCATIONS = {"use1": ["default"], "euw1": ["EU"]}


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
