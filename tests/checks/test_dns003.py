from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import BALANCERS, CHECK, endpoint, record, routed
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step


@pytest.mark.parametrize(
    ("us", "eu", "verdict"),
    [
        (routed("us", check="us-check"), routed("eu", check="eu-check"), PASS),
        (routed("us", check="us-check"), routed("eu", check="us-check"), FAIL),
        (routed("us", healthCheckId="abc"), routed("eu", healthCheckId="abc"), FAIL),
        (routed("us", healthCheckId="abc"), routed("eu", healthCheckId="def"), PASS),
        (routed("us", healthCheckId=LATER), routed("eu", check="eu-check"), UNKNOWN),
    ],
)
def test_two_regions(us: dict[str, Any], eu: dict[str, Any], verdict: str) -> None:
    checks = [endpoint("us-check", "us.example.com"), endpoint("eu-check", "eu.example.com")]

    assert verdicts("DNS003", *BALANCERS, *checks, us, eu) == {"latency-eu": verdict}


def test_two_weights_of_one_region_may_share() -> None:
    weighted = [
        record(name, "eu", name="api.example.com", check="check", weightedRoutingPolicies=[{"weight": 1}])
        for name in ("blue", "green")
    ]

    assert verdicts("DNS003", *BALANCERS, endpoint("check", "eu.example.com"), *weighted) == {"blue": PASS}


@pytest.mark.parametrize("steps", [[], [routed("us"), routed("eu")], [routed("us", check="check")]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DNS003", *BALANCERS, step(CHECK, "check", {"type": "HTTPS"}), *steps) == {
        "stack": NOT_APPLICABLE
    }


def test_of_a_partial_preview_nothing_is_said_to_be_missing() -> None:
    assert verdicts("DNS003", partial=True) == {"stack": UNKNOWN}
