"""A plan of ARC Region switch: its blocks in order, what its role may do, and what is refused."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest

from holdfast.components.region_switch_plan import RegionSwitchPlan, RegionSwitchPlanArgs
from tests.components.declared import ACCOUNT_ID, Resources, declared
from tests.components.recovery_sample import (
    ALARMS,
    CLUSTERS,
    CONTROLS,
    FUNCTIONS,
    GROUPS,
    IE,
    INSTANCES,
    ROLE,
    SERVICES,
    TRIGGERS,
    US,
    block,
    plan,
)


def _declare(args: dict[str, Any]) -> Resources:
    return declared(lambda: RegionSwitchPlan("global", cast("RegionSwitchPlanArgs", args)))


def _plan(args: dict[str, Any]) -> dict[str, Any]:
    return dict(_declare(args)("global-recovery-plan", "Plan").inputs)


def _steps(groups: list[Any], **changes: Any) -> list[dict[str, Any]]:
    """The steps of the workflow by which Ireland takes over."""
    workflows = _plan(plan(workflows={IE: groups, US: groups}, **changes))["workflows"]
    return next(one["steps"] for one in workflows if one["workflowTargetRegion"] == IE)


def _allowed(args: dict[str, Any]) -> dict[str, dict[str, Any]]:
    policy = _declare(args)("global-recovery-policy", "RolePolicy").inputs["policy"]
    return {one["Sid"]: one for one in json.loads(policy)["Statement"]}


def test_declares_the_plan_and_its_role() -> None:
    resources = _declare(plan(tags={"Team": "orders"}))
    assert resources.pairs() == {
        ("holdfast:index:RegionSwitchPlan", "global"),
        ("aws:iam/role:Role", "global-recovery-role"),
        ("aws:iam/rolePolicy:RolePolicy", "global-recovery-policy"),
        ("aws:arcregionswitch/plan:Plan", "global-recovery-plan"),
    }
    found = resources("global-recovery-plan", "Plan")
    assert found.inputs["name"] == "orders-prod"
    assert found.inputs["recoveryApproach"] == "activePassive"
    assert found.inputs["regions"] == [IE, US]
    assert found.inputs["tags"] == {"Team": "orders", "Name": "global-recovery-plan"}
    assert found.region is None
    assert {"triggers", "associatedAlarms", "reportConfigurations"}.isdisjoint(found.inputs)
    trust = json.loads(resources("global-recovery-role", "Role").inputs["assumeRolePolicy"])["Statement"]
    assert trust == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "arc-region-switch.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT_ID}},
        }
    ]


def test_each_region_has_a_workflow_that_activates_it() -> None:
    workflows = _plan(plan())["workflows"]
    assert [(one["workflowTargetAction"], one["workflowTargetRegion"]) for one in workflows] == [
        ("activate", IE),
        ("activate", US),
    ]


def test_groups_run_in_order_and_their_blocks_side_by_side() -> None:
    steps = _steps(
        [
            [block("capacity-a", auto_scaling_groups=GROUPS), block("capacity-b", ecs_services=SERVICES)],
            [block("promote-orders", aurora={"global_cluster": "orders", "clusters": CLUSTERS})],
        ],
        approval={"role_arn": ROLE, "minutes": 7},
    )
    assert [(one["name"], one["executionBlockType"]) for one in steps] == [
        ("approve", "ManualApproval"),
        ("side-by-side-1", "Parallel"),
        ("promote-orders", "AuroraGlobalDatabase"),
    ]
    assert steps[0]["executionApprovalConfigs"] == [{"approvalRole": ROLE, "timeoutMinutes": 7}]
    inner = steps[1]["parallelConfigs"][0]["steps"]
    assert [(one["name"], one["executionBlockType"]) for one in inner] == [
        ("capacity-a", "EC2AutoScaling"),
        ("capacity-b", "ECSServiceScaling"),
    ]


def test_capacity_grows_to_what_the_other_region_had_and_a_lost_one_stops_nothing() -> None:
    groups, tasks = _steps([[block("a", auto_scaling_groups=GROUPS)], [block("b", ecs_services=SERVICES)]])
    common = {
        "capacityMonitoringApproach": "sampledMaxInLast24Hours",
        "targetPercent": 100,
        "ungraceful": {"minimumSuccessPercentage": 99},
        "timeoutMinutes": 4,
    }
    assert groups["ec2AsgCapacityIncreaseConfigs"] == [
        {"asgs": [{"arn": GROUPS[IE]}, {"arn": GROUPS[US]}], **common}
    ]
    assert tasks["ecsCapacityIncreaseConfigs"] == [
        {
            "services": [
                {"clusterArn": SERVICES[one]["cluster_arn"], "serviceArn": SERVICES[one]["service_arn"]}
                for one in (IE, US)
            ],
            **common,
        }
    ]


def test_aurora_loses_writes_in_the_ungraceful_mode_alone() -> None:
    (step,) = _steps([[block("promote", aurora={"global_cluster": "orders", "clusters": CLUSTERS})]])
    assert step["globalAuroraConfigs"] == [
        {
            "behavior": "switchoverOnly",
            "ungracefuls": [{"ungraceful": "failover"}],
            "globalClusterIdentifier": "orders",
            "databaseClusterArns": [CLUSTERS[IE], CLUSTERS[US]],
            "timeoutMinutes": 4,
        }
    ]


def test_replicas_functions_and_routing_controls() -> None:
    replica, function, control = _steps(
        [
            [block("a", rds_instances=INSTANCES)],
            [block("b", functions=FUNCTIONS)],
            [block("c", routing_controls=CONTROLS)],
        ]
    )
    assert replica["executionBlockType"] == "RdsPromoteReadReplica"
    assert replica["rdsPromoteReadReplicaConfigs"] == [{"dbInstanceArnMap": INSTANCES, "timeoutMinutes": 4}]
    assert function["executionBlockType"] == "CustomActionLambda"
    assert function["customActionLambdaConfigs"] == [
        {
            "lambdas": [{"arn": FUNCTIONS[IE]}, {"arn": FUNCTIONS[US]}],
            "regionToRun": "activatingRegion",
            "retryIntervalMinutes": 0.5,
            "timeoutMinutes": 4,
        }
    ]
    assert control["executionBlockType"] == "ARCRoutingControl"
    states = control["arcRoutingControlConfigs"][0]["regionAndRoutingControls"]
    assert [(one["region"], one["routingControls"][0]["state"]) for one in states] == [
        (IE, "On"),
        (US, "Off"),
    ]
    assert states[0]["routingControls"][0]["routingControlArn"] == CONTROLS[IE]["public"]


def test_alarms_start_it_when_one_region_fails_and_the_other_is_well() -> None:
    found = _plan(plan(alarms=ALARMS, triggers=TRIGGERS))
    assert {(one["mapBlockKey"], one["alarmType"]) for one in found["associatedAlarms"]} == {
        (key, "trigger") for key in ALARMS
    }
    assert found["triggers"] == [
        {
            "action": "activate",
            "targetRegion": region,
            "minDelayMinutesBetweenExecutions": 60,
            "conditions": [
                {"associatedAlarmName": f"{other}-fails", "condition": "red"},
                {"associatedAlarmName": f"{own}-errors", "condition": "green"},
            ],
        }
        for region, own, other in ((IE, "euw1", "use1"), (US, "use1", "euw1"))
    ]


def test_alarms_that_start_nothing_say_how_the_application_is() -> None:
    found = _plan(plan(alarms={"use1-errors": {"arn": "arn:aws:cloudwatch:a"}}, recovery_time_minutes=5.0))
    assert [one["alarmType"] for one in found["associatedAlarms"]] == ["applicationHealth"]
    assert found["recoveryTimeObjectiveMinutes"] == 5


def test_the_role_may_do_its_blocks_on_their_resources_and_no_more() -> None:
    groups = [
        [
            block("a", auto_scaling_groups=GROUPS),
            block("b", ecs_services=SERVICES),
            block("c", aurora={"global_cluster": "orders", "clusters": CLUSTERS}),
            block("d", rds_instances=INSTANCES),
            block("e", functions=FUNCTIONS),
            block("f", routing_controls=CONTROLS),
        ]
    ]
    allowed = _allowed(plan(workflows={IE: groups, US: groups}, alarms=ALARMS, report_bucket="reports/arc"))
    everything = {sid for sid, one in allowed.items() if "*" in one["Resource"]}
    assert everything == {
        *("SeeGroups", "SeeAndRaiseScaling", "ReadMetrics", "SeeGlobalDatabases", "SeeReplicas"),
        "SeeRoutingControls",
    }
    assert allowed["GrowGroups"]["Resource"] == [GROUPS[IE], GROUPS[US]]
    assert allowed["GrowServices"]["Action"] == ["ecs:DescribeServices", "ecs:UpdateService"]
    assert set(allowed["MoveWriters"]["Resource"]) == {
        f"arn:aws:rds::{ACCOUNT_ID}:global-cluster:orders",
        *CLUSTERS.values(),
    }
    assert allowed["PromoteReplicas"]["Resource"] == [INSTANCES[IE], INSTANCES[US]]
    assert allowed["InvokeSteps"]["Resource"] == [FUNCTIONS[IE], FUNCTIONS[US]]
    assert allowed["TurnRoutingControls"]["Resource"] == [CONTROLS[IE]["public"], CONTROLS[US]["public"]]
    assert allowed["WriteReports"]["Resource"] == ["arn:aws:s3:::reports/arc/*"]
    assert allowed["EvaluatePlan"]["Resource"][1] == f"arn:aws:arc-region-switch::{ACCOUNT_ID}:plan/*"


def test_a_plan_of_one_block_may_do_nothing_else() -> None:
    assert set(_allowed(plan())) == {"InvokeSteps", "EvaluatePlan"}


def test_reports_go_to_the_accounts_own_bucket() -> None:
    assert _plan(plan(report_bucket="reports/arc"))["reportConfigurations"] == [
        {"reportOutputs": [{"s3Configurations": [{"bucketOwner": ACCOUNT_ID, "bucketPath": "reports/arc"}]}]}
    ]


_ROUTE = [[block("route", functions=FUNCTIONS)]]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"plan_name": "a" * 33}, "at most 32 letters"),
        ({"regions": [US, IE, "eu-central-1"]}, "'regions' are exactly two"),
        ({"primary_region": "eu-central-1"}, "'primary_region' is one of"),
        ({"workflows": {US: _ROUTE}}, "'workflows' has one for each region"),
        ({"workflows": {US: [], IE: _ROUTE}}, "the workflow of us-east-1 has no block"),
        ({"workflows": {US: [*_ROUTE, *_ROUTE], IE: _ROUTE}}, "two blocks route"),
        ({"workflows": {US: [[block("a")]], IE: _ROUTE}}, "is about exactly one of"),
        (
            {"workflows": {US: [[block("a", rds_instances={US: "arn"})]], IE: _ROUTE}},
            "names what is in each of both regions",
        ),
        (
            {"workflows": {US: [[block("a", functions={IE: "arn"})]], IE: _ROUTE}},
            "has no function in us-east-1, where it would run",
        ),
        (
            {"workflows": {US: [[{**block("a", functions=FUNCTIONS), "minutes": 0}]], IE: _ROUTE}},
            "'minutes' of block 'a' is at least 1, got 0",
        ),
        ({"recovery_time_minutes": 0}, "'recovery_time_minutes' lies between 1 and 10080"),
        ({"triggers": TRIGGERS}, "none of the 'alarms' that start the plan"),
        (
            {"alarms": ALARMS, "triggers": {**TRIGGERS, "minutes_between": 0}},
            "'minutes_between' is at least 1",
        ),
        (
            {"alarms": ALARMS, "triggers": {**TRIGGERS, "green": {IE: "euw1-errors"}}},
            "is red and one that is green for the same of",
        ),
    ],
)
def test_refuses_what_region_switch_would(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        _declare(plan(**changes))
