"""HLT005: health checks are made from several parts of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.health import ENDPOINTS, HEALTH_CHECK
from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes, unknown
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

REGIONS_NEEDED = 3
CONTINENTS_NEEDED = 2


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each endpoint check."""
    for one in graph.of_type(HEALTH_CHECK):
        if one.at("type") in ENDPOINTS:
            yield _judge(one)


def _judge(one: Resource) -> Judgement:
    given = one.at("regions")
    if given is None or given == ():
        return passes(one, "it is made from all regions that Route 53 has for it")
    if not isinstance(given, tuple) or not all(is_known(each) for each in given):
        return unknown(one, "the regions that it is made from are not known yet")
    places = sorted({str(each) for each in given})
    continents = {each.partition("-")[0] for each in places}
    if len(places) < REGIONS_NEEDED:
        return fails(one, f"it is made from {', '.join(places)} alone, and Route 53 needs three regions")
    if len(continents) < CONTINENTS_NEEDED:
        return fails(
            one,
            f"it is made from {', '.join(places)}, which lie on one continent: trouble of the networks there "
            "takes a healthy region out of service",
        )
    return passes(one, f"it is made from {', '.join(places)}")


RULE = Rule(
    id="HLT005-checkers-span-continents",
    title="Endpoint checks are made from three regions or more, on two continents or more.",
    explanation=(
        "An endpoint counts as healthy when more than 18 % of the checkers reach it. With few of them, or "
        "all in one part of the world, trouble on their way looks like a lost region, and traffic moves for "
        "nothing."
    ),
    severity=Severity.MEDIUM,
    fix="name three regions or more on two continents, or leave regions out to use all",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html",
    subject="health checks of endpoints",
    check=check,
    frameworks=("REL11-BP01",),
    scope=Scope.RESOURCE,
)
