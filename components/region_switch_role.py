"""What a plan of ARC Region switch may do: its blocks' sample policies, on this stack's resources alone.

Sources (2026-11): https://docs.aws.amazon.com/r53recovery/latest/dg/security_iam_region_switch_execution_blocks.html
and the pages of the blocks below it; security_iam_region_switch_trust_policy.html, _cloudwatch.html and
_reports.html. Plan evaluation simulates the role's policies (AmazonApplicationRecoveryControllerRegionSwitch
PlanExecutionPolicy: ``iam:SimulatePrincipalPolicy``).
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.region_switch_args import BlockArgs, RegionSwitchPlanArgs
from holdfast.components.service_policy import trust_document

_SERVICE = "arc-region-switch.amazonaws.com"


def declare_execution_role(name: str, args: RegionSwitchPlanArgs, parent: pulumi.Resource) -> "iam.Role":
    """Declare the role that Region switch assumes.

    Args:
        name: Logical name without the noun.
        args: The plan.
        parent: The plan's component.
    """
    opts = pulumi.ResourceOptions(parent=parent)
    tags = {**args.get("tags", {}), "Name": f"{name}-role"}
    role = iam.Role(
        f"{name}-role",
        description="Region switch carries out the plan with it",
        assume_role_policy=trust_document(
            _SERVICE, {"StringEquals": {"aws:SourceAccount": args["account_id"]}}
        ),
        tags=tags,
        opts=opts,
    )
    iam.RolePolicy(
        f"{name}-policy",
        role=role.name,
        policy=pulumi.Output.json_dumps(
            {"Version": "2012-10-17", "Statement": [*_statements(args), _own(role.arn, args["account_id"])]}
        ),
        opts=opts,
    )
    return role


def _own(role_arn: pulumi.Output[str], account_id: str) -> dict[str, Any]:
    """Let the plan's evaluation see whether the role is enough, and itself."""
    return {
        "Sid": "EvaluatePlan",
        "Effect": "Allow",
        "Action": [
            "iam:SimulatePrincipalPolicy",
            "arc-region-switch:GetPlan",
            "arc-region-switch:GetPlanExecution",
            "arc-region-switch:ListPlanExecutions",
        ],
        "Resource": [role_arn, f"arn:aws:arc-region-switch::{account_id}:plan/*"],
    }


def _statements(args: RegionSwitchPlanArgs) -> Iterator[dict[str, Any]]:
    blocks = [block for _, groups in sorted(args["workflows"].items()) for group in groups for block in group]
    yield from _capacity(blocks)
    yield from _databases(blocks, args["account_id"])
    functions = [arn for block in blocks for _, arn in sorted(block.get("functions", {}).items())]
    if functions:
        yield _allow("InvokeSteps", ["lambda:GetFunction", "lambda:InvokeFunction"], _once(functions))
    yield from _routing(blocks)
    alarms = [alarm["arn"] for _, alarm in sorted(args.get("alarms", {}).items())]
    if alarms:
        actions = ["cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms"]
        yield _allow("ReadAlarms", actions, _once(alarms))
    if "report_bucket" in args:
        yield _allow("WriteReports", ["s3:PutObject"], [f"arn:aws:s3:::{args['report_bucket']}/*"])


def _capacity(blocks: Sequence[BlockArgs]) -> Iterator[dict[str, Any]]:
    groups = [arn for block in blocks for _, arn in sorted(block.get("auto_scaling_groups", {}).items())]
    services = [one for block in blocks for _, one in sorted(block.get("ecs_services", {}).items())]
    if groups:
        yield _allow("SeeGroups", ["autoscaling:DescribeAutoScalingGroups"], ["*"])
        yield _allow("GrowGroups", ["autoscaling:UpdateAutoScalingGroup"], _once(groups))
    if services:
        own = ["ecs:DescribeServices", "ecs:UpdateService"]
        yield _allow("GrowServices", own, _once([one["service_arn"] for one in services]))
        clusters = _once([one["cluster_arn"] for one in services])
        yield _allow("SeeClusters", ["ecs:DescribeClusters"], clusters)
        yield _allow(
            "SeeAndRaiseScaling",
            [
                "ecs:ListServices",
                "application-autoscaling:DescribeScalableTargets",
                "application-autoscaling:RegisterScalableTarget",
            ],
            ["*"],
        )
    if groups or services:
        yield _allow("ReadMetrics", ["cloudwatch:GetMetricStatistics"], ["*"])


def _databases(blocks: Sequence[BlockArgs], account_id: str) -> Iterator[dict[str, Any]]:
    aurora = [block["aurora"] for block in blocks if "aurora" in block]
    instances = [arn for block in blocks for _, arn in sorted(block.get("rds_instances", {}).items())]
    if aurora:
        spanning = [
            pulumi.Output.concat(f"arn:aws:rds::{account_id}:global-cluster:", one["global_cluster"])
            for one in aurora
        ]
        clusters = [arn for one in aurora for _, arn in sorted(one["clusters"].items())]
        yield _allow("SeeGlobalDatabases", ["rds:DescribeDBClusters", "rds:DescribeGlobalClusters"], ["*"])
        moves = ["rds:FailoverGlobalCluster", "rds:SwitchoverGlobalCluster"]
        yield _allow("MoveWriters", moves, [*spanning, *_once(clusters)])
    if instances:
        yield _allow("SeeReplicas", ["rds:DescribeDBInstances"], ["*"])
        yield _allow("PromoteReplicas", ["rds:ModifyDBInstance", "rds:PromoteReadReplica"], _once(instances))


def _routing(blocks: Sequence[BlockArgs]) -> Iterator[dict[str, Any]]:
    controls = [
        arn
        for block in blocks
        for _, entrances in sorted(block.get("routing_controls", {}).items())
        for _, arn in sorted(entrances.items())
    ]
    if controls:
        # Cluster and control panel are read before a state is set; their ARNs are no part of a control's.
        yield _allow(
            "SeeRoutingControls",
            [
                "route53-recovery-control-config:DescribeCluster",
                "route53-recovery-control-config:DescribeControlPanel",
            ],
            ["*"],
        )
        states = [
            "route53-recovery-cluster:GetRoutingControlState",
            "route53-recovery-cluster:UpdateRoutingControlStates",
        ]
        yield _allow("TurnRoutingControls", states, _once(controls))


def _allow(sid: str, actions: Sequence[str], resources: Sequence[pulumi.Input[str]]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": list(resources)}


def _once(values: Sequence[pulumi.Input[str]]) -> list[pulumi.Input[str]]:
    """Leave out what was there already: both workflows name the same resources."""
    return list({value if isinstance(value, str) else id(value): value for value in values}.values())
