from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

BOTH = ["us-east-1", "eu-west-1"]


def targets(*regions: str | None) -> list[dict[str, Any]]:
    return [{"workflowTargetAction": "activate", "workflowTargetRegion": one, "steps": []} for one in regions]


@pytest.mark.parametrize(
    ("regions", "workflows", "verdict"),
    [
        (BOTH, targets("us-east-1", "eu-west-1"), PASS),
        (BOTH, targets("eu-west-1"), FAIL),
        (BOTH, targets(None), PASS),
        (BOTH, targets("eu-west-1", LATER), UNKNOWN),
        (BOTH, LATER, UNKNOWN),
        (LATER, targets("eu-west-1"), UNKNOWN),
    ],
)
def test_a_plan_of_region_switch(regions: Any, workflows: Any, verdict: str) -> None:
    plan = step("aws:arcregionswitch/plan:Plan", "plan", {"regions": regions, "workflows": workflows})

    assert verdicts("OPS006", plan) == {"plan": verdict}


@pytest.mark.parametrize(
    ("places", "verdict"),
    [(["use1", "euw1"], {"api": PASS}), (["use1"], {"api": FAIL}), ([], {"stack": NOT_APPLICABLE})],
)
def test_a_planned_recovery(places: list[str], verdict: dict[str, str]) -> None:
    inputs = {
        "objectives": {"rto_seconds": 60},
        "regions": {"use1": "active", "euw1": "standby", "euc1": "backup"},
        "recovery": {"workflows": {place: {} for place in places}},
    }

    assert verdicts("OPS006", step("holdfast:index:MultiRegionApi", "api", inputs, component=True)) == verdict
