"""All alarms of a region, and how a test reads one."""

from __future__ import annotations

from typing import Any

from holdfast.components.regional_alarms import RegionalAlarms
from tests.components.alarm_sample import EVERYTHING, NOTHING
from tests.components.declared import Resources, declared


def alarms(**changes: Any) -> Resources:
    return declared(lambda: RegionalAlarms("euw1", {**EVERYTHING, **changes}))  # type: ignore[typeddict-item]  # any key


def only(**watched: Any) -> Resources:
    return declared(lambda: RegionalAlarms("euw1", {**NOTHING, **watched}))  # type: ignore[typeddict-item]  # any key


ALL = alarms()


def metric(name: str, resources: Resources = ALL) -> tuple[Any, ...]:
    """What an alarm on a single metric looks at."""
    found = resources(name, "MetricAlarm").inputs
    if "metricName" in found:
        stat = found.get("statistic") or found.get("extendedStatistic")
        return found["namespace"], found["metricName"], found["dimensions"], stat, found["period"]
    watched = found["metricQueries"][0]["metric"]
    return (
        watched["namespace"],
        watched["metricName"],
        watched["dimensions"],
        watched["stat"],
        watched["period"],
    )


def queries(name: str) -> tuple[list[tuple[str, str, Any, str]], str]:
    """The metrics that an alarm is computed from, and the expression."""
    found = ALL(name, "MetricAlarm").inputs["metricQueries"]
    metrics = [
        (one["id"], one["metric"]["metricName"], one["metric"]["dimensions"], one["metric"]["stat"])
        for one in found
        if "metric" in one
    ]
    (result,) = [one for one in found if one.get("returnData")]
    return metrics, result["expression"]
