"""The workflows of a stack as execution blocks of ARC Region switch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import pulumi

from holdfast.components.alarmed_places import AlarmedPlaces
from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.ecs_service import EcsService
from holdfast.components.observed import Observed
from holdfast.components.recovery_step_args import step_specs
from holdfast.components.recovery_step_function import RecoveryStepFunction
from holdfast.components.region_switch_args import AlarmArgs, BlockArgs, RegionSwitchPlanArgs
from holdfast.topology.values import (
    RecoveryAction,
    RecoveryPlan,
    RecoveryStepPlan,
    RecoverySubject,
    RecoveryWorkflowPlan,
    RegionSwitchSettingsPlan,
)

_SECONDS_PER_MINUTE = 60
_PATIENCE = 2
"""Times its worst case that a block gets: one that takes longer than planned is better waited for."""
_NO_BLOCK = (RecoveryAction.VERIFY, RecoveryAction.DRAIN, RecoveryAction.FENCE)
"""What Region switch has no block for: it measures by alarms, and the old writer is not its business."""


@dataclass(frozen=True, kw_only=True)
class _Made:
    """Functions that do the steps without a block: by step and number, each in the region that takes over."""

    observed: Observed
    token_secret: str | None
    functions: dict[str, dict[str, pulumi.Output[str]]] = field(default_factory=dict)


def region_switch_args(
    observed: Observed, plan: RecoveryPlan, asked: RegionSwitchSettingsPlan, alarmed: AlarmedPlaces
) -> RegionSwitchPlanArgs:
    """Return the arguments of a stack's Region switch plan, and declare the functions that it needs.

    Args:
        observed: Everything else that the stack declares.
        plan: How places are left.
        asked: What the team asks of the plan.
        alarmed: Alarms on the places.
    """
    topology = observed.topology
    made = _Made(observed=observed, token_secret=asked.cloudflare_token_secret)
    regions = {one.away_from: observed.region(one.away_from).region for one in plan.workflows}
    homes = [store.home for store in topology.stores if store.home in regions]
    workflows = {
        regions[workflow.to[0]]: [
            blocks
            for group in workflow.ungraceful
            if (blocks := [block for step in group for block in _blocks(made, plan, workflow, step)])
        ]
        for workflow in plan.workflows
    }
    args: RegionSwitchPlanArgs = {
        "plan_name": asked.plan_name,
        "account_id": topology.account_id,
        "regions": sorted(regions.values()),
        "primary_region": regions[min(homes, default=min(regions))],
        "workflows": workflows,
        "alarms": _alarms(plan, asked, alarmed),
        "tags": topology.tags,
        "origin": {
            "workflows": plan.origin["workflows"],
            "approval": plan.origin["region_switch"],
            "triggers": plan.origin["region_switch"],
        },
    }
    if asked.approval_role_arn is not None:
        args["approval"] = {"role_arn": asked.approval_role_arn, "minutes": asked.approval_minutes}
    # The names of a zone that nobody delegates to yet have no errors to count, and nothing to leave.
    if asked.triggers is not None and all(place in alarmed.errors for place in regions):
        left = [one for one in plan.workflows if one.away_from in asked.triggers.leaves]
        args["triggers"] = {
            "minutes_between": asked.triggers.minutes_between,
            "red": {regions[one.to[0]]: f"{one.away_from}-fails" for one in left},
            "green": {regions[one.to[0]]: f"{one.to[0]}-errors" for one in left},
        }
    if topology.objectives.rto_seconds is not None:
        args["recovery_time_minutes"] = max(1, topology.objectives.rto_seconds // _SECONDS_PER_MINUTE)
    if asked.report_bucket is not None:
        args["report_bucket"] = asked.report_bucket
    return args


def _alarms(
    plan: RecoveryPlan, asked: RegionSwitchSettingsPlan, alarmed: AlarmedPlaces
) -> Mapping[str, AlarmArgs]:
    """Give the alarm on what clients feel of each place, and what says from the other one that it fails."""
    leaves = () if asked.triggers is None else asked.triggers.leaves
    # An alarm is either: what must be well for a start says nothing of how long the recovery takes.
    green = {one.to[0] for one in plan.workflows if one.away_from in leaves}
    found: dict[str, AlarmArgs] = {}
    for workflow in plan.workflows:
        place, other = workflow.away_from, workflow.to[0]
        if place in alarmed.errors:
            found[f"{place}-errors"] = {"arn": alarmed.errors[place], "starts": place in green}
        if place in leaves:
            found[f"{place}-fails"] = {"arn": alarmed.elsewhere[place][other], "starts": True}
    return found


def _blocks(
    made: _Made, plan: RecoveryPlan, workflow: RecoveryWorkflowPlan, step: RecoveryStepPlan
) -> list[BlockArgs]:
    """Give the blocks of a step: one of AWS's own where it has one, else functions."""
    if step.action in _NO_BLOCK:
        return []
    minutes = _PATIENCE * ceil(step.worst_seconds / _SECONDS_PER_MINUTE)
    own = _own_block(made.observed, plan, workflow, step, minutes)
    return _functions(made, workflow, step, minutes) if own is None else [own]


