from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import step

BALANCER, ALARM, POLICY = (
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:autoscaling/policy:Policy",
)
REGIONAL = "holdfast:index:RegionalApi"


def at(token: str, name: str, region: str) -> dict[str, Any]:
    return step(token, name, {"region": region})


TWO = [at(BALANCER, "a-lb", "us-east-1"), at(BALANCER, "b-lb", "eu-west-1")]


@pytest.mark.parametrize(
    ("steps", "judged"),
    [
        ([], {"a-lb": PASS}),
        ([at(ALARM, "a", "us-east-1")], {"a-lb": PASS, "a": FAIL}),
        ([at(ALARM, "a", "us-east-1"), at(ALARM, "b", "eu-west-1")], {"a-lb": PASS, "a": PASS}),
        ([at(ALARM, "a", "us-east-1"), at(POLICY, "b", "eu-west-1")], {"a-lb": PASS, "a": FAIL, "b": FAIL}),
        ([at(ALARM, "a", "eu-central-1")], {"a-lb": PASS}),
    ],
)
def test_parts_of_two_regions(steps: list[dict[str, Any]], judged: dict[str, str]) -> None:
    assert verdicts("REG002", *TWO, *steps) == judged


def test_they_may_be_among_what_does_not_change() -> None:
    assert verdicts("REG002", *TWO, at(ALARM, "a", "us-east-1"), partial=True)["a"] == UNKNOWN


def test_a_region_that_is_stated_to_serve_and_has_no_load_balancer() -> None:
    stated = [
        step("holdfast:index:MultiRegionApi", "api", {"objectives": {}}, component=True),
        step(REGIONAL, "use1", {"region": "us-east-1", "role": "active"}, component=True),
        step(REGIONAL, "euw1", {"region": "eu-west-1", "role": "standby"}, component=True),
    ]

    assert verdicts("REG002", *stated, TWO[0]) == {"a-lb": FAIL}


@pytest.mark.parametrize(
    "steps", [[], [TWO[0], at(ALARM, "a", "us-east-1")], [TWO[0], at(ALARM, "a", "eu-west-1")]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("REG002", *steps) == {"stack": NOT_APPLICABLE}
