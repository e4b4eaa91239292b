"""Steady random terminations: schedules that start experiments at a random minute of a window."""

import json
from collections.abc import Mapping

import pulumi
from pulumi_aws import cloudwatch, fis, iam, scheduler, sqs

from holdfast.components.alarm_notes import described, note_tags
from holdfast.components.experiment_args import ChaosArgs, ExperimentsArgs
from holdfast.components.schedule_role import declare_schedule_role
from holdfast.components.service_policy import allow
from holdfast.contracts.runbook import RunbookSection

_START = "arn:aws:scheduler:::aws-sdk:fis:startExperiment"
"""https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html (2026-11)."""
_RETRIES = 3
_LATEST_SECONDS = 600
"""Oldest start that is still tried: a late one would fall out of the window. An assumption."""
_KEPT_SECONDS = 14 * 24 * 60 * 60


def declare_chaos(
    name: str,
    args: ExperimentsArgs,
    chaos: ChaosArgs,
    templates: "Mapping[str, fis.ExperimentTemplate]",
    child: pulumi.ResourceOptions,
) -> None:
    """Declare a schedule for each experiment, and what hears of a start that failed.

    Args:
        name: Logical name of the component: the place.
        args: What the experiments need.
        chaos: What runs, and when.
        templates: Templates by key.
        child: Options that make the component the parent.
    """
    tags = args.get("tags", {})
    queue = sqs.Queue(
        f"{name}-chaos-dead-letters",
        region=args["region"],
        kms_master_key_id=args["key_arn"],
        message_retention_seconds=_KEPT_SECONDS,
        tags={**tags, "Name": f"{name}-chaos-dead-letters"},
        opts=child,
    )
    chosen = {key: templates[key] for key in sorted(chaos["experiments"])}
    role, policy = _declare_role(name, args, queue, chosen, child)
    _declare_alarm(name, args, chaos, queue, child)
    hour, minute = divmod(int(chaos["minute"]), 60)
    for key, template in chosen.items():
        scheduler.Schedule(
            f"{name}-{key}-chaos",
            region=args["region"],
            description=f"Starts the experiment {key} in {name}",
            schedule_expression=f"cron({minute} {hour} ? * {','.join(chaos['days'])} *)",
            schedule_expression_timezone=chaos["time_zone"],
            flexible_time_window={
                "mode": "FLEXIBLE",
                "maximum_window_in_minutes": int(chaos["window_minutes"]),
            },
            target={
                "arn": _START,
                "role_arn": role.arn,
                "input": template.id.apply(_start_of),
                "dead_letter_config": {"arn": queue.arn},
                "retry_policy": {
                    "maximum_event_age_in_seconds": _LATEST_SECONDS,
                    "maximum_retry_attempts": _RETRIES,
                },
            },
            opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[policy])),
        )


def _start_of(template_id: str) -> str:
    # A start that is tried again must not be a second experiment:
    # https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
    return json.dumps(
        {"ExperimentTemplateId": template_id, "ClientToken": "<aws.scheduler.execution-id>"}, sort_keys=True
    )


def _declare_role(
    name: str,
    args: ExperimentsArgs,
    queue: "sqs.Queue",
    templates: "Mapping[str, fis.ExperimentTemplate]",
    child: pulumi.ResourceOptions,
) -> "tuple[iam.Role, iam.RolePolicy]":
    account, region = args["account_id"], args["region"]
    prefix = f"arn:aws:fis:{region}:{account}:experiment"
    # The first experiment of an account makes FIS's own role:
    # https://docs.aws.amazon.com/fis/latest/userguide/using-service-linked-roles.html
    first = allow(
        "StartTheFirst",
        ["iam:CreateServiceLinkedRole"],
        [f"arn:aws:iam::{account}:role/aws-service-role/fis.amazonaws.com/AWSServiceRoleForFIS"],
        {"StringEquals": {"iam:AWSServiceName": "fis.amazonaws.com"}},
    )
    return declare_schedule_role(
        f"{name}-chaos",
        description=f"Schedules of experiments in {name}",
        region=region,
        account_id=account,
        starts=pulumi.Output.all(*(one.id for one in templates.values())).apply(
            lambda ids: [
                allow(
                    "Start",
                    ["fis:StartExperiment"],
                    [*(f"{prefix}-template/{one}" for one in ids), f"{prefix}/*"],
                ),
                first,
            ]
        ),
        dead_letters_arn=queue.arn,
        key_arn=args["key_arn"],
        tags=args.get("tags", {}),
        child=child,
    )


def _declare_alarm(
    name: str, args: ExperimentsArgs, chaos: ChaosArgs, queue: "sqs.Queue", child: pulumi.ResourceOptions
) -> None:
    notes = args.get("notes")
    cloudwatch.MetricAlarm(
        f"{name}-chaos-not-started",
        region=args["region"],
        alarm_description=described(
            f"A scheduled experiment in {name} did not start: its message waits in the queue of dead "
            "letters, with the reason.",
            RunbookSection.EXPERIMENT,
            notes,
        ),
        namespace="AWS/SQS",
        metric_name="ApproximateNumberOfMessagesVisible",
        dimensions={"QueueName": queue.name},
        statistic="Maximum",
        comparison_operator="GreaterThanOrEqualToThreshold",
        threshold=1,
        period=300,
        evaluation_periods=1,
        treat_missing_data="notBreaching",
        alarm_actions=[chaos["topic_arn"]],
        ok_actions=[chaos["topic_arn"]],
        tags={
            **args.get("tags", {}),
            "Name": f"{name}-chaos-not-started",
            **note_tags(RunbookSection.EXPERIMENT, notes),
        },
        opts=child,
    )
