from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

QUOTA, BALANCER = "aws:servicequotas/serviceQuota:ServiceQuota", "aws:lb/loadBalancer:LoadBalancer"
TWO = [step(BALANCER, "one", {"region": "us-east-1"}), step(BALANCER, "other", {"region": "eu-west-1"})]


def quota(name: str, region: str, value: Any, service: str = "ec2") -> dict[str, Any]:
    return step(QUOTA, name, {"region": region, "serviceCode": service, "quotaCode": "L-1", "value": value})


@pytest.mark.parametrize(
    ("quotas", "judged"),
    [
        ([quota("a", "us-east-1", 64), quota("b", "eu-west-1", 64)], {"a": PASS}),
        ([quota("a", "us-east-1", 64), quota("b", "eu-west-1", 32)], {"a": FAIL}),
        ([quota("a", "us-east-1", 64)], {"a": FAIL}),
        ([quota("a", "us-east-1", 64), quota("b", "eu-west-1", LATER)], {"a": UNKNOWN}),
    ],
)
def test_a_quota_of_two_regions(quotas: list[dict[str, Any]], judged: dict[str, str]) -> None:
    assert verdicts("CAP006", *TWO, *quotas) == judged


def test_it_may_be_among_what_does_not_change() -> None:
    assert verdicts("CAP006", *TWO, quota("a", "us-east-1", 64), partial=True) == {"a": UNKNOWN}


@pytest.mark.parametrize(
    "steps", [TWO, [TWO[0], quota("a", "us-east-1", 64)], [*TWO, quota("a", "us-east-1", 64, "iam")]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("CAP006", *steps) == {"stack": NOT_APPLICABLE}
