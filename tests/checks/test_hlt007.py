from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import ALARM, endpoint, of_alarm
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
GOOD = {"region": "eu-west-1", "metricName": "5xx", "statistic": "Sum", "period": 60}


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({}, PASS),
        ({"statistic": "p99"}, FAIL),
        ({"statistic": LATER}, UNKNOWN),
        ({"statistic": None, "extendedStatistic": "p99"}, FAIL),
        ({"period": 10}, FAIL),
        ({"period": 300}, PASS),
        ({"period": LATER}, UNKNOWN),
        ({"metricQueries": [{"id": "e1"}]}, FAIL),
        ({"region": "us-east-1"}, FAIL),
    ],
)
def test_a_check_of_an_alarm(inputs: dict[str, Any], verdict: str) -> None:
    alarm = step(ALARM, "alarm", {**GOOD, **inputs})

    assert verdicts("HLT007", alarm, of_alarm("check", "alarm")) == {"check": verdict}


def test_a_composite_alarm() -> None:
    steps = [step(COMPOSITE, "alarm"), of_alarm("check", "alarm", COMPOSITE)]

    assert verdicts("HLT007", *steps) == {"check": FAIL}


def test_an_alarm_by_its_name() -> None:
    named = of_alarm("check", None, cloudwatchAlarmName="errors")

    assert verdicts("HLT007", step(ALARM, "alarm", {**GOOD, "name": "errors"}), named) == {"check": PASS}
    assert verdicts("HLT007", step(ALARM, "alarm", {**GOOD, "name": "others"}), named) == {"check": UNKNOWN}


@pytest.mark.parametrize("steps", [[], [endpoint("check", "a")]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("HLT007", *steps) == {"stack": NOT_APPLICABLE}
