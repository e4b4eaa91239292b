from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

SERVICE = "aws:ecs/service:Service"
BOTH = {"enable": True, "rollback": True}


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"deploymentCircuitBreaker": BOTH}, PASS),
        ({"deploymentCircuitBreaker": {"enable": True, "rollback": False}}, FAIL),
        ({"deploymentCircuitBreaker": {"enable": False, "rollback": True}}, FAIL),
        ({}, FAIL),
        ({"alarms": {**BOTH, "alarmNames": ["a"]}}, PASS),
        ({"alarms": {"enable": True, "rollback": False}}, FAIL),
        ({"deploymentCircuitBreaker": {"enable": True, "rollback": LATER}}, UNKNOWN),
        ({"deploymentCircuitBreaker": {"enable": False, "rollback": LATER}}, FAIL),
        ({"deploymentController": {"type": "ECS"}}, FAIL),
        ({"deploymentController": {"type": LATER}}, UNKNOWN),
    ],
)
def test_a_service_that_ecs_deploys(inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("ECS002", step(SERVICE, "api", inputs)) == {"api": verdict}


@pytest.mark.parametrize(
    "steps", [[], [step(SERVICE, "api", {"deploymentController": {"type": "CODE_DEPLOY"}})]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("ECS002", *steps) == {"stack": NOT_APPLICABLE}
