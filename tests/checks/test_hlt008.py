from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import ALARM, BALANCERS, calculated, endpoint, of_alarm, routed
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

STATUS = "insufficientDataHealthStatus"


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ([of_alarm("health", None, **{STATUS: "Unhealthy"})], PASS),
        ([of_alarm("health", None, **{STATUS: "Healthy"})], FAIL),
        ([of_alarm("health", None, **{STATUS: "LastKnownStatus"})], FAIL),
        ([of_alarm("health", None)], FAIL),
        ([of_alarm("health", None, **{STATUS: LATER})], UNKNOWN),
    ],
)
def test_an_alarm_alone(checks: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("HLT008", *BALANCERS, *checks, routed("us", check="health")) == {"health": verdict}


@pytest.mark.parametrize(
    ("least", "inputs", "verdict"),
    [
        (2, {}, PASS),
        # One of two is enough to be healthy: the alarm's silence outvotes the endpoint.
        (1, {}, FAIL),
        (2, {"invertHealthcheck": True}, FAIL),
        (2, {"disabled": True}, FAIL),
    ],
)
def test_an_alarm_and_an_endpoint(least: int, inputs: dict[str, Any], verdict: str) -> None:
    steps = [
        of_alarm("alarm", None, **{STATUS: "Healthy"}),
        endpoint("endpoint", "us.example.com", **inputs),
        calculated("health", "alarm", "endpoint", least=least),
        routed("us", check="health"),
    ]

    assert verdicts("HLT008", *BALANCERS, *steps) == {"alarm": verdict}


def test_two_alarms_of_which_one_counts_silence() -> None:
    steps = [
        step(ALARM, "alarm", {"period": 60, "evaluationPeriods": 2}),
        of_alarm("loud", "alarm", **{STATUS: "Unhealthy"}),
        of_alarm("quiet", None),
        calculated("health", "loud", "quiet", least=2),
        routed("us", check="health"),
    ]

    assert verdicts("HLT008", *BALANCERS, *steps) == {"loud": PASS, "quiet": PASS}


def test_a_check_that_is_not_among_what_changes() -> None:
    whole = calculated("health", "alarm", least=2, childHealthchecks=[LATER, LATER])
    steps = [of_alarm("alarm", None), whole, routed("us", check="health")]

    assert verdicts("HLT008", *BALANCERS, *steps, partial=True) == {"alarm": UNKNOWN}


@pytest.mark.parametrize("steps", [[], [of_alarm("unused", None)], [routed("us")]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("HLT008", *BALANCERS, *steps) == {"stack": NOT_APPLICABLE}
