"""The newest value of a metric, with the time that it is of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.operate.call import call
from holdfast.operate.measures import Measure, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.operate.aws import Clients

PERIOD_SECONDS = 60
LOOK_BACK_MINUTES = 60
"""How far back the last value is looked for: what is older says nothing of now, and its age is told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """A metric of CloudWatch, by what a value is multiplied with to be seconds, or what its reader wants."""

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    scale: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A minute of a metric: when it began, and its smallest, largest and whole value."""

    at: datetime
    minimum: float
    maximum: float
    total: float


def points(clients: Clients, region: str, metric: Metric, *, minutes: int = LOOK_BACK_MINUTES) -> list[Point]:
    """Give what a metric was in the last minutes, oldest first.

    Args:
        clients: Makes clients.
        region: AWS region that has the metric.
        metric: The metric.
        minutes: How far back.
    """
    end = datetime.now(UTC)
    found = call(
        clients,
        "cloudwatch",
        region,
        "get_metric_statistics",
        Namespace=metric.namespace,
        MetricName=metric.name,
        Dimensions=[{"Name": name, "Value": value} for name, value in sorted(metric.dimensions.items())],
        StartTime=end - timedelta(minutes=minutes),
        EndTime=end,
        Period=PERIOD_SECONDS,
        Statistics=["Minimum", "Maximum", "Sum"],
    )
    read = [
        Point(
            at=one["Timestamp"],
            minimum=one["Minimum"] * metric.scale,
            maximum=one["Maximum"] * metric.scale,
            total=one["Sum"] * metric.scale,
        )
        for one in found.get("Datapoints", [])
    ]
    return sorted(read, key=lambda one: one.at)


def newest(clients: Clients, region: str, metric: Metric) -> Measure:
    """Give the largest value of a metric's newest minute, or say that there is none.

    Args:
        clients: Makes clients.
        region: AWS region that has the metric.
        metric: The metric.
    """
    found = points(clients, region, metric)
    if not found:
        return unknown(f"{metric.name} has no value in {region} of the last {LOOK_BACK_MINUTES} minutes")
    return Measure(value=found[-1].maximum, at=found[-1].at)


def series(clients: Clients, region: str, metric: Metric) -> list[Metric]:
    """Give the metrics of this name whose dimensions are these and perhaps more.

    CloudWatch keeps a value under whole sets of dimensions alone: one that lacks a dimension finds nothing
    (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html, 2026-11).

    Args:
        clients: Makes clients.
        region: AWS region that has them.
        metric: Namespace, name, and the dimensions that are known.
    """
    found = call(
        clients,
        "cloudwatch",
        region,
        "list_metrics",
        Namespace=metric.namespace,
        MetricName=metric.name,
        Dimensions=[{"Name": name, "Value": value} for name, value in sorted(metric.dimensions.items())],
    )["Metrics"]
    return [
        replace(metric, dimensions={one["Name"]: one["Value"] for one in known["Dimensions"]})
        for known in found
    ]


def largest(measures: Iterable[Measure]) -> Measure | None:
    """Give the largest of those that are known; None where none is."""
    known = [one for one in measures if one.value is not None]
    return max(known, key=lambda one: one.value or 0) if known else None
