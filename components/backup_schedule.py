"""The backups of one region: what is backed up, when, for how long and where the copies go."""

from collections.abc import Iterable, Mapping
from typing import Any

import pulumi
from pulumi_aws import backup

from holdfast.components.backup_schedule_args import (
    CONTINUOUS_TYPES,
    RESOURCE_TYPES,
    BackupClassArgs,
    BackupScheduleArgs,
    check_backup_schedule,
)
from holdfast.components.backup_schedule_parts import (
    ScheduleScope,
    declare_jobs_role,
    declare_late_alarm,
    declare_opt_in,
)
from holdfast.components.backup_tags import (
    BACKUP_CLASS_TAG,
    BACKUP_STACK_TAG,
    CONTINUOUS_BACKUP_TAG,
    backup_stack,
)

__all__ = ["BackupClassArgs", "BackupSchedule", "BackupScheduleArgs"]

# Assumptions, in minutes; AWS's defaults are 8 hours and 7 days, in which nobody would hear of a job that
# waits or hangs: https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
_START_WINDOW = 2 * 60
_COMPLETION_WINDOW = 12 * 60
_LATE_HOURS = 24 + (_START_WINDOW + _COMPLETION_WINDOW) // 60


class BackupSchedule(pulumi.ComponentResource):
    """Backup plans by class, which find the stack's stores of this region by their tags.

    Declares: for each class a plan with a daily backup and its copies, for each class in ``continuous``
    another with a continuous backup, the role of the jobs, an alarm per type that goes off when no backup
    was finished for 38 hours (a day, the start window and the completion window; also once when it is new,
    until the first backup), and the opt-ins.

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

    def __init__(
        self, name: str, args: BackupScheduleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:BackupSchedule", name, {**args}, opts)
        check_backup_schedule(name, args)
        self._args = args
        self._scope = ScheduleScope(name=name, region=args["region"], tags=args.get("tags", {}), parent=self)
        self._role, self._role_policy = declare_jobs_role(self._scope)
        types = sorted(set(args["resource_types"]))
        for one in types if args.get("opt_in", True) else ():
            declare_opt_in(self._scope, one)
        for one in types:
            declare_late_alarm(
                self._scope,
                one,
                vault_name=args["vault_name"],
                topic_arn=args["topic_arn"],
                hours=_LATE_HOURS,
            )
        daily = {key: self._daily(key, one, types) for key, one in sorted(args["classes"].items())}
        continuous = {
            key: self._continuous(key, args["classes"][key], types) for key in sorted(set(args["continuous"]))
        }
        self.plan_ids = _by_class({key: plan.id for key, plan in daily.items()})
        self.plan_arns = _by_class({key: plan.arn for key, plan in daily.items()})
        self.continuous_plan_ids = _by_class({key: plan.id for key, plan in continuous.items()})
        self.continuous_plan_arns = _by_class({key: plan.arn for key, plan in continuous.items()})
        self.register_outputs(
            {
                "plan_ids": self.plan_ids,
                "plan_arns": self.plan_arns,
                "continuous_plan_ids": self.continuous_plan_ids,
                "continuous_plan_arns": self.continuous_plan_arns,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _daily(self, key: str, one: BackupClassArgs, types: Iterable[str]) -> "backup.Plan":
        cold = one.get("cold_storage_after_days")
        rule: dict[str, Any] = {
            "lifecycle": _lifecycle(one["retention_days"], cold),
            "copy_actions": [
                {"destination_vault_arn": arn, "lifecycle": _lifecycle(one["copy_retention_days"], cold)}
                for _, arn in sorted(self._args["copies"].items())
            ],
        }
        plan = self._plan(f"{key}-daily", "daily", key, one, rule)
        self._select(f"{key}-daily", plan, BACKUP_CLASS_TAG, key, types)
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
                    schedule=f"cron({int(minute)} {int(hour)} * * ? *)",
                    schedule_expression_timezone="Etc/UTC",
                    start_window=_START_WINDOW,
                    completion_window=_COMPLETION_WINDOW,
                    recovery_point_tags={**self._scope.tags, BACKUP_CLASS_TAG: key},
                    **rule,
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
            resources=[RESOURCE_TYPES[one] for one in sorted(types)],
            # All of them must hold; selection tags would be joined by "or".
            conditions=[
                {
                    "string_equals": [
                        {"key": f"aws:ResourceTag/{tag}", "value": key},
                        {"key": f"aws:ResourceTag/{BACKUP_STACK_TAG}", "value": backup_stack()},
                    ]
                }
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self._role_policy]),
        )


def _lifecycle(days: int, cold: int | None) -> dict[str, int]:
    lifecycle = {"delete_after": int(days)}
    return lifecycle if cold is None else {**lifecycle, "cold_storage_after": int(cold)}


def _by_class(values: Mapping[str, pulumi.Output[str]]) -> pulumi.Output[Mapping[str, str]]:
    return pulumi.Output.from_input(dict[str, Any](values))
