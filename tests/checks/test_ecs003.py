from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

SERVICE = "aws:ecs/service:Service"


@pytest.mark.parametrize(
    ("inputs", "op", "verdict"),
    [
        ({"availabilityZoneRebalancing": "ENABLED"}, "create", PASS),
        ({"availabilityZoneRebalancing": "DISABLED"}, "create", FAIL),
        ({"availabilityZoneRebalancing": LATER}, "create", UNKNOWN),
        ({}, "create", PASS),
        ({}, "update", UNKNOWN),
        ({"availabilityZoneRebalancing": "ENABLED", "deploymentMaximumPercent": 100}, "create", FAIL),
        ({"availabilityZoneRebalancing": "ENABLED", "deploymentMaximumPercent": 150}, "create", PASS),
    ],
)
def test_a_service(inputs: dict[str, Any], op: str, verdict: str) -> None:
    assert verdicts("ECS003", step(SERVICE, "api", inputs, op=op)) == {"api": verdict}


@pytest.mark.parametrize("steps", [[], [step(SERVICE, "api", {"schedulingStrategy": "DAEMON"})]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("ECS003", *steps) == {"stack": NOT_APPLICABLE}
