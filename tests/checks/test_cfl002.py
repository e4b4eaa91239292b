from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import POOL, pool
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

MONITORS = "cloudflare:index/loadBalancerMonitorGroup:LoadBalancerMonitorGroup"
TWO = [{"name": "a", "address": "a"}, {"name": "b", "address": "b", "enabled": False}]


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"monitored_by": "m"}, PASS),
        ({}, FAIL),
        ({"monitor": ""}, FAIL),
        ({"monitor": "abc"}, PASS),
        ({"monitored_by": "m", "origins": TWO, "minimumOrigins": 1}, PASS),
        ({"monitored_by": "m", "origins": TWO, "minimumOrigins": 2}, FAIL),
        ({"monitored_by": "m", "origins": [], "minimumOrigins": None}, FAIL),
        ({"monitored_by": "m", "origins": LATER}, UNKNOWN),
        ({"monitored_by": "m", "minimumOrigins": LATER}, UNKNOWN),
    ],
)
def test_a_pool(inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("CFL002", pool("p", **inputs)) == {"p": verdict}


@pytest.mark.parametrize(
    ("members", "verdict"),
    [
        ([{"enabled": True, "monitoringOnly": False}], PASS),
        ([{"enabled": False}], FAIL),
        ([{"enabled": True, "monitoringOnly": True}], FAIL),
        (LATER, PASS),
    ],
)
def test_a_group_of_monitors(members: Any, verdict: str) -> None:
    inputs = {"monitorGroup": LATER, "origins": TWO}
    grouped = step(POOL, "p", inputs, links={"monitorGroup": [urn(MONITORS, "g")]})

    assert verdicts("CFL002", step(MONITORS, "g", {"members": members}), grouped) == {"p": verdict}


@pytest.mark.parametrize("steps", [[], [pool("p", enabled=False)]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("CFL002", *steps) == {"stack": NOT_APPLICABLE}
