"""Recoveries that take longer than promised, or that nothing could carry out as they are planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.topology.recovery_undone import growing_pods, promoted_adopted, recovery_mistake
from holdfast.topology.values import RecoveryAction, RecoverySubject, Role, StoreKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings import Mistake
    from holdfast.topology.values import RecoveryPlan, RecoveryStepPlan, RecoveryWorkflowPlan, Topology


def recovery_mistakes(topology: Topology) -> Iterator[Mistake]:
    """Yield what nobody could keep or carry out of a recovery, as it comes to once sizes are planned."""
    plan = topology.recovery
    if plan is None:
        return
    yield from _too_long(topology, plan)
    if plan.region_switch is not None:
        yield from _nothing_to_do(topology, plan)
        yield from _without_block(topology, plan)
        yield from _skipped(topology, plan)
        yield from _too_small(topology, plan)
        yield from _unseen(topology, plan)


def _too_long(topology: Topology, plan: RecoveryPlan) -> Iterator[Mistake]:
    """Yield a mistake for each place whose loss takes longer at worst than the stack promises.

    Where no step scales or promotes, health checks alone bring the API back: what that takes the
    settings' own checks judge.
    """
    rto = topology.objectives.rto_seconds
    for workflow in plan.workflows:
        total = plan.total_seconds(workflow)
        if rto is not None and workflow.waits_for_steps and total > rto:
            yield recovery_mistake(
                topology,
                "holdfast:objectives.rto_seconds",
                str(rto),
                f"the loss of {workflow.away_from} takes up to {total} seconds: "
                f"{_sum(plan, workflow)}: promise at least {total}, keep more running, or decide faster "
                "(holdfast:recovery.by, decision_minutes), and say what was measured in "
                "holdfast:recovery.capacity_seconds and promotion_seconds",
            )


def _nothing_to_do(topology: Topology, plan: RecoveryPlan) -> Iterator[Mistake]:
    """Yield a mistake where no step is one that Region switch does: AWS takes no workflow without any."""
    routed = {one.key for one in topology.entrances if one.accelerator is None}
    for workflow in plan.workflows:
        steps = [step for group in workflow.ungraceful for step in group]
        if not any(_is_done_by_region_switch(step, routed) for step in steps):
            yield recovery_mistake(
                topology,
                "holdfast:recovery.by",
                plan.by.value,
                f"leaving {workflow.away_from} leaves Region switch nothing to do: nothing grows, no writer "
                "moves, and an accelerator leads clients away: choose people",
            )


def _is_done_by_region_switch(step: RecoveryStepPlan, routed: set[str]) -> bool:
    if step.action is RecoveryAction.ROUTE:
        return step.subject_kind is RecoverySubject.STORE or step.subject in routed
    return step.action in (RecoveryAction.CAPACITY, RecoveryAction.PROMOTE)


def _without_block(topology: Topology, plan: RecoveryPlan) -> Iterator[Mistake]:
    """Yield what Region switch cannot do here: pods, whose names are their charts', and what is adopted."""
    for key in growing_pods(topology, plan):
        yield recovery_mistake(
            topology,
            "holdfast:recovery.by",
            plan.by.value,
            f"pods of {key} must grow where they take over, and Region switch scales them by names in the "
            "cluster that their chart gives: run them in the needed size (a hot standby), or choose people",
        )
    for key in promoted_adopted(topology, plan):
        yield recovery_mistake(
            topology,
            "holdfast:recovery.by",
            plan.by.value,
            f"the store {key} is adopted, and nothing here knows the ARNs that Region switch promotes it by: "
            "choose people, and the plan of whoever declares it",
        )


def _skipped(topology: Topology, plan: RecoveryPlan) -> Iterator[Mistake]:
    """Yield what a lost region's recovery hangs on and only a function could do: Region switch skips it.

    "In ungraceful execution mode, Region switch skips the Lambda execution block step":
    https://docs.aws.amazon.com/r53recovery/latest/dg/custom-action-lambda-block.html (2026-11).
    """
    at_home = {
        store.key
        for store in topology.stores
        if store.s3 is not None and len(store.s3.active) < len(store.places)
    }
    caches = {cache.key for cache in topology.caches}
    caches |= {store.key for store in topology.stores if store.kind is StoreKind.ELASTICACHE}
    steps = {step.key: step for one in plan.workflows for group in one.ungraceful for step in group}
    for key, step in sorted(steps.items()):
        if step.subject_kind is RecoverySubject.PROXIES:
            what = f"proxies of {step.subject} must grow in {step.place}"
        elif step.action is RecoveryAction.PROMOTE and step.subject in caches:
            what = f"the primary of the cache {step.subject} must move"
        elif step.subject_kind is RecoverySubject.STORE and step.action is RecoveryAction.ROUTE:
            if step.subject not in at_home:
                continue
            what = f"the access point of {step.subject} must lead to {step.place}"
        else:
            continue
        yield recovery_mistake(
            topology,
            "holdfast:recovery.by",
            plan.by.value,
            f"{what} ({key}), which takes a function, and Region switch skips functions when a region is "
            "lost: choose automation or people",
        )


def _too_small(topology: Topology, plan: RecoveryPlan) -> Iterator[Mistake]:
    """Yield services that share their load: the other region's size is not that of the whole load.

    Source: https://docs.aws.amazon.com/r53recovery/latest/dg/ec2-auto-scaling-block.html (2026-11).
    """
    serving = {region.place for region in topology.regions if region.role is Role.ACTIVE}
    grown = {
        step.subject
        for workflow in plan.workflows
        for group in workflow.ungraceful
        for step in group
        if step.action is RecoveryAction.CAPACITY
        and step.subject_kind is RecoverySubject.SERVICE
        and {workflow.away_from, step.place} <= serving
    }
    for key in sorted(grown):
        yield recovery_mistake(
            topology,
            "holdfast:recovery.by",
            plan.by.value,
            f"{key} runs in both regions, each with its share, and Region switch grows it to the other "
            "region's size alone: run the size of the whole load (objectives.survives: region), or choose "
            "automation or people",
        )


def _unseen(topology: Topology, plan: RecoveryPlan) -> Iterator[Mistake]:
    """Yield what no trigger could see: a lost region's alarms, and us-east-1's, are lost with it."""
    if plan.region_switch is None or plan.region_switch.triggers is None:
        return
    watching = set() if topology.canaries is None else set(topology.canaries.places)
    leaves = plan.region_switch.triggers.leaves
    starting = {workflow.to[0] for workflow in plan.workflows if workflow.away_from in leaves}
    missing = sorted(starting - watching)
    if missing:
        yield recovery_mistake(
            topology,
            "holdfast:recovery.region_switch.triggers",
            None,
            f"needs holdfast:canaries that watch from {', '.join(missing)}: what starts the plan must lie in "
            "the region that takes over",
        )


def _sum(plan: RecoveryPlan, workflow: RecoveryWorkflowPlan) -> str:
    """Write the sum with the slowest step of each group, whose figure counts."""
    parts = [
        f"{plan.detection_seconds} to detect ({plan.detection_source})",
        f"{plan.decision_seconds} to decide ({plan.decision_source})",
        *(_part(max(group, key=_seconds)) for group in workflow.ungraceful),
    ]
    return " + ".join(parts)


def _part(step: RecoveryStepPlan) -> str:
    return f"{step.worst_seconds} {step.key} ({step.source})"


def _seconds(step: RecoveryStepPlan) -> int:
    return step.worst_seconds
