"""Alarms of the export of zones: that none succeeded, that one failed, that one was given up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_notes import AlarmNotesArgs, described, note_tags
from holdfast.components.zone_export_role import METRIC_NAMESPACE
from holdfast.contracts.runbook import RunbookSection

METRIC = "ZoneExportsCompleted"
"""What the function counts once every zone is exported."""
_HOUR_SECONDS = 3600
# The next export begins at the interval's end and takes minutes: two hours keep a late one from ringing.
_GRACE_HOURS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmScope:
    """What the alarms of one export share."""

    name: str
    """Logical name of the export."""
    region: str
    """Its region."""
    topic_arn: pulumi.Input[str]
    """Topic that they tell."""
    notes: AlarmNotesArgs | None
    """Owner and runbook, which each names."""
    tags: Mapping[str, str]
    """Tags of each."""
    child: pulumi.ResourceOptions
    """Options that make the export the parent."""


def declare_alarms(
    scope: AlarmScope,
    *,
    stack: str,
    every_hours: int,
    function_name: pulumi.Input[str],
    queue_name: pulumi.Input[str],
) -> None:
    """Declare the three alarms.

    Args:
        scope: What they share.
        stack: What the function's metric has as the dimension ``Stack``.
        every_hours: Hours between two exports.
        function_name: The function.
        queue_name: The queue of what was given up.
    """
    # An alarm looks back for seven days at most, in periods of an hour:
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (2026-11)
    hours = every_hours + _GRACE_HOURS
    _alarm(
        scope,
        "missing",
        f"No export of every DNS zone for {hours} hours: what is kept of them grows old.",
        namespace=METRIC_NAMESPACE,
        metric_name=METRIC,
        dimensions={"Stack": stack},
        comparison_operator="LessThanThreshold",
        period=_HOUR_SECONDS,
        evaluation_periods=hours,
        treat_missing_data="breaching",
    )
    _alarm(
        scope,
        "failed",
        "An export of DNS zones failed: its log and manifest.json name the zones.",
        namespace="AWS/Lambda",
        metric_name="Errors",
        dimensions={"FunctionName": function_name},
    )
    _alarm(
        scope,
        "given-up",
        "An export of DNS zones was given up: it failed thrice, or could not be started.",
        namespace="AWS/SQS",
        metric_name="ApproximateNumberOfMessagesVisible",
        dimensions={"QueueName": queue_name},
        statistic="Maximum",
    )


def _alarm(scope: AlarmScope, noun: str, description: str, **more: Any) -> None:  # noqa: ANN401  # properties of an alarm
    name = f"{scope.name}-{noun}"
    defaults: dict[str, Any] = {
        "statistic": "Sum",
        "comparison_operator": "GreaterThanOrEqualToThreshold",
        "threshold": 1,
        "period": 300,
        "evaluation_periods": 1,
        "treat_missing_data": "notBreaching",
    }
    cloudwatch.MetricAlarm(
        name,
        region=scope.region,
        alarm_description=described(description, RunbookSection.DNS, scope.notes),
        alarm_actions=[scope.topic_arn],
        ok_actions=[scope.topic_arn],
        tags={**scope.tags, **note_tags(RunbookSection.DNS, scope.notes), "Name": name},
        opts=scope.child,
        **{**defaults, **more},
    )
