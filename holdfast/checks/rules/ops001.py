"""OPS001: the steps of a recovery fit into the promised time, people's approvals counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import pairs
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.stated_objectives import WAITS, number, stated
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

PLAN = "aws:arcregionswitch/plan:Plan"
NESTED_PLAN = "ARCRegionSwitchPlan"
_MINUTE = 60


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each recovery that a component plans, or else each plan of Region switch that states a time."""
    planned = [one for one in stated(graph) if pairs(one.at("recovery", "workflows"))]
    for api in planned:
        rto = number(api, "rto_seconds")
        if rto is not None:
            yield from _recovery(api, rto)
    if not planned:
        for plan in graph.of_type(PLAN):
            yield from _plan(plan)


def _recovery(api: Resource, rto: float) -> Iterator[Judgement]:
    ahead = sum(_seconds(api.at("recovery", name)) for name in ("detection_seconds", "decision_seconds"))
    late = []
    for place, workflow in pairs(api.at("recovery", "workflows")):
        told = dict(pairs(workflow))
        total = ahead + _seconds(told.get("ungraceful_worst_seconds"))
        waits = any(action in WAITS for action in _actions(told.get("ungraceful")))
        if waits and total > rto:
            late.append(f"the loss of {place} takes up to {total:g} seconds")
    if late:
        yield fails(api, f"{'; '.join(late)}, detection and decision counted; {rto:g} seconds are promised")
    else:
        yield passes(api, f"every loss is recovered from within the promised {rto:g} seconds")


def _plan(plan: Resource) -> Iterator[Judgement]:
    promised = plan.at("recoveryTimeObjectiveMinutes")
    if promised is None:
        return
    if not isinstance(promised, int | float):
        yield unknown(plan, "recoveryTimeObjectiveMinutes is not known yet")
        return
    workflows = plan.at("workflows")
    if not isinstance(workflows, tuple):
        yield unknown(plan, "its workflows are not known yet")
        return
    late, untold = [], 0
    for position, workflow in enumerate(workflows):
        told = dict(pairs(workflow))
        steps = told.get("steps")
        listed = steps if isinstance(steps, tuple) else ()
        minutes, missing = _path(listed)
        untold += missing + (0 if is_known(steps) else 1)
        if minutes > promised:
            where = told.get("workflowTargetRegion") or told.get("workflowTargetAction") or position + 1
            late.append(f"the workflow of {where} may take {minutes:g} minutes before its last step gives up")
    if late:
        yield fails(plan, f"{'; '.join(late)}; {promised:g} are promised")
    elif untold:
        yield unknown(plan, f"{untold} of its steps say no time, so that its longest path is not known")
    else:
        yield passes(plan, f"its longest path fits into the promised {promised:g} minutes")


def _path(steps: tuple[Value, ...]) -> tuple[float, int]:
    """Minutes of the longest path through steps, and how many say none."""
    total, missing = 0.0, 0
    for step in steps:
        told = dict(pairs(step))
        parallel = [one for key, one in _configs(told) if key == "parallelConfigs"]
        if parallel:
            inner = parallel[0].get("steps")
            branches = [_path((one,)) for one in inner] if isinstance(inner, tuple) else [(0.0, 1)]
            total += max((minutes for minutes, _ in branches), default=0.0)
            missing += sum(untold for _, untold in branches)
            continue
        given = [one.get("timeoutMinutes") for _, one in _configs(told)]
        minutes = [one for one in given if isinstance(one, int | float)]
        total += max(minutes, default=0.0)
        missing += not minutes or told.get("executionBlockType") == NESTED_PLAN
    return total, missing


def _configs(step: dict[str, Value]) -> list[tuple[str, dict[str, Value]]]:
    return [
        (key, dict(pairs(one)))
        for key, value in step.items()
        if key.endswith("Configs") and isinstance(value, tuple)
        for one in value
    ]


def _actions(groups: Value) -> list[Value]:
    listed = groups if isinstance(groups, tuple) else ()
    return [dict(pairs(step)).get("action") for group in listed if isinstance(group, tuple) for step in group]


def _seconds(value: Value) -> float:
    return value if isinstance(value, int | float) else 0


RULE = Rule(
    id="OPS001-recovery-fits-its-objective",
    title="The longest path of a recovery plan fits into the promised recovery time, approvals counted.",
    explanation=(
        "Each step of a recovery has its own limit, and nobody adds them up: a wait for somebody's approval "
        "alone can use the whole objective. A plan that may take longer than what was promised is found out "
        "in the event."
    ),
    severity=Severity.MEDIUM,
    fix="keep more running so that fewer steps are needed, shorten their limits, or promise what the sum is",
    source="https://docs.aws.amazon.com/r53recovery/latest/dg/region-switch-plans.html",
    subject="recovery plans with a promised time",
    check=check,
    frameworks=("REL13-BP01", "REL13-BP05"),
)
