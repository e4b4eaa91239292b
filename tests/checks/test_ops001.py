from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

API, PLAN = "holdfast:index:MultiRegionApi", "aws:arcregionswitch/plan:Plan"
APPROVE = {"executionBlockType": "ManualApproval", "executionApprovalConfigs": [{"timeoutMinutes": 10}]}
PROMOTE = {"executionBlockType": "AuroraGlobalDatabase", "globalAuroraConfigs": [{"timeoutMinutes": 4}]}
GROW = {"executionBlockType": "EC2AutoScaling", "ec2AsgCapacityIncreaseConfigs": [{"timeoutMinutes": 6}]}
ENDLESS = {"executionBlockType": "EC2AutoScaling", "ec2AsgCapacityIncreaseConfigs": [{"targetPercent": 100}]}
NESTED = {"executionBlockType": "ARCRegionSwitchPlan", "regionSwitchPlanConfigs": [{"arn": "arn:aws:x"}]}


def api(action: str, seconds: int, rto: int | None = 300) -> dict[str, Any]:
    workflow = {"ungraceful": [[{"action": action}]], "ungraceful_worst_seconds": seconds}
    recovery = {"detection_seconds": 30, "decision_seconds": 60, "workflows": {"use1": workflow}}
    return step(API, "api", {"objectives": {"rto_seconds": rto}, "recovery": recovery}, component=True)


def plan(*steps: dict[str, Any], minutes: object = 15) -> dict[str, Any]:
    workflows = [{"workflowTargetRegion": "eu-west-1", "steps": list(steps)}]
    return step(PLAN, "plan", {"recoveryTimeObjectiveMinutes": minutes, "workflows": workflows})


def parallel(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"executionBlockType": "Parallel", "parallelConfigs": [{"steps": list(steps)}]}


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (api("promote", 210), PASS),
        (api("promote", 211), FAIL),
        (api("capacity", 211), FAIL),
        (api("route", 211), PASS),
    ],
)
def test_a_planned_recovery(given: dict[str, Any], verdict: str) -> None:
    assert verdicts("OPS001", given) == {"api": verdict}


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (plan(APPROVE, PROMOTE), PASS),
        (plan(APPROVE, PROMOTE, GROW), FAIL),
        (plan(APPROVE, parallel(PROMOTE, GROW), minutes=16), PASS),
        (plan(APPROVE, parallel(PROMOTE, GROW), minutes=15), FAIL),
        (plan(APPROVE, ENDLESS), UNKNOWN),
        (plan(APPROVE, NESTED), UNKNOWN),
        (plan(APPROVE, GROW, ENDLESS, minutes=12), FAIL),
        (plan(APPROVE, minutes=LATER), UNKNOWN),
        (step(PLAN, "plan", {"recoveryTimeObjectiveMinutes": 15, "workflows": LATER}), UNKNOWN),
    ],
)
def test_a_plan_of_region_switch(given: dict[str, Any], verdict: str) -> None:
    assert verdicts("OPS001", given) == {"plan": verdict}


def test_a_plan_beside_the_component_that_planned_it_is_judged_by_what_was_planned() -> None:
    assert verdicts("OPS001", api("promote", 10), plan(APPROVE, PROMOTE, GROW)) == {"api": PASS}


@pytest.mark.parametrize("given", [api("promote", 900, rto=None), plan(APPROVE, minutes=None)])
def test_without_a_promise_there_is_nothing_to_judge(given: dict[str, Any]) -> None:
    assert verdicts("OPS001", given) == {"stack": NOT_APPLICABLE}
