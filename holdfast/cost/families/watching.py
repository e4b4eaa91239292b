"""CloudWatch beside logs: alarms, dashboards, metrics from logs, streams, canaries, internet monitors."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.model import HOURS_A_MONTH
from holdfast.cost.schedules import runs_a_month
from holdfast.cost.scope import KILO, MILLION, number, text
from holdfast.graph import place_of
from holdfast.graph.summary import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource, Value

STANDARD_PERIOD = 60
"""Seconds; alarms of shorter periods are of high resolution
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html, 2026-11)."""
BAND_METRICS = 3
"""Metrics that an anomaly detection alarm is billed as: its own and two for the band
(https://aws.amazon.com/cloudwatch/pricing/, 2026-11)."""
REQUEST_METRICS = 16
"""Metrics that a filter of request metrics makes
(https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html, 2026-11)."""
FREE_NETWORKS = 100
"""Networks of cities of an account that are included
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/IMCityNetworksMaximum.html, 2026-11)."""


def alarm(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """An alarm, billed by the metrics that it looks at."""
    queries = one.inputs.get("metricQueries")
    listed = [query for query in queries if isinstance(query, dict)] if isinstance(queries, tuple) else []
    metrics = [query["metric"] for query in listed if isinstance(query.get("metric"), dict)]
    periods = [number(one.inputs.get("period")), *(number(_get(metric, "period")) for metric in metrics)]
    fast = any(period is not None and period < STANDARD_PERIOD for period in periods)
    count = len(metrics) or 1
    band = any("ANOMALY_DETECTION_BAND" in text(query.get("expression")) for query in listed)
    name, key = (
        ("alarm, high resolution", "cloudwatch/high-resolution-alarm/month")
        if fast
        else ("alarm", "cloudwatch/alarm/month")
    )
    asked = any(text(query.get("expression")).lstrip().upper().startswith("SELECT") for query in listed)
    note = (
        f"{count} metrics"
        if count > 1
        else "as one: a query is billed by the metrics it reads"
        if asked
        else ""
    )
    yield scope.item(name, key, place_of(one), count * (BAND_METRICS if band else 1), note=note)


def _get(value: Value, name: str) -> Value:
    return value.get(name) if isinstance(value, dict) else None


def composite(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A composite alarm."""
    yield scope.item("composite alarm", "cloudwatch/composite-alarm/month", place_of(one), 1)


def dashboard(_: Resource, scope: Scope) -> Iterator[CostItem]:
    """A dashboard."""
    yield scope.item("dashboard", "cloudwatch/dashboard/month", GLOBAL, 1)


def metric_filter(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """The metric that a filter makes of logs."""
    many = one.at("metricTransformation", "dimensions")
    note = "as one: its dimensions make more" if many else ""
    yield scope.item("metric from logs", "cloudwatch/metric/month", place_of(one), 1, note=note)


def metric_stream(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Updates that a stream sends."""
    yield scope.item(
        "metric stream, updates",
        "cloudwatch/metric-stream/thousand-updates",
        place_of(one),
        scope.usage["streamed_metric_updates_million"] * MILLION / KILO,
        usage=("streamed_metric_updates_million",),
    )


def bucket_metric(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Request metrics of a bucket, billed as metrics of your own."""
    yield scope.item("request metrics of a bucket", "cloudwatch/metric/month", place_of(one), REQUEST_METRICS)


def canary(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Runs of a canary by its schedule."""
    runs = runs_a_month(text(one.at("schedule", "expression")))
    note = (
        "its function, logs and artefacts are billed by their services"
        if runs
        else "its schedule is not known"
    )
    yield scope.item("canary, runs", "cloudwatch/canary/run", place_of(one), runs, note=note)


def internet_monitor(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Monitored resources, and networks of cities above those that are included."""
    place = place_of(one)
    resources = one.inputs.get("resources")
    count = (
        len(resources)
        if isinstance(resources, tuple)
        else len(scope.graph.references(one, "resources")) or None
    )
    yield scope.hourly(
        "internet monitor, resource", "cloudwatch/internet-monitor/resource-hour", place, count
    )
    most = number(one.inputs.get("maxCityNetworksToMonitor"))
    seen = scope.usage["city_networks"] if most is None else min(most, scope.usage["city_networks"])
    beyond = max(Decimal(), seen - FREE_NETWORKS)
    yield scope.item(
        "internet monitor, networks",
        "cloudwatch/internet-monitor/ten-thousand-networks-hour",
        place,
        beyond / 10_000 * HOURS_A_MONTH,
        usage=("city_networks",),
    )


CALCULATORS: Mapping[str, Calculator] = {
    "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": composite,
    "aws:cloudwatch/dashboard:Dashboard": dashboard,
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": metric_filter,
    "aws:cloudwatch/metricStream:MetricStream": metric_stream,
    "aws:s3/bucketMetric:BucketMetric": bucket_metric,
    "aws:synthetics/canary:Canary": canary,
    "aws:cloudwatch/internetMonitor:InternetMonitor": internet_monitor,
}
