"""Alarms on copies of a bucket's objects that come late or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_notes import described, note_tags
from holdfast.components.bucket_replication_scope import (
    REPLICATION_MINUTES,
    BucketEnd,
    ReplicationScope,
    rule_id,
)
from holdfast.contracts.runbook import RunbookSection


@dataclass(frozen=True, kw_only=True, slots=True)
class _Alarm:
    region: str
    topic_arn: pulumi.Input[str]
    metric: str
    statistic: str
    threshold: int
    treat_missing_data: str
    ends: bool
    description: str


def declare_replication_alarms(
    scope: ReplicationScope,
    source: BucketEnd,
    other: tuple[str, BucketEnd],
    topic_arns: Mapping[str, pulumi.Input[str]],
) -> None:
    """Alarms on one rule, each in the region in which S3 publishes its metric.

    Latency is published where the copy goes, also while nothing is copied, so an alarm on it keeps its state
    when nothing is published. Failures are published where the copy comes from, and only while something is
    copied (https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html, 2026-11); what failed
    stays failed, so that alarm tells nobody that it is over.

    Args:
        scope: What the resources share.
        source: The bucket that is copied from.
        other: Place and bucket that is copied to.
        topic_arns: Place → topic of its region; a place without one has no alarm.
    """
    to, end = other
    dimensions: dict[str, pulumi.Input[str]] = {
        "SourceBucket": source.bucket.bucket,
        "DestinationBucket": end.bucket.bucket,
        "RuleId": rule_id(to),
    }
    if to in topic_arns:
        _declare_alarm(
            scope,
            f"{to}-{scope.key}-replication-late-from-{scope.place}",
            _Alarm(
                region=end.region,
                topic_arn=topic_arns[to],
                metric="ReplicationLatency",
                statistic="Maximum",
                threshold=REPLICATION_MINUTES * 60,
                treat_missing_data="ignore",
                ends=True,
                description=f"What {scope.name} takes in reaches {to} more than {REPLICATION_MINUTES} "
                f"minutes late: a failover to {to} would miss it.",
            ),
            dimensions,
        )
    if scope.place in topic_arns:
        _declare_alarm(
            scope,
            f"{scope.name}-replication-failed-to-{to}",
            _Alarm(
                region=source.region,
                topic_arn=topic_arns[scope.place],
                metric="OperationsFailedReplication",
                statistic="Sum",
                threshold=0,
                treat_missing_data="notBreaching",
                ends=False,
                description=f"Objects of {scope.name} were not copied to {to}, and S3 does not try again: "
                "see their replication status, mend the cause, then run a batch replication job.",
            ),
            dimensions,
        )


def _declare_alarm(
    scope: ReplicationScope, name: str, alarm: _Alarm, dimensions: Mapping[str, pulumi.Input[str]]
) -> None:
    cloudwatch.MetricAlarm(
        name,
        region=alarm.region,
        alarm_description=described(alarm.description, RunbookSection.REPLICATION, scope.notes),
        namespace="AWS/S3",
        metric_name=alarm.metric,
        dimensions=dimensions,
        statistic=alarm.statistic,
        period=300,
        evaluation_periods=1,
        threshold=alarm.threshold,
        comparison_operator="GreaterThanThreshold",
        treat_missing_data=alarm.treat_missing_data,
        alarm_actions=[alarm.topic_arn],
        ok_actions=[alarm.topic_arn] if alarm.ends else None,
        tags={**scope.tags, **note_tags(RunbookSection.REPLICATION, scope.notes), "Name": name},
        opts=pulumi.ResourceOptions(parent=scope.parent),
    )
