"""How the alarms of one place are declared: from metrics, sums of metrics, and bands of the usual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_kind import AlarmKind
from holdfast.components.alarm_notes import AlarmNotesArgs, described, note_tags
from holdfast.topology.values import Severity

_MINUTE = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """A metric as CloudWatch finds it, and how it is summed up."""

    namespace: str
    name: str
    dimensions: Mapping[str, pulumi.Input[str]]
    stat: str = "Average"


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """When an alarm rings: so many of so many periods, each of so many seconds, and how it compares."""

    of: int = 5
    least: int = 5
    period: int = _MINUTE
    comparison: str = "GreaterThanThreshold"


MOST_METRICS = 10
"""Metrics that one alarm can be computed from (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/
Create-alarm-on-metric-math-expression.html, 2026-11)."""
AT_LEAST = "GreaterThanOrEqualToThreshold"
BELOW = "LessThanThreshold"


@dataclass(frozen=True, kw_only=True)
class AlarmScope:
    """What the alarms of one place share, and those that were declared."""

    place: str
    """Begin of every name: the place, or ``global-`` and the place that is seen from elsewhere."""
    region: str
    """AWS region, in which every alarm and its metrics are."""
    topic_arns: Mapping[str, pulumi.Input[str]]
    """Severity → topic."""
    thresholds: Mapping[str, float]
    """Threshold by the name of the setting; without one there is no alarm."""
    bands: frozenset[str]
    """Names of settings whose alarm is a band."""
    band_width: float
    """Standard deviations of bands."""
    promised: frozenset[str]
    """Names of settings whose alarms page."""
    notes: AlarmNotesArgs | None
    """Owner and runbook."""
    tags: Mapping[str, str]
    """Tags of each alarm."""
    child: pulumi.ResourceOptions
    """Options that make the component the parent."""
    declared: "dict[str, tuple[AlarmKind, Severity | None, cloudwatch.MetricAlarm]]" = field(
        default_factory=dict
    )
    """What was declared, by logical name."""

    def threshold(self, kind: AlarmKind) -> float | None:
        """Return the number with which a kind compares; None of one that is left out, or a band."""
        return None if kind.setting is None else self.thresholds.get(kind.setting)

    def alarm(
        self,
        subject: str,
        kind: AlarmKind,
        metric: Metric,
        *,
        judged: Judged,
        threshold: float | None = None,
        band: str | None = None,
    ) -> None:
        """Declare an alarm on one metric, a band where the setting asks for that, nothing where it is off.

        Args:
            subject: What is watched, the middle of the name; an empty text for the place itself.
            kind: The kind of the alarm.
            metric: The metric.
            judged: When it rings.
            threshold: What it is compared with, where that is not the setting's number itself.
            band: Name under which a band is asked for, where that is not the setting's.
        """
        if (band or kind.setting) in self.bands and threshold is None:
            self._declare(subject, kind, judged, **_banded(metric, judged, self.band_width))
            return
        limit = self.threshold(kind) if threshold is None else threshold
        if limit is None:
            return
        statistic = {"extended_statistic": metric.stat, "evaluate_low_sample_count_percentiles": "ignore"}
        if not metric.stat.startswith("p"):
            statistic = {"statistic": metric.stat}
        self._declare(
            subject,
            kind,
            judged,
            namespace=metric.namespace,
            metric_name=metric.name,
            dimensions=metric.dimensions,
            period=judged.period,
            threshold=limit,
            comparison_operator=judged.comparison,
            **statistic,
        )

    def computed(
        self,
        subject: str,
        kind: AlarmKind,
        metrics: Mapping[str, Metric],
        expression: str,
        *,
        judged: Judged,
        threshold: float | None = None,
    ) -> None:
        """Declare an alarm on what is computed from metrics; nothing where the setting is off.

        Args:
            subject: What is watched, the middle of the name; an empty text for the place itself.
            kind: The kind of the alarm.
            metrics: The metrics by the names that the expression calls them.
            expression: CloudWatch's metric math.
            judged: When it rings.
            threshold: What it is compared with, where that is not the setting's number itself.
        """
        self._declare_result(
            subject,
            kind,
            judged,
            threshold,
            [
                *(_query(key, metric, judged.period) for key, metric in sorted(metrics.items())),
                cloudwatch.MetricAlarmMetricQueryArgs(
                    id="result", expression=expression, label=kind.noun, return_data=True
                ),
            ],
        )

    def queried(
        self,
        subject: str,
        kind: AlarmKind,
        query: pulumi.Input[str],
        *,
        judged: Judged,
        threshold: float | None = None,
    ) -> None:
        """Declare an alarm on a query of Metrics Insights, which finds metrics whatever else they are by.

        It looks at the latest three hours
        (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-alarms.html).

        Args:
            subject: What is watched, the middle of the name.
            kind: The kind of the alarm.
            query: The query, in SQL.
            judged: When it rings.
            threshold: What it is compared with, where that is not the setting's number itself.
        """
        self._declare_result(
            subject,
            kind,
            judged,
            threshold,
            [
                cloudwatch.MetricAlarmMetricQueryArgs(
                    id="result",
                    expression=query,
                    label=kind.noun,
                    period=judged.period,
                    return_data=True,
                )
            ],
        )

    def paging(self) -> "dict[str, cloudwatch.MetricAlarm]":
        """Return the alarms that page, by logical name."""
        return {
            name: alarm
            for name, (_, severity, alarm) in sorted(self.declared.items())
            if severity is Severity.PAGE
        }

    def named(self, name: str) -> "cloudwatch.MetricAlarm | None":
        """Return an alarm by its logical name, None where it was not declared."""
        found = self.declared.get(name)
        return None if found is None else found[2]

    def _declare_result(
        self,
        subject: str,
        kind: AlarmKind,
        judged: Judged,
        threshold: float | None,
        queries: "Sequence[cloudwatch.MetricAlarmMetricQueryArgs]",
    ) -> None:
        own = self.threshold(kind)
        if own is not None:
            self._declare(
                subject,
                kind,
                judged,
                threshold=own if threshold is None else threshold,
                comparison_operator=judged.comparison,
                metric_queries=queries,
            )

    def _declare(self, subject: str, kind: AlarmKind, judged: Judged, **watched: Any) -> None:  # noqa: ANN401  # inputs of the alarm
        name = "-".join(part for part in (self.place, subject, kind.noun) if part)
        severity = Severity.PAGE if kind.setting in self.promised else kind.severity
        # What pages does so through the place's composite alarm, once for all of them.
        actions = [self.topic_arns[severity]] if severity is Severity.TICKET else []
        alarm = cloudwatch.MetricAlarm(
            name,
            region=self.region,
            alarm_description=described(_meaning(subject, kind), kind.section, self.notes),
            evaluation_periods=judged.of,
            datapoints_to_alarm=judged.least,
            treat_missing_data=kind.missing.value,
            alarm_actions=actions,
            ok_actions=actions,
            tags={
                **self.tags,
                **note_tags(kind.section, self.notes),
                **({} if severity is None else {"Severity": severity.value}),
                "Name": name,
            },
            opts=self.child,
            **watched,
        )
        self.declared[name] = (kind, severity, alarm)


def _meaning(subject: str, kind: AlarmKind) -> str:
    return f"{subject}: {kind.purpose}" if subject else kind.purpose


def _query(
    key: str, metric: Metric, period: int, *, returned: bool | None = None
) -> "cloudwatch.MetricAlarmMetricQueryArgs":
    return cloudwatch.MetricAlarmMetricQueryArgs(
        id=key,
        return_data=returned,
        metric=cloudwatch.MetricAlarmMetricQueryMetricArgs(
            namespace=metric.namespace,
            metric_name=metric.name,
            dimensions=metric.dimensions,
            period=period,
            stat=metric.stat,
        ),
    )


def _banded(metric: Metric, judged: Judged, width: float) -> dict[str, Any]:
    # An alarm on a band returns both the metric and the band:
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Anomaly_Detection_Alarm.html
    below = judged.comparison == BELOW
    return {
        "comparison_operator": "LessThanLowerThreshold" if below else "GreaterThanUpperThreshold",
        "threshold_metric_id": "band",
        "metric_queries": [
            _query("watched", metric, judged.period, returned=True),
            cloudwatch.MetricAlarmMetricQueryArgs(
                id="band",
                expression=f"ANOMALY_DETECTION_BAND(watched, {width:g})",
                label="What is usual",
                return_data=True,
            ),
        ],
    }
