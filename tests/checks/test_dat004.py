from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

PLAN = "aws:arcregionswitch/plan:Plan"


def plan(kind: str, **config: Any) -> dict[str, Any]:
    return step(PLAN, "plan", {"workflows": [{"steps": [{"name": "promote", kind: [config]}]}]})


@pytest.mark.parametrize("kind", ["globalAuroraConfigs", "documentDbConfigs"])
@pytest.mark.parametrize(
    ("config", "verdict"),
    [
        ({"behavior": "switchoverOnly"}, FAIL),
        ({"behavior": "switchoverOnly", "ungracefuls": []}, FAIL),
        ({"behavior": "switchoverOnly", "ungracefuls": [{"ungraceful": "failover"}]}, PASS),
        ({"behavior": "failover"}, PASS),
        ({"behavior": LATER}, UNKNOWN),
        ({"behavior": "switchoverOnly", "ungracefuls": LATER}, UNKNOWN),
    ],
)
def test_a_plan_that_promotes(kind: str, config: dict[str, Any], verdict: str) -> None:
    assert verdicts("DAT004", plan(kind, **config)) == {"plan": verdict}


def test_a_step_inside_another() -> None:
    inner = {"name": "promote", "globalAuroraConfigs": [{"behavior": "switchoverOnly"}]}
    outer = step(PLAN, "plan", {"workflows": [{"steps": [{"parallelConfigs": [{"steps": [inner]}]}]}]})

    assert verdicts("DAT004", outer) == {"plan": FAIL}


@pytest.mark.parametrize("steps", [[], [plan("arcRoutingControlConfigs")]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT004", *steps) == {"stack": NOT_APPLICABLE}
