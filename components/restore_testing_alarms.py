"""Who hears of restore tests: that failed, that were given up, that did not happen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_notes import AlarmNotesArgs, described, note_tags
from holdfast.contracts.runbook import RunbookSection

NAMESPACE = "Holdfast/RestoreTesting"
FAILED = "Failed"
HOURS_SINCE_SUCCESS = "HoursSinceSuccess"
LEFT_BEHIND = "LeftBehind"
"""Names that the function's own ``metrics.py`` writes; it can import nothing from here."""
CHECK_HOURS = 6
"""How often the function tells how long ago each store was last restored well."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TestAlarms:
    """What the alarms of one region's restore tests share."""

    region: str
    """AWS region of the tests."""
    topic_arn: pulumi.Input[str]
    """Topic that hears of them."""
    plan: str
    """Name of the restore testing plan."""
    notes: AlarmNotesArgs | None
    """Owner and runbook, which each names."""
    tags: Mapping[str, str]
    """Tags of each."""
    child: pulumi.ResourceOptions
    """Options that make the tests the parent."""

    def failed(self, name: str) -> None:
        """Declare ``<name>``: a restore failed, or what was restored was found wrong.

        It counts this plan's tests, unlike ``NumberOfRestoreJobsFailed`` of AWS Backup, which counts what
        people restore too.
        """
        self._declare(
            name,
            f"A restore test in {self.region} failed, or its copy does not hold what it should.",
            namespace=NAMESPACE,
            metric_name=FAILED,
            dimensions={"Plan": self.plan},
            statistic="Sum",
            period=3600,
            treat_missing_data="notBreaching",
        )

    def given_up(self, name: str, queue_name: pulumi.Input[str]) -> None:
        """Declare ``<name>``: a restore could not be judged, however often it was tried."""
        self._declare(
            name,
            f"A restore test in {self.region} could not be judged; its message is in the queue.",
            namespace="AWS/SQS",
            metric_name="ApproximateNumberOfMessagesVisible",
            dimensions={"QueueName": queue_name},
            statistic="Maximum",
            period=300,
            treat_missing_data="notBreaching",
        )

    def left_behind(self, name: str) -> None:
        """Declare ``<name>``: a copy that AWS Backup could not delete still stands, and costs."""
        self._declare(
            name,
            f"A restored copy in {self.region} could not be deleted; the function's log names it.",
            namespace=NAMESPACE,
            metric_name=LEFT_BEHIND,
            dimensions={"Plan": self.plan},
            statistic="Maximum",
            period=2 * CHECK_HOURS * 3600,
            treat_missing_data="notBreaching",
        )

    def late(self, name: str, store: str, hours: int) -> None:
        """Declare ``<name>``: for so many hours no restore of a store was found good, or nobody told.

        The function tells every six hours, so silence of twelve is a breach too.
        """
        self._declare(
            name,
            f"No restore of {store} in {self.region} was found good for {hours} hours.",
            namespace=NAMESPACE,
            metric_name=HOURS_SINCE_SUCCESS,
            dimensions={"Plan": self.plan, "Store": store},
            statistic="Maximum",
            period=2 * CHECK_HOURS * 3600,
            threshold=hours,
            treat_missing_data="breaching",
        )

    def _declare(self, name: str, description: str, *, threshold: int = 1, **metric: Any) -> None:  # noqa: ANN401  # inputs of the alarm
        cloudwatch.MetricAlarm(
            name,
            region=self.region,
            alarm_description=described(description, RunbookSection.RESTORE, self.notes),
            evaluation_periods=1,
            threshold=threshold,
            comparison_operator="GreaterThanOrEqualToThreshold",
            alarm_actions=[self.topic_arn],
            ok_actions=[self.topic_arn],
            tags={**self.tags, **note_tags(RunbookSection.RESTORE, self.notes), "Name": name},
            opts=self.child,
            **metric,
        )
