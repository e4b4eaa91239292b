"""What a whole stack declares to leave a region or a zone, and what operators are told of it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from holdfast.components.next_steps import next_steps
from tests.components.api_sample import EXAMPLES, NEW_ZONE, STANDBY, exported, operations, planned
from tests.components.declared import ACCOUNT_ID, Resources
from tests.topology.examples import SERVICE, changed

ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/on-call"
BOTH: dict[str, Any] = {"use1": {}, "euw1": {}}
DATABASE: dict[str, Any] = {
    "regions": STANDBY,
    "services": {"orders": {**SERVICE, "stores": ["orders"]}},
    "stores": {"orders": {"kind": "aurora-postgresql", "home": "use1", "write_routing": "forwarded"}},
    "backups": {"copy_to": ["euw1"]},
}
REGION_SWITCH = {"by": "region-switch", "region_switch": {"approval_role_arn": ROLE}}
SHIFTS = "ZonalAutoshiftConfiguration"


@cache
def _switched() -> tuple[Resources, dict[str, Any]]:
    return exported(changed(**DATABASE, recovery=REGION_SWITCH))


def _kinds(resources: Resources) -> set[str]:
    return {one.type.rsplit(":", 1)[-1] for one in resources}


def test_people_need_nothing_declared_and_are_told_the_steps() -> None:
    found = operations("database")["recovery"]
    assert (found["by"], found["routing"]) == ("people", "switch")
    assert found["region_switch"] is found["automation"] is found["routing_control"] is None
    left = found["workflows"]["use1"]
    assert left["to"] == ["euw1"]
    assert [[step["key"] for step in group] for group in left["ungraceful"]] == [
        ["route-public", "capacity-orders-euw1"],
        ["fence-orders", "promote-orders"],
        ["verify-public"],
    ]
    assert left["ungraceful_worst_seconds"] == 410
    assert left["ungraceful"][1][1] == {
        "key": "promote-orders",
        "action": "promote",
        "subject": "orders",
        "subject_kind": "store",
        "place": "euw1",
        "worst_seconds": 60,
        "source": "https://disaster-recovery.workshop.aws/en/services/databases/aurora/global-database.html",
        "size": None,
    }
    assert left["ungraceful"][0][1]["size"] >= 3
    assert found["decision_seconds"] == 300


def test_a_stack_of_one_region_is_left_by_nobody() -> None:
    assert operations("single")["recovery"] is None


def test_region_switch_carries_the_steps_out_in_their_order() -> None:
    resources, told = _switched()
    found = resources("global-recovery-plan", "Plan").inputs
    workflow = next(one for one in found["workflows"] if one["workflowTargetRegion"] == "eu-west-1")
    assert [(one["name"], one["executionBlockType"]) for one in workflow["steps"]] == [
        ("approve", "ManualApproval"),
        ("capacity-orders-euw1", "EC2AutoScaling"),
        ("promote-orders", "AuroraGlobalDatabase"),
        ("route-public", "CustomActionLambda"),
    ]
    assert workflow["steps"][1]["ec2AsgCapacityIncreaseConfigs"][0]["timeoutMinutes"] == 12
    assert told["recovery"]["region_switch"] == {
        "arn": f"arn:aws:arcregionswitch::{ACCOUNT_ID}:Plan/global-recovery-plan",
        "role_arn": f"arn:aws:iam::{ACCOUNT_ID}:Role/global-recovery-role",
        "approval_role_arn": ROLE,
        "starts_by_itself": False,
    }


def test_a_function_puts_the_switch_from_the_region_that_takes_over() -> None:
    resources, _ = _switched()
    for place, region in (("euw1", "eu-west-1"), ("use1", "us-east-1")):
        function = resources(f"{place}-route-public-fn", "Function")
        assert function.region == region
    plan = resources("global-recovery-plan", "Plan").inputs
    for workflow in plan["workflows"]:
        arns = workflow["steps"][-1]["customActionLambdaConfigs"][0]["lambdas"]
        assert [one["arn"].split(":")[3] for one in arns] == ["eu-west-1", "us-east-1"]


def test_what_region_switch_reads_are_alarms_on_what_clients_feel() -> None:
    alarms = _switched()[0]("global-recovery-plan", "Plan").inputs["associatedAlarms"]
    assert [(one["mapBlockKey"], one["alarmType"]) for one in alarms] == [
        ("euw1-errors", "applicationHealth"),
        ("use1-errors", "applicationHealth"),
    ]


def test_alarms_in_the_region_that_takes_over_start_it_where_the_team_wants_that() -> None:
    resources, told = exported(
        changed(
            **DATABASE,
            canaries={"places": ["use1", "euw1"]},
            recovery={"by": "region-switch", "region_switch": {"triggers": {"minutes_between": 90}}},
        )
    )
    found = resources("global-recovery-plan", "Plan").inputs
    # A standby is left by people alone.
    assert [one["targetRegion"] for one in found["triggers"]] == ["eu-west-1"]
    assert found["triggers"][0]["minDelayMinutesBetweenExecutions"] == 90
    kinds = {one["mapBlockKey"]: one["alarmType"] for one in found["associatedAlarms"]}
    assert kinds == {"use1-errors": "applicationHealth", "euw1-errors": "trigger", "use1-fails": "trigger"}
    seen = {one["mapBlockKey"]: one["resourceIdentifier"] for one in found["associatedAlarms"]}
    assert seen["use1-fails"].split(":")[3] == "eu-west-1"
    assert told["recovery"]["region_switch"]["starts_by_itself"] is True
    # Three runs of five minutes, and two minutes to start, less the 30 seconds that health checks take too.
    assert told["recovery"]["decision_seconds"] == 3 * 300 + 120 - 30


def test_roles_that_change_places_change_nothing_that_is_created_once() -> None:
    swapped = {**DATABASE, "regions": {"use1": {"role": "standby"}, "euw1": {}}}
    before = _switched()[0]("global-recovery-plan", "Plan").inputs
    after = exported(changed(**swapped, recovery=REGION_SWITCH))[0]("global-recovery-plan", "Plan").inputs
    for name in ("name", "regions", "primaryRegion", "recoveryApproach"):
        assert before[name] == after[name]


def test_routing_controls_are_made_first_and_decide_once_they_are_joined() -> None:
    made, told = exported(changed(regions=BOTH, recovery={"routing": "routing-control"}))
    assert "RoutingControls" in _kinds(made)
    assert not [one for one in made if one.name.endswith("-control")]
    assert told["recovery"]["routing"] == "switch"
    controls = told["recovery"]["routing_control"]
    assert set(controls["controls"]["public"]) == {"use1", "euw1"}
    assert len(controls["endpoints"]) == 5
    joined, told = exported(
        changed(regions=BOTH, recovery={"routing": "routing-control", "routing_control": {"joined": True}})
    )
    assert told["recovery"]["routing"] == "routing-control"
    check = joined("use1-public-control", "HealthCheck").inputs
    assert check["type"] == "RECOVERY_CONTROL"
    assert check["routingControlArn"] == controls["controls"]["public"]["use1"]
    health = joined("use1-public-health", "HealthCheck").inputs
    assert "use1-public-control-id" in health["childHealthchecks"]
    assert health["childHealthThreshold"] == 4


def test_the_next_step_switches_new_controls_on() -> None:
    raw = changed(regions=BOTH, recovery={"routing": "routing-control"})
    (step,) = (one for one in next_steps(planned(raw)) if "routing control" in one)
    assert "holdfast:recovery.routing_control.joined" in step
    joined = {"routing": "routing-control", "routing_control": {"joined": True}}
    assert not [
        one for one in next_steps(planned(changed(regions=BOTH, recovery=joined))) if "routing control" in one
    ]


def test_region_switch_turns_joined_controls_and_needs_no_function() -> None:
    recovery = {**REGION_SWITCH, "routing": "routing-control", "routing_control": {"joined": True}}
    resources, _ = exported(changed(**DATABASE, recovery=recovery))
    workflow = resources("global-recovery-plan", "Plan").inputs["workflows"][0]
    assert workflow["steps"][-1]["executionBlockType"] == "ARCRoutingControl"
    assert "RecoveryStepFunction" not in _kinds(resources)


@pytest.mark.parametrize("regions", [{"use1": {}}, BOTH], ids=["one region", "two regions"])
def test_every_load_balancer_shifts_by_itself_where_that_is_asked_for(regions: dict[str, Any]) -> None:
    resources, _ = exported(changed(regions=regions, recovery={"zonal_autoshift": {}}))
    shifts = {one.name for one in resources if one.type.endswith(f":{SHIFTS}")}
    assert shifts == {f"{place}-public-autoshift" for place in regions}
    one = resources("use1-public-autoshift", SHIFTS).inputs
    assert one["outcomeAlarms"][0]["alarmIdentifier"].split(":")[3] == "us-east-1"


def test_nothing_shifts_before_there_is_an_alarm_to_stop_it() -> None:
    resources, _ = exported(changed(entrances={"public": NEW_ZONE}, recovery={"zonal_autoshift": {}}))
    assert SHIFTS not in _kinds(resources)


def test_nothing_is_declared_unasked() -> None:
    resources, _ = exported(EXAMPLES["database"])
    assert {"RegionSwitchPlan", "RoutingControls", "ZonalAutoshift"}.isdisjoint(_kinds(resources))
