"""HLT002: a switch that takes a region out does not stand in that region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.health import ENDPOINTS, Health, regions
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.routing import Routing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each inverted endpoint check that decides for routed records."""
    health = Health(Routing(graph))
    for one in health.checks:
        decides = health.decides_for(one)
        if decides and one.at("invertHealthcheck") is True and one.at("type") in ENDPOINTS:
            yield _judge(health, one, decides)


def _judge(health: Health, one: Resource, decides: tuple[Resource, ...]) -> Judgement:
    seen = regions(health.sees(one))
    judged = regions(health.routing.destinations(*decides))
    if seen is None or judged is None:
        return unknown(one, "where it looks, or which region it decides for, is not known")
    if seen & judged:
        return fails(
            one,
            f"the switch stands in {', '.join(sorted(seen & judged))}, the region that it takes out of "
            "service: when that region is down nobody can throw it",
        )
    return passes(one, f"the switch stands in {', '.join(sorted(seen)) or 'no region'}")


RULE = Rule(
    id="HLT002-switch-stands-elsewhere",
    title="An inverted health check looks at an object outside the region that it takes out of service.",
    explanation=(
        "An inverted check is a switch: somebody puts an object where it looks, and the region leaves "
        "service. An object in the region that is to be left cannot be put there while the region is down, "
        "which is when the switch is wanted."
    ),
    severity=Severity.MEDIUM,
    fix="let the inverted check look at an object in the other region",
    source=(
        "https://aws.amazon.com/blogs/networking-and-content-delivery/"
        "creating-disaster-recovery-mechanisms-using-amazon-route-53/"
    ),
    subject="inverted health checks that decide for records",
    check=check,
    frameworks=("REL11-BP04",),
)
