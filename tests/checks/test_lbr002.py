from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import balancer
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"enableZonalShift": True}, PASS),
        ({"enableZonalShift": True, "loadBalancerType": "network"}, PASS),
        ({"enableZonalShift": False}, FAIL),
        ({}, FAIL),
        ({"enableZonalShift": LATER}, UNKNOWN),
    ],
)
def test_a_load_balancer(inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("LBR002", balancer("eu", **inputs)) == {"eu-lb": verdict}


@pytest.mark.parametrize("steps", [[], [balancer("eu", loadBalancerType="gateway")]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("LBR002", *steps) == {"stack": NOT_APPLICABLE}
