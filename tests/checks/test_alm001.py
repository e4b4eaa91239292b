from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, verdicts
from tests.graph.documents import step

ALARM, CANARY = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:synthetics/canary:Canary"
US, EU, THIRD = "us-east-1", "eu-west-1", "eu-central-1"
BOTH = [step("aws:lb/loadBalancer:LoadBalancer", name, {"region": name}) for name in (US, EU)]


def canary(region: str) -> list[dict[str, Any]]:
    return [step(CANARY, f"c-{region}", {"region": region}), step(ALARM, f"a-{region}", {"region": region})]


def checked(namespace: str, kind: str = "HTTPS") -> list[dict[str, Any]]:
    check = step("aws:route53/healthCheck:HealthCheck", "check", {"type": kind})
    return [check, step(ALARM, "told", {"region": US, "namespace": namespace})]


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([], {US: FAIL, EU: FAIL}),
        (canary(THIRD), {US: PASS, EU: PASS}),
        (canary(US), {US: FAIL, EU: PASS}),
        ([*canary(US), *canary(EU)], {US: PASS, EU: PASS}),
        (canary(THIRD)[:1], {US: FAIL, EU: FAIL}),
        (checked("AWS/Route53"), {US: FAIL, EU: PASS}),
        (checked("AWS/ApplicationELB"), {US: FAIL, EU: FAIL}),
        (checked("AWS/Route53", kind="CALCULATED"), {US: FAIL, EU: FAIL}),
        ([step("cloudflare:index/notificationPolicy:NotificationPolicy", "n")], {US: PASS, EU: PASS}),
    ],
)
def test_two_regions(steps: list[dict[str, Any]], verdict: dict[str, str]) -> None:
    assert verdicts("ALM001", *BOTH, *steps) == verdict


def test_one_region_is_not_judged() -> None:
    assert verdicts("ALM001", BOTH[0]) == {"stack": NOT_APPLICABLE}
