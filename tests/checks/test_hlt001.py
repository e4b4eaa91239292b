from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import (
    BALANCER,
    BALANCERS,
    LB,
    RECORD,
    balancer,
    calculated,
    cloudflare,
    endpoint,
    host,
    pool,
    record,
    routed,
)
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

FRONT = [host("us"), host("eu"), routed("us", check="us-check"), routed("eu", check="eu-check")]
EU = endpoint("eu-check", "eu.example.com")


@pytest.mark.parametrize(
    ("check", "verdict"),
    [
        (endpoint("us-check", "us.example.com"), PASS),
        (endpoint("us-check", "US.example.com."), PASS),
        (endpoint("us-check", at=urn(LB, "us-lb")), PASS),
        (endpoint("us-check", at=urn(RECORD, "us")), PASS),
        (endpoint("us-check", "api.example.com"), FAIL),
        (endpoint("us-check", "front.example.com"), FAIL),
        (endpoint("us-check", at=urn(RECORD, "front")), FAIL),
        (endpoint("us-check", at=urn(RECORD, "latency-us")), FAIL),
        (endpoint("us-check", "eu.example.com"), FAIL),
        (endpoint("us-check", "both.example.com"), FAIL),
        (endpoint("us-check", "lb-1.us-east-1.elb.amazonaws.com"), PASS),
        (endpoint("us-check", "lb-1.eu-west-1.elb.amazonaws.com"), FAIL),
        (endpoint("us-check", "elsewhere.example.net"), UNKNOWN),
        (endpoint("us-check", LATER), UNKNOWN),
        (endpoint("us-check", "api.example.com", ipAddress="192.0.2.1"), UNKNOWN),
    ],
)
def test_a_check_of_an_endpoint(check: dict[str, Any], verdict: str) -> None:
    names = [
        record("front", aliases=[{"name": "api.example.com", "evaluateTargetHealth": True}]),
        step(
            RECORD,
            "both",
            {"name": "both.example.com", "type": "A", "aliases": [{"name": LATER}]},
            links={"aliases": [urn(LB, "us-lb"), urn(LB, "eu-lb")]},
        ),
    ]

    found = verdicts("HLT001", *BALANCERS, *FRONT, *names, EU, check)

    assert found == {"us-check": verdict, "eu-check": PASS}


def test_a_check_that_another_is_calculated_from() -> None:
    steps = [
        endpoint("asks", "api.example.com"),
        calculated("inner", "asks", "outer"),
        calculated("outer", "inner"),
        routed("us", check="outer"),
        routed("eu"),
    ]

    assert verdicts("HLT001", *BALANCERS, *steps) == {"asks": FAIL}


def test_a_name_that_cloudflare_balances() -> None:
    check = endpoint("us-check", "API.example.com")
    routes = [routed("us", check="us-check", name="dns.example.com")]

    assert verdicts("HLT001", *BALANCERS, *routes, check, cloudflare()) == {"us-check": FAIL}
    by_reference = endpoint("us-check", at=urn(BALANCER, "front"))

    assert verdicts("HLT001", *BALANCERS, *routes, by_reference, cloudflare()) == {"us-check": FAIL}


@pytest.mark.parametrize(
    ("address", "verdict"), [("us.example.com", PASS), ("api.example.com", FAIL), (LATER, UNKNOWN)]
)
def test_a_pool(address: str, verdict: str) -> None:
    one = pool("p", origins=[{"name": "p", "address": address}])

    assert verdicts("HLT001", *BALANCERS, host("us"), routed("us"), routed("eu"), one) == {"p": verdict}


def test_a_pool_of_a_load_balancer() -> None:
    assert verdicts("HLT001", *BALANCERS, pool("p", "us")) == {"p": PASS}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [endpoint("unused", "api.example.com"), routed("us"), routed("eu")],
        [endpoint("switch", "api.example.com", invertHealthcheck=True), routed("us", check="switch")],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("HLT001", balancer("us"), *steps) == {"stack": NOT_APPLICABLE}
