from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import BALANCERS, RECORD, cloudflare, record, routed
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

FAILOVER = {"failoverRoutingPolicies": [{"type": "PRIMARY"}]}


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"records": ["192.0.2.1"], "ttl": 60}, PASS),
        ({"records": ["192.0.2.1"], "ttl": 61}, FAIL),
        ({"records": ["192.0.2.1"], "ttl": LATER}, UNKNOWN),
        ({"records": ["192.0.2.1"]}, UNKNOWN),
        ({"aliases": [{"name": "plain.example.com", "evaluateTargetHealth": True}]}, FAIL),
        ({"aliases": [{"name": "elsewhere.example.net", "evaluateTargetHealth": True}]}, PASS),
    ],
)
def test_a_routed_record(inputs: dict[str, Any], verdict: str) -> None:
    plain = record("plain", records=["192.0.2.1"], ttl=3600)

    assert verdicts("DNS004", plain, record("api", **FAILOVER, **inputs)) == {"api": verdict}


def test_the_alias_of_a_load_balancer() -> None:
    assert verdicts("DNS004", *BALANCERS, routed("us")) == {"latency-us": PASS}


def test_an_alias_that_a_resource_makes() -> None:
    plain = record("plain", records=["192.0.2.1"], ttl=300)
    inputs = {"name": "a", "type": "A", "aliases": [{"name": LATER}], **FAILOVER}
    alias = step(RECORD, "api", inputs, links={"aliases": [urn(RECORD, "plain")]})

    assert verdicts("DNS004", plain, alias) == {"api": FAIL}


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"proxied": False}, PASS),
        ({"ttl": 300}, FAIL),
        ({"proxied": False, "ttl": LATER}, UNKNOWN),
        ({"proxied": True, "ttl": 300}, NOT_APPLICABLE),
    ],
)
def test_cloudflare(inputs: dict[str, Any], verdict: str) -> None:
    name = "stack" if verdict == NOT_APPLICABLE else "front"

    assert verdicts("DNS004", cloudflare(**inputs)) == {name: verdict}


@pytest.mark.parametrize("steps", [[], [record("api", records=["192.0.2.1"], ttl=86400)]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DNS004", *steps) == {"stack": NOT_APPLICABLE}
