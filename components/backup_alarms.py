"""Alarms of a region's backups: what was not finished in time, and what failed, by type and vault."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from holdfast.components.alarm_notes import AlarmNotesArgs, described, note_tags
from holdfast.components.backup_copy_events import CopyEvents
from holdfast.components.backup_schedule_args import BackupScheduleArgs, copies_of
from holdfast.components.backup_schedule_parts import ScheduleScope
from holdfast.components.backup_windows import DAILY_HOURS, copy_hours, hourly_hours
from holdfast.contracts.runbook import RunbookSection

_OF_JOBS = "AWS/Backup"
_OF_RULES, _CALLS = "AWS/Events", "Invocations"
"""How often a rule called its target; it is not sent when it is zero
(https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html, 2026-11)."""
_WENT_WRONG = {
    "failed": "NumberOfBackupJobsFailed",
    "expired": "NumberOfBackupJobsExpired",
    "aborted": "NumberOfBackupJobsAborted",
}
"""Ends of a backup job other than completed: it failed, did not begin within its start window, or was
stopped (https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html, 2026-11)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Metric:
    """A metric as CloudWatch finds it."""

    namespace: str
    name: str
    dimensions: Mapping[str, pulumi.Input[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Watch:
    """What the alarms of one type share."""

    scope: ScheduleScope
    resource_type: str
    topic_arn: pulumi.Input[str]
    notes: AlarmNotesArgs | None

    def late(self, noun: str, what: str, metric: "_Metric", hours: int) -> None:
        """Declare an alarm on jobs of which none was finished for so many hours.

        Nothing is reported where there are none, so missing data breaches: a plan that finds no store, a type
        that is switched off and a region's silence set it off alike. CloudWatch looks back 168 hours at most
        (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, 2026-11).
        """
        name = self._name(noun)
        cloudwatch.MetricAlarm(
            name,
            region=self.scope.region,
            alarm_description=described(
                f"No {self.resource_type} backup {what} for {hours} hours.",
                RunbookSection.BACKUPS,
                self.notes,
            ),
            namespace=metric.namespace,
            metric_name=metric.name,
            dimensions=metric.dimensions,
            statistic="Sum",
            period=3600,
            evaluation_periods=hours,
            datapoints_to_alarm=hours,
            threshold=1,
            comparison_operator="LessThanThreshold",
            treat_missing_data="breaching",
            alarm_actions=[self.topic_arn],
            ok_actions=[self.topic_arn],
            tags=self._tagged(name),
            opts=pulumi.ResourceOptions(parent=self.scope.parent),
        )

    def failed(self, noun: str, description: str, metrics: Mapping[str, "_Metric"]) -> None:
        """Declare an alarm on jobs that ended in one of several bad ways within an hour."""
        name = self._name(noun)
        cloudwatch.MetricAlarm(
            name,
            region=self.scope.region,
            alarm_description=described(description, RunbookSection.BACKUPS, self.notes),
            metric_queries=[
                *(
                    cloudwatch.MetricAlarmMetricQueryArgs(
                        id=end,
                        metric=cloudwatch.MetricAlarmMetricQueryMetricArgs(
                            namespace=metric.namespace,
                            metric_name=metric.name,
                            dimensions=metric.dimensions,
                            period=3600,
                            stat="Sum",
                        ),
                    )
                    for end, metric in metrics.items()
                ),
                cloudwatch.MetricAlarmMetricQueryArgs(
                    id="jobs",
                    expression=" + ".join(f"FILL({end}, 0)" for end in metrics),
                    label="Jobs that did not complete",
                    return_data=True,
                ),
            ],
            evaluation_periods=1,
            threshold=1,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[self.topic_arn],
            ok_actions=[self.topic_arn],
            tags=self._tagged(name),
            opts=pulumi.ResourceOptions(parent=self.scope.parent),
        )

    def _tagged(self, name: str) -> dict[str, str]:
        return {**note_tags(RunbookSection.BACKUPS, self.notes), **self.scope.tagged(name)}

    def _name(self, noun: str) -> str:
        return f"{self.scope.name}-{self.resource_type.lower()}-{noun}"


def declare_alarms(
    scope: ScheduleScope, args: BackupScheduleArgs, resource_type: str, copies: CopyEvents
) -> None:
    """Declare the alarms of one type, all in the region that is backed up.

    ``<name>-<type>-backup-late`` and ``…-backup-failed``, of daily and continuous jobs alike, with hourly
    backups ``…-hourly-backup-late``, and for each vault that takes copies ``…-<key>-copy-late`` and
    ``…-<key>-copy-failed``. AWS Backup counts jobs by vault and type
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html, 2026-11), the type named as in
    its API; copies are counted by their events.

    Args:
        scope: What the schedule's resources share.
        args: The schedule's arguments.
        resource_type: AWS Backup's name of the type.
        copies: What counts the region's copies.
    """
    watch = _Watch(
        scope=scope, resource_type=resource_type, topic_arn=args["topic_arn"], notes=args.get("notes")
    )
    here = {"BackupVaultName": args["vault_name"], "ResourceType": resource_type}
    finished = _Metric(namespace=_OF_JOBS, name="NumberOfBackupJobsCompleted", dimensions=here)
    where = f"in {scope.region} was finished"
    watch.late("backup-late", where, finished, DAILY_HOURS)
    watch.failed(
        "backup-failed",
        f"A {resource_type} backup in {scope.region} failed, did not begin in time or was stopped.",
        {end: _Metric(namespace=_OF_JOBS, name=name, dimensions=here) for end, name in _WENT_WRONG.items()},
    )
    classes = [
        one
        for one in args["classes"].values()
        if resource_type in one.get("resource_types", args["resource_types"])
    ]
    hourly = [hourly_hours(found) for one in classes if (found := one.get("hourly")) is not None]
    if hourly:
        watch.late("hourly-backup-late", where, finished, min(hourly))
    for key, arn in sorted(args["copies"].items()):
        copied = [one for one in classes if key in copies_of(one, args)]
        if copied:
            _of_copies(watch, copies, key, arn, min(copy_hours(one) for one in copied))


def _of_copies(watch: _Watch, copies: CopyEvents, key: str, vault_arn: pulumi.Input[str], hours: int) -> None:
    region = watch.scope.region
    arrived, failed = (
        _Metric(
            namespace=_OF_RULES,
            name=_CALLS,
            dimensions={"RuleName": copies.ended(noun, watch.resource_type, vault_arn, state)},
        )
        for noun, state in ((f"{key}-copied", "COMPLETED"), (f"{key}-uncopied", "FAILED"))
    )
    what = f"of {region} arrived in the vault of copies {key!r}"
    watch.late(f"{key}-copy-late", what, arrived, hours)
    watch.failed(
        f"{key}-copy-failed",
        f"A copy of a {watch.resource_type} backup of {region} to the vault of copies {key!r} failed.",
        {"failed": failed},
    )
