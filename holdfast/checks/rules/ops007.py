"""OPS007: a release reaches one region at a time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks.judging import pairs
from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown
from holdfast.graph import Marker, is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

PIPELINE = "aws:codepipeline/pipeline:Pipeline"
STACK_SETS = (
    "aws:cloudformation/stackInstances:StackInstances",
    "aws:cloudformation/stackSet:StackSet",
    "aws:cloudformation/stackSetInstance:StackSetInstance",
)
CHANGES = ("Deploy", "Invoke")
SEVERAL = 2


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each pipeline, and each stack set."""
    for pipeline in graph.of_type(PIPELINE):
        yield _pipeline(pipeline)
    for one in graph.of_type(*STACK_SETS):
        yield _stack_set(one)


def _pipeline(pipeline: Resource) -> Judgement:
    stages = pipeline.at("stages")
    if not isinstance(stages, tuple):
        return unknown(pipeline, "its stages are not known yet")
    wrong = []
    for stage in stages:
        told = dict(pairs(stage))
        waves = _waves(told.get("actions"), pipeline.region)
        if waves is None:
            return unknown(pipeline, "the regions of its actions are not known yet")
        wrong += [
            f"stage {told.get('name')} changes {', '.join(sorted(regions))} at once"
            for _, regions in sorted(waves.items())
            if len(regions) >= SEVERAL
        ]
    if wrong:
        return fails(pipeline, f"{'; '.join(wrong)}: a bad release takes all of them")
    return passes(pipeline, "no two regions are changed at once")


def _waves(actions: Value, home: object) -> dict[int, set[str]] | None:
    """The regions that each wave of a stage changes; None where they are not known."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for action in actions if isinstance(actions, tuple) else ():
        told = dict(pairs(action))
        region, order = told.get("region") or home, told.get("runOrder") or 1
        if told.get("category") not in CHANGES:
            continue
        if not isinstance(region, str) or not isinstance(order, int):
            return None
        found[order].add(region)
    return found


def _stack_set(one: Resource) -> Judgement:
    how = one.at("operationPreferences", "regionConcurrencyType")
    if not is_known(how) or one.at("operationPreferences") is Marker.UNKNOWN:
        return unknown(one, "operationPreferences.regionConcurrencyType is not known yet")
    if how == "PARALLEL":
        return fails(one, "it changes all its regions at once: a bad template takes all of them")
    return passes(one, "it changes one region after the other")


RULE = Rule(
    id="OPS007-one-region-at-a-time",
    title="A pipeline or stack set changes one region at a time.",
    explanation=(
        "Two regions guard against what happens to one of them. A release that reaches both in one wave "
        "happens to both, and most outages are releases."
    ),
    severity=Severity.MEDIUM,
    fix="deploy to one region, watch it for a while, then to the next: a later stage, or SEQUENTIAL",
    source="https://aws.amazon.com/builders-library/automating-safe-hands-off-deployments/",
    subject="pipelines and stack sets",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("OPS06-BP03", "REL08-BP05"),
)
