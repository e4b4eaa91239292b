"""A plan of ARC Region switch: the steps that take everything away from a region, carried out by AWS."""

from typing import Any

import pulumi
from pulumi_aws import arcregionswitch

from holdfast.components.region_switch_args import RegionSwitchPlanArgs, refuse
from holdfast.components.region_switch_blocks import approval_step, group_step
from holdfast.components.region_switch_role import declare_execution_role

__all__ = ["RegionSwitchPlan", "RegionSwitchPlanArgs"]


class RegionSwitchPlan(pulumi.ComponentResource):
    """What takes everything away from one of two regions, either of them, in the right order.

    Each region has a workflow that activates it, and with that leaves the other. So an active-active API has
    a plan of the approach ``activePassive`` too: AWS documents which region an activation runs in, and not
    which one a deactivation does. What comes back, people bring back with ``holdfast failback``.

    Declares: the plan, and the role that carries it out with what its blocks need on these resources alone.
    Survives: the loss of either region: the plan is carried out by the data plane of the region that it
    activates. Does not survive: the loss of both. Nothing new can be planned while the control plane in
    us-east-1 is away; what is planned can be carried out.
    In the ungraceful mode it skips functions
    (https://docs.aws.amazon.com/r53recovery/latest/dg/custom-action-lambda-block.html, 2026-11): what a lost
    region's recovery hangs on must be a block of its own.
    """

    plan_arn: pulumi.Output[str]
    """ARN of the plan, by which executions are started."""
    role_arn: pulumi.Output[str]
    """ARN of the role that carries it out."""

    def __init__(
        self, name: str, args: RegionSwitchPlanArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:RegionSwitchPlan", name, {**args}, opts)
        refuse(name, args)
        role = declare_execution_role(f"{name}-recovery", args, self)
        minutes = args.get("recovery_time_minutes")
        plan = arcregionswitch.Plan(
            f"{name}-recovery-plan",
            name=args["plan_name"],
            description="Takes everything away from a region: activate the one that is to take over",
            execution_role=role.arn,
            recovery_approach="activePassive",
            regions=sorted(args["regions"]),
            primary_region=args["primary_region"],
            recovery_time_objective_minutes=None if minutes is None else int(minutes),
            workflows=[_workflow(region, args) for region in sorted(args["workflows"])],
            associated_alarms=_alarms(args),
            triggers=_triggers(args),
            report_configurations=_reports(args),
            tags={**args.get("tags", {}), "Name": f"{name}-recovery-plan"},
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.plan_arn = plan.arn
        self.role_arn = role.arn
        self.register_outputs(
            {"plan_arn": self.plan_arn, "role_arn": self.role_arn, "origin": dict(args.get("origin", {}))}
        )


def _workflow(region: str, args: RegionSwitchPlanArgs) -> Any:  # noqa: ANN401 - the SDK's own union of types
    first = [approval_step(args["approval"])] if "approval" in args else []
    groups = args["workflows"][region]
    return {
        "workflow_target_action": "activate",
        "workflow_target_region": region,
        "workflow_description": f"{region} takes over",
        "steps": [*first, *(group_step(number, group, region) for number, group in enumerate(groups, 1))],
    }


def _alarms(args: RegionSwitchPlanArgs) -> list[Any] | None:
    return [
        {
            "map_block_key": key,
            "alarm_type": "trigger" if alarm.get("starts", False) else "applicationHealth",
            "resource_identifier": alarm["arn"],
        }
        for key, alarm in sorted(args.get("alarms", {}).items())
    ] or None


def _triggers(args: RegionSwitchPlanArgs) -> list[Any] | None:
    if "triggers" not in args:
        return None
    triggers = args["triggers"]
    return [
        {
            "action": "activate",
            "target_region": region,
            "min_delay_minutes_between_executions": int(triggers["minutes_between"]),
            "conditions": [
                {"associated_alarm_name": triggers["red"][region], "condition": "red"},
                {"associated_alarm_name": triggers["green"][region], "condition": "green"},
            ],
        }
        for region in sorted(triggers["red"])
    ]


def _reports(args: RegionSwitchPlanArgs) -> list[Any] | None:
    if "report_bucket" not in args:
        return None
    output = {"bucket_owner": args["account_id"], "bucket_path": args["report_bucket"]}
    return [{"report_outputs": [{"s3_configurations": [output]}]}]
