"""HLT008: a region that falls silent does not count as healthy."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from holdfast.checks.health import ALARM, Health
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.noticing import by_check
from holdfast.checks.routing import Routing
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

DEFAULT = "LastKnownStatus"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each check of an alarm that decides for routed records."""
    health = Health(Routing(graph))
    for one in health.checks:
        decides = health.decides_for(one)
        if decides and one.at("type") == ALARM:
            yield _judge(health, one, decides)


def _judge(health: Health, one: Resource, decides: tuple[Resource, ...]) -> Judgement:
    given = one.at("insufficientDataHealthStatus")
    if not is_known(given):
        return unknown(one, "what counts without data is not known yet")
    if given == "Unhealthy":
        return passes(one, "without data it is unhealthy")
    told = [
        (record, [by_check(health, one, alarms=False) for one in health.of(record)]) for record in decides
    ]
    blind = [record for record, times in told if all(seconds == inf for seconds in times)]
    if blind:
        names = ", ".join(record.name for record in blind)
        return fails(
            one,
            f"without data it is {given or DEFAULT}, and no check of an endpoint decides for {names}: a "
            "region that is gone sends no data, and stays in service",
        )
    if any(None in times for _, times in told):
        return unknown(one, "whether another check notices what falls silent is not known")
    return passes(one, "another check notices what falls silent")


RULE = Rule(
    id="HLT008-silence-is-not-health",
    title="A region that sends no more data leaves service.",
    explanation=(
        "The alarm of a region reads that region's metrics. When the region is lost they stop, the alarm "
        "has no data, and a check that then counts as healthy, or as it was last, keeps the lost region in "
        "service."
    ),
    severity=Severity.MEDIUM,
    fix="set insufficientDataHealthStatus to Unhealthy, or combine the alarm with a check of an endpoint",
    source="https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html",
    subject="health checks of alarms that decide for records",
    check=check,
    frameworks=("REL11-BP01", "REL11-BP02"),
)
