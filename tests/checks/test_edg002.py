from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import accelerated, balancer, group, instances
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER

ZERO = {"trafficDialPercentage": 0}


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([accelerated("eu", **ZERO), *group("tg"), instances("tg", minSize=2)], PASS),
        ([accelerated("eu", **ZERO), *group("tg"), instances("tg", minSize=0)], FAIL),
        ([accelerated("eu", **ZERO), *group("tg"), *group("more"), instances("tg", minSize=2)], FAIL),
        ([accelerated("eu", **ZERO), *group("tg"), instances("tg", minSize=LATER)], UNKNOWN),
        ([accelerated("eu", **ZERO)], UNKNOWN),
    ],
)
def test_a_dial_of_zero(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("EDG002", balancer("eu"), *steps) == {"group-eu": verdict}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [accelerated("eu")],
        [accelerated("eu", trafficDialPercentage=100)],
        [accelerated("eu", endpointConfigurations=[], **ZERO)],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("EDG002", balancer("eu"), *steps) == {"stack": NOT_APPLICABLE}
