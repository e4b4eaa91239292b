"""LOG004: logs are kept as long as somebody decided, neither for ever nor too short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Parameter, Rule, Scope, Severity, fails, passes, unknown
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

GROUP = "aws:cloudwatch/logGroup:LogGroup"


def check(graph: ResourceGraph, *, least_days: int) -> Iterator[Judgement]:
    """Judge each log group."""
    for group in graph.of_type(GROUP):
        yield _judge(group, least_days)


def _judge(group: Resource, least_days: int) -> Judgement:
    days = group.at("retentionInDays")
    if group.at("logGroupClass") == "DELIVERY":
        return passes(group, "it only hands on, and keeps two days")
    if not is_known(days):
        return unknown(group, "retentionInDays is not known yet")
    if not days:  # 0 is for ever, too
        return fails(group, "it keeps everything for ever: nobody decided how long")
    if isinstance(days, int | float) and days < least_days:
        return fails(group, f"it keeps {days} days, and {least_days} are asked for")
    return passes(group, f"it keeps {days} days")


RULE = Rule(
    id="LOG004-log-retention-is-decided",
    title="Every log group says how long it keeps.",
    explanation=(
        "A log group keeps for ever where nothing is said: it costs more every month, and keeps personal "
        "data past any right to have it. One that keeps too short is empty when the incident is looked at."
    ),
    severity=Severity.LOW,
    fix="set retentionInDays",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    subject="log groups",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC04-BP01", "SEC08-BP04"),
    parameters=(
        Parameter(name="least_days", default=7, text="Days that a log group must keep at least", minimum=1),
    ),
)
