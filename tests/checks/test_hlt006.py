from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import CHECK, LB, RECORD, balancer, endpoint, host
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

ZONE = "aws:route53/zone:Zone"
ZONES = [step(ZONE, "inside", {"vpcs": [{"vpcId": "vpc-1"}]}), step(ZONE, "outside")]


def named(zone: str) -> dict[str, Any]:
    inputs = {"zoneId": LATER, "name": "api.example.com", "type": "A", "records": ["10.0.0.1"]}
    return step(RECORD, zone, inputs, links={"zoneId": [urn(ZONE, zone)]})


@pytest.mark.parametrize(
    ("check", "steps", "verdict"),
    [
        (endpoint("check", ipAddress="10.0.0.1"), [], FAIL),
        (endpoint("check", ipAddress="fd00::1"), [], FAIL),
        (endpoint("check", ipAddress="52.95.110.1"), [], PASS),
        (endpoint("check", "api.example.com"), [named("inside")], FAIL),
        (endpoint("check", "api.example.com"), [named("inside"), named("outside")], PASS),
        (endpoint("check", "eu.example.com"), [balancer("eu", internal=True), host("eu")], FAIL),
        (endpoint("check", "eu.example.com"), [balancer("eu"), host("eu")], PASS),
        (endpoint("check", at=urn(LB, "eu-lb")), [balancer("eu", internal=True)], FAIL),
        (endpoint("check", at=urn(LB, "eu-lb")), [balancer("eu")], PASS),
        (endpoint("check", "elsewhere.example.net"), [], PASS),
        (endpoint("check", LATER), [], UNKNOWN),
    ],
)
def test_a_check_of_an_endpoint(check: dict[str, Any], steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("HLT006", *ZONES, check, *steps) == {"check": verdict}


def test_of_a_partial_preview_the_public_name_may_be_left_out() -> None:
    steps = [*ZONES, endpoint("check", "api.example.com"), named("inside")]

    assert verdicts("HLT006", *steps, partial=True) == {"check": UNKNOWN}


@pytest.mark.parametrize("steps", [[], [step(CHECK, "alarm", {"type": "CLOUDWATCH_METRIC"})]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("HLT006", *steps) == {"stack": NOT_APPLICABLE}
