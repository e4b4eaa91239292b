"""Restore tests of one region: what is backed up is restored, asked, judged and deleted, on a schedule."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_aws import backup, cloudwatch, iam, lambda_, sqs

from holdfast.components.backup_names import backup_name
from holdfast.components.backup_tags import BACKUP_STACK_TAG, backup_stack
from holdfast.components.restore_testing_alarms import TestAlarms
from holdfast.components.restore_testing_args import (
    MARK_CHARACTERS,
    RestoreChecksArgs,
    RestoreQueryArgs,
    RestoreTestingArgs,
    check_restore_testing,
    function_seconds,
)
from holdfast.components.restore_testing_code import HANDLER, validation_code
from holdfast.components.restore_testing_feed import TestFeed
from holdfast.components.restore_testing_network import ClosedNetwork, declare_closed_network
from holdfast.components.restore_testing_role import declare_function_role, declare_restore_role
from holdfast.topology.values import RestoreFrequency

__all__ = ["RestoreChecksArgs", "RestoreQueryArgs", "RestoreTesting", "RestoreTestingArgs"]

_LONGEST_NAME = 50
_LOG_DAYS = 90
_DAYS = {RestoreFrequency.DAILY: "* * ?", RestoreFrequency.WEEKLY: "? * SUN"}
_HOURS = {RestoreFrequency.DAILY: 24, RestoreFrequency.WEEKLY: 168}
_GRACE_HOURS = 24


class RestoreTesting(pulumi.ComponentResource):
    """A restore testing plan of AWS Backup with a function that judges what it restored.

    Declares: the plan and a selection per type, which finds the stack's stores by their tags; the role of the
    restores; a network without any way out, in which a restored database is reached by the function alone;
    the function with its role, logs and code; a rule that puts each finished restore into a queue, the queue,
    and one for what was given up; a schedule on which the function tells how old the last good restore of
    each store is, and removes what was left; alarms on restores that failed or were found wrong, that could
    not be judged, that did not happen, and on copies that could not be deleted.

    A message comes back until its copy is ready: a restored Aurora cluster has no instance
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-aur.html, 2026-11), so the function adds
    one, which takes longer than a function may run, and deletes it before it gives its verdict. The copy gets
    a password of its own each time, so the function needs no secret of production, and a password that was
    changed since the backup does not matter. AWS Backup deletes the copy after the verdict, or when the
    window ends.

    Survives: the loss of every other region, since it restores what lies here. Does not survive: the loss of
    its own region. It says nothing of types that AWS Backup does not restore in tests (DSQL), and nothing of
    backups outside the chosen vault.
    """

    plan_name: pulumi.Output[str]
    """Name of the restore testing plan."""
    plan_arn: pulumi.Output[str]
    """ARN of the plan, by which its restore jobs are found."""
    function_name: pulumi.Output[str]
    """Name of the function that judges."""
    log_group_name: pulumi.Output[str]
    """Log group of the function: each verdict is a line there."""

    def __init__(
        self, name: str, args: RestoreTestingArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:RestoreTesting", name, {**args}, opts)
        check_restore_testing(name, args)
        self._prefix, self._plan, self._child = f"{name}-restore", args, pulumi.ResourceOptions(parent=self)
        self._types = sorted({store["type"] for store in args["stores"].values()})
        network = declare_closed_network(self._prefix, args, self._types, self)
        plan = self._testing_plan()
        self._network, self._role = network, self._selections(plan, network)
        feed = TestFeed(
            name=self._prefix,
            region=args["region"],
            seconds=function_seconds(args),
            hours=self._window_hours(),
            tags=args.get("tags", {}),
            child=self._child,
        )
        queue, dead_letters = feed.queues()
        logs = self._logs()
        function = self._function(plan, network, logs, queue)
        feed.finished(plan.arn, queue, function, at_once=max(2, len(args["stores"])))
        feed.clock(function)
        self._alarms(dead_letters)
        self.plan_name, self.plan_arn = plan.name, plan.arn
        self.function_name, self.log_group_name = function.name, logs.name
        self.register_outputs(
            {
                "plan_name": self.plan_name,
                "plan_arn": self.plan_arn,
                "function_name": self.function_name,
                "log_group_name": self.log_group_name,
                "origin": dict(args.get("origin", {})),
            }
        )

    def operations(self) -> dict[str, Any]:
        """Return what operators name of it, ``holdfast.contracts.operations.RestoreTests``."""
        return {
            "region": self._plan["region"],
            "plan_arn": self.plan_arn,
            "function": self.function_name,
            "log_group": self.log_group_name,
            "late_hours": self._late_hours(),
            "role_arn": self._role.arn,
            "metadata": {kind: self._network.job_metadata(kind, self._plan) for kind in self._types},
            "types": {key: store["type"] for key, store in sorted(self._plan["stores"].items())},
        }

    def _late_hours(self) -> int:
        period = _HOURS[RestoreFrequency(self._plan["frequency"])]
        start = int(self._plan.get("start_window_hours", 2))
        return period + start + self._window_hours() + _GRACE_HOURS

    def _testing_plan_name(self) -> str:
        return backup_name(self._prefix, longest=_LONGEST_NAME)

    def _tags(self, name: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": name}

    def _window_hours(self) -> int:
        return int(self._plan.get("validation_window_hours", 4))

    def _testing_plan(self) -> "backup.RestoreTestingPlan":
        args, name = self._plan, f"{self._prefix}-plan"
        hour, minute = args["at"].split(":")
        pick, days = str(args.get("pick", "latest")).upper(), _DAYS[RestoreFrequency(args["frequency"])]
        return backup.RestoreTestingPlan(
            name,
            region=args["region"],
            name=self._testing_plan_name(),
            schedule_expression=f"cron({int(minute)} {int(hour)} {days} *)",
            schedule_expression_timezone="Etc/UTC",
            start_window_hours=int(args.get("start_window_hours", 2)),
            recovery_point_selection={
                "algorithm": f"{pick}_WITHIN_WINDOW",
                "include_vaults": [args["vault_arn"]],
                # Copies are snapshots always; of a continuous backup the latest moment would be restored.
                "recovery_point_types": ["SNAPSHOT"],
                "selection_window_days": int(args.get("selection_window_days", 7)),
            },
            tags=self._tags(name),
            opts=self._child,
        )

    def _selections(self, plan: "backup.RestoreTestingPlan", network: ClosedNetwork) -> "iam.Role":
        role, policies = declare_restore_role(
            self._prefix, self._types, dict(self._plan.get("tags", {})), self._child
        )
        for kind in self._types:
            backup.RestoreTestingSelection(
                f"{self._prefix}-{kind.lower()}",
                region=self._plan["region"],
                # AWS refuses hyphens here too, whatever its documentation says.
                name=kind.lower(),
                restore_testing_plan_name=plan.name,
                protected_resource_type=kind,
                iam_role_arn=role.arn,
                protected_resource_conditions={
                    "string_equals": [{"key": f"aws:ResourceTag/{BACKUP_STACK_TAG}", "value": backup_stack()}]
                },
                restore_metadata_overrides=network.overrides(kind, self._plan),
                validation_window_hours=self._window_hours(),
                opts=pulumi.ResourceOptions(parent=self, depends_on=policies),
            )
        return role

    def _logs(self) -> "cloudwatch.LogGroup":
        name = f"{self._prefix}-logs"
        return cloudwatch.LogGroup(
            name,
            region=self._plan["region"],
            retention_in_days=_LOG_DAYS,
            kms_key_id=self._plan["key_arn"],
            tags=self._tags(name),
            opts=self._child,
        )

    def _function(
        self,
        plan: "backup.RestoreTestingPlan",
        network: ClosedNetwork,
        logs: "cloudwatch.LogGroup",
        queue: "sqs.Queue",
    ) -> "lambda_.Function":
        args, name = self._plan, f"{self._prefix}-fn"
        role, policy = declare_function_role(
            name,
            self._types,
            region=args["region"],
            account_id=args["account_id"],
            arns={"logs": logs.arn, "queue": queue.arn, "key": args["key_arn"]},
            tags=dict(args.get("tags", {})),
            child=self._child,
        )
        return lambda_.Function(
            name,
            region=args["region"],
            role=role.arn,
            runtime="python3.13",
            architectures=["arm64"],
            handler=HANDLER,
            code=validation_code(args["stores"], args.get("ca_file")),
            memory_size=512,
            timeout=function_seconds(args),
            environment={"variables": self._environment(plan)},
            kms_key_arn=args["key_arn"],
            vpc_config={
                "subnet_ids": network.subnet_ids,
                "security_group_ids": [network.validator_group_id],
            },
            # Text: lines in CloudWatch's embedded metric format stay as they are.
            logging_config={"log_format": "Text", "log_group": logs.name},
            tags=self._tags(name),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy, *network.rules]),
        )

    def _environment(self, plan: "backup.RestoreTestingPlan") -> Mapping[str, Any]:
        args = self._plan
        return {
            "PLAN_NAME": self._testing_plan_name(),
            "PLAN_ARN": plan.arn,
            "VALIDATION_WINDOW_HOURS": str(self._window_hours()),
            "QUERY_SECONDS": str(int(args.get("query_timeout_seconds", 60))),
            "INSTANCE_CLASS": args.get("instance_class", "db.t4g.medium"),
            "SOURCES": pulumi.Output.json_dumps(
                {key: _marks(store.get("sources", ())) for key, store in sorted(args["stores"].items())}
            ),
            "VERIFY_SERVER": "true" if args.get("verify_server", True) else "false",
        }

    def _alarms(self, dead_letters: "sqs.Queue") -> None:
        args = self._plan
        alarms = TestAlarms(
            region=args["region"],
            topic_arn=args["topic_arn"],
            plan=self._testing_plan_name(),
            notes=args.get("notes"),
            tags=args.get("tags", {}),
            child=self._child,
        )
        alarms.failed(f"{self._prefix}-failed")
        alarms.given_up(f"{self._prefix}-given-up", dead_letters.name)
        alarms.left_behind(f"{self._prefix}-left-behind")
        for key in sorted(args["stores"]):
            alarms.late(f"{self._prefix}-{key}-late", key, hours=self._late_hours())


def _marks(arns: Sequence[pulumi.Input[str]]) -> pulumi.Output[list[str]]:
    # As ``mark`` of the function does, which can import nothing from here.
    return pulumi.Output.all(*arns).apply(
        lambda known: [hashlib.sha256(arn.encode()).hexdigest()[:MARK_CHARACTERS] for arn in known]
    )
