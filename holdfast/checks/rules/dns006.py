"""DNS006: a weight of zero is no switch that turns a record off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.routing import Routing
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

POLICY = "weightedRoutingPolicies"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each record of weight 0, and each set in which every weight is 0 once."""
    for members in Routing(graph).routed_sets():
        weights = [one.at(POLICY, 0, "weight") for one in members]
        zeros = [one for one, weight in zip(members, weights, strict=True) if weight == 0]
        if zeros and len(zeros) == len(members) and not graph.partial:
            yield fails(
                zeros[0],
                "every weight of the set is 0: Route 53 then answers with all of its records equally often",
            )
        else:
            yield from (_zero(one) for one in zeros)


def _zero(record: Resource) -> Judgement:
    evaluates = record.at("aliases", 0, "evaluateTargetHealth")
    if evaluates is True or record.at("healthCheckId"):
        return passes(
            record, "a standby: it answers while every record with a weight is unhealthy and it is not"
        )
    if not is_known(evaluates):
        return unknown(record, "whether the record's health is looked at is not known yet")
    return fails(
        record,
        "its weight is 0 and nothing looks at its health, but it is not off: Route 53 answers with it, "
        "up or down, once every record with a weight is unhealthy",
    )


RULE = Rule(
    id="DNS006-weight-zero-is-a-standby",
    title="A record of weight 0 is a standby whose health is looked at, not one that is switched off.",
    explanation=(
        "Route 53 leaves records of weight 0 out only while a record with a weight is healthy; then it takes "
        "them, and without a health check it takes them for healthy. When all weights are 0, all records "
        "answer equally often."
    ),
    severity=Severity.MEDIUM,
    fix="give the record a health check, or take it away if it is to be off",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html",
    subject="records of weight 0",
    check=check,
    frameworks=("REL11-BP02",),
)
