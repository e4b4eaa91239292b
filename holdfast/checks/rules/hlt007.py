"""HLT007: an alarm that backs a health check is one that Route 53 can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.health import ALARM, HEALTH_CHECK
from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Severity, fails, unknown
from holdfast.checks.noticing import METRIC_ALARM
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

COMPOSITE_ALARM = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
STATISTICS = frozenset({"Average", "Maximum", "Minimum", "SampleCount", "Sum"})
STANDARD_PERIOD_SECONDS = 60


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each health check of an alarm."""
    named = {
        one.at("name"): one
        for one in graph.of_type(METRIC_ALARM, COMPOSITE_ALARM)
        if isinstance(one.at("name"), str)
    }
    for one in graph.of_type(HEALTH_CHECK):
        if one.at("type") == ALARM:
            linked = graph.references(one, "cloudwatchAlarmName")
            alarms = [each for each in linked if each.type in (METRIC_ALARM, COMPOSITE_ALARM)]
            told = one.at("cloudwatchAlarmName")
            yield _judge(one, alarms[0] if alarms else named.get(told))


def _judge(one: Resource, alarm: Resource | None) -> Judgement:
    if alarm is None:
        return unknown(one, "the alarm is not among what is declared here; it must be one of this account")
    if alarm.type == COMPOSITE_ALARM:
        return fails(one, f"{alarm.name} is a composite alarm, which has no metric for Route 53 to read")
    wrong, unclear = _faults(alarm)
    place, region = one.at("cloudwatchAlarmRegion"), alarm.region
    if isinstance(place, str) and isinstance(region, str) and place != region:
        wrong.append(f"the alarm is in {region} and the check looks for it in {place}")
    return conclude(one, wrong, unclear, f"Route 53 can read the metric of {alarm.name}")


def _faults(alarm: Resource) -> tuple[list[str], list[str]]:
    wrong, unclear = [], []
    if alarm.at("metricQueries"):
        wrong.append(f"{alarm.name} is made of metric math, not of one metric")
    if alarm.at("extendedStatistic"):
        wrong.append(f"{alarm.name} is on a percentile, and Route 53 reads plain statistics alone")
    statistic, period = alarm.at("statistic"), alarm.at("period")
    if not is_known(statistic):
        unclear.append("statistic")
    elif statistic is not None and statistic not in STATISTICS:
        wrong.append(f"{alarm.name} is on {statistic}, and Route 53 reads {', '.join(sorted(STATISTICS))}")
    if not is_known(period):
        unclear.append("period")
    elif isinstance(period, int) and period % STANDARD_PERIOD_SECONDS:
        wrong.append(f"{alarm.name} has a period of {period} s, and Route 53 reads whole minutes")
    return wrong, unclear


RULE = Rule(
    id="HLT007-alarm-can-back-a-check",
    title="The alarm of a health check is on one plain metric, statistic and minute, where the check looks.",
    explanation=(
        "Route 53 does not read an alarm's state but evaluates the metric's data itself. It does so for one "
        "metric of standard resolution and plain statistics, in the same account. With another alarm the "
        "check cannot be made, or says nothing of what the alarm says."
    ),
    severity=Severity.MEDIUM,
    fix="back the check by an alarm on one metric, with a plain statistic over whole minutes",
    source="https://docs.aws.amazon.com/Route53/latest/APIReference/API_AlarmIdentifier.html",
    subject="health checks of alarms",
    check=check,
    frameworks=("REL11-BP01",),
)
