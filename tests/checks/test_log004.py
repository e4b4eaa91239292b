from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks import run
from holdfast.checks.rules.log004 import RULE
from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import graph, step

GROUP = "aws:cloudwatch/logGroup:LogGroup"


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"retentionInDays": 30}, PASS),
        ({"retentionInDays": 7}, PASS),
        ({"retentionInDays": 5}, FAIL),
        ({"retentionInDays": 0}, FAIL),
        ({}, FAIL),
        ({"logGroupClass": "DELIVERY"}, PASS),
        ({"retentionInDays": LATER}, UNKNOWN),
    ],
)
def test_a_log_group(inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("LOG004", step(GROUP, "logs", inputs)) == {"logs": verdict}


@pytest.mark.parametrize(("days", "verdict"), [(30, PASS), (31, FAIL)])
def test_a_team_may_ask_for_more(days: int, verdict: str) -> None:
    given = graph(step(GROUP, "logs", {"retentionInDays": 30}))
    (finding,) = run(given, [RULE], {"LOG004": {"least_days": days}})

    assert finding.verdict == verdict
