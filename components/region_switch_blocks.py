"""Execution blocks of ARC Region switch, in the provider's words.

Every block is a list of one, as the provider asks. Sources: ``arcregionswitch.Plan`` of ``pulumi_aws``, and
https://docs.aws.amazon.com/r53recovery/latest/dg/working-with-rs-execution-blocks.html (2026-11).
"""

from collections.abc import Sequence
from typing import Any

from holdfast.components.region_switch_args import BlockArgs, RegionSwitchApprovalArgs

_RETRY_MINUTES = 0.5
_WHOLE_PERCENT = 100
_UNGRACEFUL_PERCENT = 99
"""The most that AWS takes for what must have succeeded when a region is lost
(https://docs.aws.amazon.com/arc-region-switch/latest/api/API_Ec2Ungraceful.html, 2026-11)."""


def approval_step(approval: RegionSwitchApprovalArgs) -> dict[str, Any]:
    """Return the step that waits for a person.

    Args:
        approval: Who approves, and for how long it is waited.
    """
    return {
        "name": "approve",
        "execution_block_type": "ManualApproval",
        "execution_approval_configs": [
            {"approval_role": approval["role_arn"], "timeout_minutes": int(approval["minutes"])}
        ],
    }


def group_step(number: int, group: Sequence[BlockArgs], region: str) -> dict[str, Any]:
    """Return the step of a group: its one block, or all of them side by side.

    Args:
        number: Which group of the workflow it is, from 1 on.
        group: Its blocks.
        region: The AWS region that takes over.
    """
    steps = [block_step(block, region) for block in group]
    if len(steps) == 1:
        return steps[0]
    return {
        "name": f"side-by-side-{number}",
        "execution_block_type": "Parallel",
        "parallel_configs": [{"steps": steps}],
    }


def block_step(block: BlockArgs, region: str) -> dict[str, Any]:
    """Return the step of one block.

    Args:
        block: What it is about.
        region: The AWS region that takes over.
    """
    kind, key, config = _config(block, region)
    return {
        "name": block["name"],
        "execution_block_type": kind,
        key: [{**config, "timeout_minutes": int(block["minutes"])}],
    }


def _config(block: BlockArgs, region: str) -> tuple[str, str, dict[str, Any]]:
    if "auto_scaling_groups" in block:
        asgs = [{"arn": arn} for _, arn in sorted(block["auto_scaling_groups"].items())]
        return (
            "EC2AutoScaling",
            "ec2_asg_capacity_increase_configs",
            {
                "asgs": asgs,
                "capacity_monitoring_approach": "sampledMaxInLast24Hours",
                "target_percent": _WHOLE_PERCENT,
                "ungraceful": {"minimum_success_percentage": _UNGRACEFUL_PERCENT},
            },
        )
    if "ecs_services" in block:
        return (
            "ECSServiceScaling",
            "ecs_capacity_increase_configs",
            {
                "services": [dict(service) for _, service in sorted(block["ecs_services"].items())],
                "capacity_monitoring_approach": "sampledMaxInLast24Hours",
                "target_percent": _WHOLE_PERCENT,
                "ungraceful": {"minimum_success_percentage": _UNGRACEFUL_PERCENT},
            },
        )
    if "aurora" in block:
        clusters = block["aurora"]["clusters"]
        return (
            "AuroraGlobalDatabase",
            "global_aurora_configs",
            {
                # A switchover loses no write; only the ungraceful mode may.
                "behavior": "switchoverOnly",
                "ungracefuls": [{"ungraceful": "failover"}],
                "global_cluster_identifier": block["aurora"]["global_cluster"],
                "database_cluster_arns": [arn for _, arn in sorted(clusters.items())],
            },
        )
    if "rds_instances" in block:
        return (
            "RdsPromoteReadReplica",
            "rds_promote_read_replica_configs",
            {"db_instance_arn_map": dict(sorted(block["rds_instances"].items()))},
        )
    if "functions" in block:
        return (
            "CustomActionLambda",
            "custom_action_lambda_configs",
            {
                "lambdas": [{"arn": arn} for _, arn in sorted(block["functions"].items())],
                "region_to_run": "activatingRegion",
                "retry_interval_minutes": _RETRY_MINUTES,
            },
        )
    return "ARCRoutingControl", "arc_routing_control_configs", _routing_controls(block, region)


def _routing_controls(block: BlockArgs, region: str) -> dict[str, Any]:
    return {
        "region_and_routing_controls": [
            {
                "region": one,
                "routing_controls": [
                    {"routing_control_arn": arn, "state": "On" if one == region else "Off"}
                    for _, arn in sorted(controls.items())
                ],
            }
            for one, controls in sorted(block["routing_controls"].items())
        ]
    }
