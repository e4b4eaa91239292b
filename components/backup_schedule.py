"""The backups of one region: what is backed up, when, for how long and where the copies go."""

from collections.abc import Iterable, Mapping
from typing import Any

import pulumi
from pulumi_aws import backup

from holdfast.components.backup_alarms import declare_alarms
from holdfast.components.backup_copy_events import CopyEvents
from holdfast.components.backup_schedule_args import (
    CONTINUOUS_TYPES,
    BackupClassArgs,
    BackupScheduleArgs,
    HourlyBackupArgs,
    check_backup_schedule,
    copies_of,
    copy_days,
)
from holdfast.components.backup_schedule_parts import ScheduleScope, declare_jobs_role, declare_opt_in
from holdfast.components.backup_tags import (
    BACKUP_CLASS_TAG,
    BACKUP_STACK_TAG,
    CONTINUOUS_BACKUP_TAG,
    backup_stack,
)
from holdfast.components.backup_windows import (
    COMPLETION_WINDOW,
    HOURLY_START_WINDOW,
    START_WINDOW,
    hourly_completion_window,
)
from holdfast.topology.values import BACKUP_TYPES

__all__ = ["BackupClassArgs", "BackupSchedule", "BackupScheduleArgs", "HourlyBackupArgs"]


class BackupSchedule(pulumi.ComponentResource):
    """Backup plans by class, which find the stack's stores of this region by their tags.

    Declares: for each class a plan with a daily backup and its copies, for each class in ``continuous``
    another with a continuous backup, for each with ``hourly`` another with that; the role of the jobs, the
    opt-ins, rules and a queue that count copies, and alarms. By type one goes off when no backup was finished
    for 38 hours (a day, the start window and the completion window; also once when it is new, until the first
    backup), with hourly backups another sooner, and one when a job failed, did not begin in time or was
    stopped; by type and vault of copies one when none arrived (12 hours more: an assumption of ours) and one
    when one failed.

    Hourly backups have a plan of their own, since rules of one plan whose start windows overlap make one
    backup together
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html, 2026-11).

    A store carries ``backup_tags``. Continuous backups have a plan of their own, since AWS Backup makes a
    snapshot where a continuous rule meets a type that has none, and no copies, since a copy of one is a
    snapshot: the daily ones are copied
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html, 2026-11). While a
    continuous backup runs, AWS Backup decides the cluster's own backup retention and window, and a resource
    has one continuous backup at most. Copies leave the region after the backup is finished, so what a lost
    region costs is the period *and* the time of the copy.

    Opt-in: AWS Backup skips a type that is switched off, silently. A plan that names its types, as these do,
    reaches DynamoDB anyway, but never Aurora, which shares its ARNs with others
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html, 2026-11). All types
    of the day are on in an account and region from its first vault or plan
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/getting-started.html, 2026-11), so ``opt_in``
    matters where somebody switched one off, or DynamoDB's advanced backups were never on (accounts from
    before November 2021). The settings are the account's: each type is named in a request of its own, which
    leaves the others as they are (AWS's own procedure does so:
    https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html), later changes by others
    are left alone, and destroying the stack switches nothing off.

    The vault's lock must admit every retention here, or the jobs fail; this component does not see it.

    Survives: the loss of any other region; a copy that fails leaves the backup here. Does not survive: the
    loss of its own region, in which it then makes no backup: the copies elsewhere are what can be restored.
    """

    plan_ids: pulumi.Output[Mapping[str, str]]
    """Class → id of its daily plan."""
    plan_arns: pulumi.Output[Mapping[str, str]]
    """Class → ARN of its daily plan."""
    continuous_plan_ids: pulumi.Output[Mapping[str, str]]
    """Class → id of its plan of continuous backups, where it has one."""
    continuous_plan_arns: pulumi.Output[Mapping[str, str]]
    """Class → ARN of its plan of continuous backups, where it has one."""
    hourly_plan_ids: pulumi.Output[Mapping[str, str]]
    """Class → id of its plan of hourly backups, where it has one."""
    hourly_plan_arns: pulumi.Output[Mapping[str, str]]
    """Class → ARN of its plan of hourly backups, where it has one."""

    def __init__(
        self, name: str, args: BackupScheduleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:BackupSchedule", name, {**args}, opts)
        check_backup_schedule(name, args)
        self._args = args
        self._scope = ScheduleScope(name=name, region=args["region"], tags=args.get("tags", {}), parent=self)
        types = sorted(set(args["resource_types"]))
        self._role, self._role_policies = declare_jobs_role(self._scope, types)
        for one in types if args.get("opt_in", True) else ():
            declare_opt_in(self._scope, one)
        copies = CopyEvents(self._scope)
        for one in types:
            declare_alarms(self._scope, args, one, copies)
        copies.kept()
        daily = {key: self._daily(key, one, types) for key, one in sorted(args["classes"].items())}
        hourly = {
            key: self._hourly(key, one, one["hourly"], types)
            for key, one in sorted(args["classes"].items())
            if one.get("hourly") is not None
        }
        continuous = {
            key: self._continuous(key, args["classes"][key], types) for key in sorted(set(args["continuous"]))
        }
        self.plan_ids = _by_class({key: plan.id for key, plan in daily.items()})
        self.plan_arns = _by_class({key: plan.arn for key, plan in daily.items()})
        self.continuous_plan_ids = _by_class({key: plan.id for key, plan in continuous.items()})
        self.continuous_plan_arns = _by_class({key: plan.arn for key, plan in continuous.items()})
        self.hourly_plan_ids = _by_class({key: plan.id for key, plan in hourly.items()})
        self.hourly_plan_arns = _by_class({key: plan.arn for key, plan in hourly.items()})
        self.register_outputs(
            {
                "plan_ids": self.plan_ids,
                "plan_arns": self.plan_arns,
                "continuous_plan_ids": self.continuous_plan_ids,
                "continuous_plan_arns": self.continuous_plan_arns,
                "hourly_plan_ids": self.hourly_plan_ids,
                "hourly_plan_arns": self.hourly_plan_arns,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _daily(self, key: str, one: BackupClassArgs, types: Iterable[str]) -> "backup.Plan":
        cold = one.get("cold_storage_after_days")
        rule: dict[str, Any] = {
            "lifecycle": _lifecycle(one["retention_days"], cold),
            "copy_actions": [
                {"destination_vault_arn": arn, "lifecycle": _lifecycle(copy_days(one, copy), cold)}
                for copy, arn in copies_of(one, self._args).items()
            ],
        }
        plan = self._plan(f"{key}-daily", "daily", key, one, rule)
        self._select(f"{key}-daily", plan, BACKUP_CLASS_TAG, key, types)
        return plan

    def _hourly(
        self, key: str, one: BackupClassArgs, hourly: HourlyBackupArgs, types: Iterable[str]
    ) -> "backup.Plan":
        copies = copies_of(one, self._args) if hourly.get("copied") else {}
        lifecycle = _lifecycle(hourly["retention_days"], None)
        rule: dict[str, Any] = {
            "schedule": f"cron(0 0/{int(hourly['every_hours'])} * * ? *)",
            "start_window": HOURLY_START_WINDOW,
            "completion_window": hourly_completion_window(hourly),
            "lifecycle": lifecycle,
            "copy_actions": [
                {"destination_vault_arn": arn, "lifecycle": lifecycle} for arn in copies.values()
            ],
        }
        plan = self._plan(f"{key}-hourly", "hourly", key, one, rule)
        self._select(f"{key}-hourly", plan, BACKUP_CLASS_TAG, key, types)
        return plan

    def _continuous(self, key: str, one: BackupClassArgs, types: Iterable[str]) -> "backup.Plan":
        rule: dict[str, Any] = {
            "enable_continuous_backup": True,
            "lifecycle": _lifecycle(one["continuous_days"], None),
        }
        plan = self._plan(f"{key}-pitr", "continuous", key, one, rule)
        self._select(f"{key}-pitr", plan, CONTINUOUS_BACKUP_TAG, key, CONTINUOUS_TYPES.intersection(types))
        return plan

    def _plan(
        self, noun: str, rule_name: str, key: str, one: BackupClassArgs, rule: Mapping[str, Any]
    ) -> "backup.Plan":
        name = f"{self._scope.name}-{noun}"
        hour, minute = one["daily_at"].split(":")
        return backup.Plan(
            name,
            region=self._scope.region,
            rules=[
                backup.PlanRuleArgs(
                    rule_name=rule_name,
                    target_vault_name=self._args["vault_name"],
                    schedule_expression_timezone="Etc/UTC",
                    recovery_point_tags={**self._scope.tags, BACKUP_CLASS_TAG: key},
                    **{
                        "schedule": f"cron({int(minute)} {int(hour)} * * ? *)",
                        "start_window": START_WINDOW,
                        "completion_window": COMPLETION_WINDOW,
                        **rule,
                    },
                )
            ],
            tags=self._scope.tagged(name),
            opts=pulumi.ResourceOptions(parent=self, protect=self._args.get("protection", True)),
        )

    def _select(self, noun: str, plan: "backup.Plan", tag: str, key: str, types: Iterable[str]) -> None:
        backup.Selection(
            f"{self._scope.name}-{noun}",
            region=self._scope.region,
            plan_id=plan.id,
            iam_role_arn=self._role.arn,
            resources=list(dict.fromkeys(arn for one in sorted(types) for arn in BACKUP_TYPES[one].arns)),
            # All of them must hold; selection tags would be joined by "or".
            conditions=[
                {
                    "string_equals": [
                        {"key": f"aws:ResourceTag/{tag}", "value": key},
                        {"key": f"aws:ResourceTag/{BACKUP_STACK_TAG}", "value": backup_stack()},
                    ]
                }
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=self._role_policies),
        )


def _lifecycle(days: int, cold: int | None) -> dict[str, int]:
    lifecycle = {"delete_after": int(days)}
    return lifecycle if cold is None else {**lifecycle, "cold_storage_after": int(cold)}


def _by_class(values: Mapping[str, pulumi.Output[str]]) -> pulumi.Output[Mapping[str, str]]:
    return pulumi.Output.from_input(dict[str, Any](values))