def _own_block(
    observed: Observed,
    plan: RecoveryPlan,
    workflow: RecoveryWorkflowPlan,
    step: RecoveryStepPlan,
    minutes: int,
) -> BlockArgs | None:
    places = (workflow.away_from, workflow.to[0])
    regions = {place: observed.region(place).region for place in places}
    if step.subject_kind is RecoverySubject.SERVICE:
        return _capacity(observed, regions, step, minutes)
    if step.action is RecoveryAction.PROMOTE and step.subject_kind is RecoverySubject.STORE:
        return _promotion(observed, regions, step, minutes)
    controls = observed.routing_controls
    controlled = step.subject_kind is RecoverySubject.ENTRANCE and plan.is_controlled(step.subject)
    if controls is None or not controlled:
        return None
    return {
        "name": step.key,
        "minutes": minutes,
        "routing_controls": {
            region: {step.subject: controls.control_arn(step.subject, place)}
            for place, region in regions.items()
        },
    }


def _capacity(
    observed: Observed, regions: Mapping[str, str], step: RecoveryStepPlan, minutes: int
) -> BlockArgs | None:
    services = {place: observed.regions[place].service(step.subject) for place in regions}
    groups = {
        regions[place]: one.auto_scaling_group_arn
        for place, one in services.items()
        if isinstance(one, AutoScalingService)
    }
    if groups:
        return {"name": step.key, "minutes": minutes, "auto_scaling_groups": groups}
    account_id = observed.topology.account_id
    tasks: dict[str, Any] = {
        regions[place]: {
            "cluster_arn": pulumi.Output.concat(
                f"arn:aws:ecs:{regions[place]}:{account_id}:cluster/", one.cluster_name
            ),
            "service_arn": one.service_arn,
        }
        for place, one in services.items()
        if isinstance(one, EcsService)
    }
    return {"name": step.key, "minutes": minutes, "ecs_services": tasks} if tasks else None


def _promotion(
    observed: Observed, regions: Mapping[str, str], step: RecoveryStepPlan, minutes: int
) -> BlockArgs | None:
    store = next(one for one in observed.topology.stores if one.key == step.subject)
    known = observed.stores.operations(store)
    if known.get("global_cluster") is not None:
        clusters = {regions[place]: known["clusters"][place]["arn"] for place in regions}
        return {
            "name": step.key,
            "minutes": minutes,
            "aurora": {"global_cluster": known["global_cluster"], "clusters": clusters},
        }
    if known.get("rds_members"):
        instances = {regions[place]: known["rds_members"][place]["arn"] for place in regions}
        return {"name": step.key, "minutes": minutes, "rds_instances": instances}
    return None


def _functions(
    made: _Made, workflow: RecoveryWorkflowPlan, step: RecoveryStepPlan, minutes: int
) -> list[BlockArgs]:
    """Declare a function for each call of a step in the region that takes over, and give their blocks."""
    observed, place = made.observed, workflow.to[0]
    region = observed.region(place).region
    blocks: list[BlockArgs] = []
    specs = step_specs(
        observed, step, away_from=workflow.away_from, graceful=True, token_secret=made.token_secret
    )
    for number, spec in enumerate(specs, 1):
        name = step.key if number == 1 else f"{step.key}-{number}"
        function = RecoveryStepFunction(
            f"{place}-{name}",
            {
                "region": region,
                "key_arn": observed.foundations[place].key_arn,
                "steps": [spec],
                "fixed": True,
                "tags": observed.tags(place),
                "origin": {"steps": workflow.away_from},
            },
            observed.options(place),
        )
        # Shared by both workflows: AWS wants the function of each region named in every block.
        functions = made.functions.setdefault(name, {})
        functions[region] = function.function_arn
        blocks.append({"name": name, "minutes": minutes, "functions": functions})
    return blocks
