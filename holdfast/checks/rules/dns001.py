"""DNS001: every routed record is answered by health, not by hope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown
from holdfast.checks.routing import RECORD, policies
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"
"""Zone of every CloudFront distribution; an alias of one cannot evaluate its health
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html,
2026-11)."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each record that has a routing policy."""
    for record in graph.of_type(RECORD):
        found = policies(record)
        if not found:
            continue
        if not any(is_known(policy) for policy in found.values()):
            yield unknown(record, "whether the record has a routing policy is not known yet")
        elif record.at("failoverRoutingPolicies", 0, "type") == "SECONDARY":
            yield passes(record, "a SECONDARY is the last answer there is: it may be healthy for ever")
        elif record.at("aliases"):
            yield _alias(record)
        else:
            yield _plain(record)


def _alias(record: Resource) -> Judgement:
    evaluates = record.at("aliases", 0, "evaluateTargetHealth")
    if evaluates is True:
        return passes(record, "the alias evaluates the health of its target")
    if _has_health_check(record):
        return passes(record, "the alias has a health check")
    if record.at("aliases", 0, "zoneId") == CLOUDFRONT_ZONE:
        return passes(record, "it leads to CloudFront, which lies in no region")
    if not is_known(evaluates):
        return unknown(record, "whether the alias evaluates the health of its target is not known yet")
    return fails(
        record,
        "the alias neither evaluates the health of its target nor has a health check: "
        "Route 53 answers with it even while the target is down",
    )


def _plain(record: Resource) -> Judgement:
    if _has_health_check(record):
        return passes(record, "the record has a health check")
    return fails(
        record, "the record has no health check: Route 53 answers with it even while what it names is down"
    )


def _has_health_check(record: Resource) -> bool:
    """Whether one is given; its id is unknown until deployment, and that is as good."""
    return bool(record.at("healthCheckId"))


def _evaluate(record: Resource) -> dict[str, bool]:
    """Let the alias evaluate its target's health, where that is surely no CloudFront distribution."""
    zone = record.at("aliases", 0, "zoneId")
    sure = isinstance(zone, str) and zone != CLOUDFRONT_ZONE
    return {"aliases[0].evaluateTargetHealth": True} if sure else {}


RULE = Rule(
    id="DNS001-alias-evaluates-target-health",
    title="Records of a routing policy are taken out of service when what they name is down.",
    explanation=(
        "Route 53 counts a record as healthy for ever when it has no health check and, if it is an alias, "
        "does not evaluate its target's health. A routing policy then keeps sending clients to what is down."
    ),
    severity=Severity.HIGH,
    fix="set evaluateTargetHealth on the alias, or give the record a healthCheckId",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html",
    subject="records with a routing policy",
    check=check,
    frameworks=("REL11-BP01", "REL11-BP02"),
    scope=Scope.RESOURCE,
    remedy=_evaluate,
)
