"""OPS006: a plan that leads away from a region also leads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import pairs
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.stated_objectives import serving, stated
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

PLAN = "aws:arcregionswitch/plan:Plan"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each recovery that a component plans, and each plan of Region switch."""
    for api in stated(graph):
        led = {place for place, _ in pairs(api.at("recovery", "workflows"))}
        if led:
            yield _judge(api, set(serving(api)) - led, "a recovery leads away from")
    for plan in graph.of_type(PLAN):
        yield _plan(plan)


def _plan(plan: Resource) -> Judgement:
    regions, workflows = plan.at("regions"), plan.at("workflows")
    if not isinstance(regions, tuple) or not isinstance(workflows, tuple):
        return unknown(plan, "its regions or workflows are not known yet")
    targets = [dict(pairs(one)).get("workflowTargetRegion") for one in workflows]
    if not all(is_known(one) for one in (*targets, *regions)):
        return unknown(plan, "the regions that its workflows lead to are not known yet")
    if None in targets:
        return passes(plan, "one workflow serves every region")
    missing = {str(one) for one in regions} - {str(one) for one in targets}
    return _judge(plan, missing, "a workflow leads to")


def _judge(resource: Resource, missing: set[str], how: str) -> Judgement:
    if missing:
        return fails(resource, f"nothing leads the other way: no {how.removeprefix('a ')} {_names(missing)}")
    return passes(resource, f"{how} each of its regions: there is a way back")


def _names(places: set[str]) -> str:
    return ", ".join(sorted(places))


RULE = Rule(
    id="OPS006-a-way-back",
    title="A recovery plan leads to every one of its regions, so that there is a way back.",
    explanation=(
        "After a failover the API runs where it was never meant to stay, with the old home behind in data. "
        "Where the plan knows one direction alone, the way back is made up in the night after, and the next "
        "failure finds none."
    ),
    severity=Severity.MEDIUM,
    fix="add a workflow that activates each region of the plan",
    source="https://docs.aws.amazon.com/r53recovery/latest/dg/region-switch-plans.html",
    subject="recovery plans",
    check=check,
    frameworks=("REL13-BP02", "REL13-BP03"),
)
