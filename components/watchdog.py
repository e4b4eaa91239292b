"""What watches a region from the one that would take over, and starts what leaves it."""

from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, lambda_, scheduler, sqs, ssm

from holdfast.components.lambda_archive import lambda_archive
from holdfast.components.refusals import refuse_if_any
from holdfast.components.schedule_role import declare_schedule_role, starts_function
from holdfast.components.watchdog_alarms import declare_alarms
from holdfast.components.watchdog_args import ProbeTargetArgs, WatchdogArgs, problems_of, rules_of
from holdfast.components.watchdog_role import declare_function_role
from holdfast.contracts.runbook import RunbookSection

__all__ = ["Watchdog", "WatchdogArgs"]

_LOG_DAYS = 90
_TIMEOUT_SECONDS = 59
"""Within the minute until the next invocation, since only one at a time remembers."""
_DEAD_LETTER_SECONDS = 1_209_600
"""14 days, the longest that SQS keeps a message
(https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html)."""
_FRESH_SECONDS = 60
"""An invocation that is older is of no use: the next one is there. The least that both services take
(https://docs.aws.amazon.com/lambda/latest/api/API_FunctionEventInvokeConfig.html, 2026-11)."""


class Watchdog(pulumi.ComponentResource):
    """A function that looks at a region once or more a minute, and decides by rules whether it is lost.

    It votes by its own HTTPS probes, by those of functions in further regions, and by alarms that watch from
    elsewhere; what cannot be asked abstains. It starts the document once a quorum has found the region
    failing in enough of the last rounds, and never: for a region that it has not seen well before, one that
    is left already, soon after its last start, or while its own region does not answer.

    Declares: the function, of which one execution runs at a time, and its schedule of a minute; a parameter
    that it remembers in; roles that may do no more; an encrypted log group, a queue of invocations that were
    given up; alarms, of which the one on its silence lies in a third region.
    Survives: the loss of the watched region, of which it needs nothing; the loss of the places that it probes
    from, as long as a quorum is left.
    Does not survive: the loss of its own region; the alarm on its silence tells of that.
    """

    function_name: pulumi.Output[str]
    """Name of the function; with a reserved concurrency of 0 it stands still."""
    state_parameter: pulumi.Output[str]
    """Name of the parameter that it remembers in; ``{}`` lets it begin anew."""
    alarm_arn: pulumi.Output[str]
    """Alarm on its silence, in the third region."""
    log_group_name: pulumi.Output[str]
    """Log group of the function: a line for each round."""

    def __init__(self, name: str, args: WatchdogArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:Watchdog", name, {**args}, opts)
        refuse_if_any(f"watchdog {name!r}", problems_of(args))
        self._prefix, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._stack = f"{pulumi.get_project()}-{pulumi.get_stack()}"
        logs, dead_letters, parameter = self._logs(), self._dead_letters(), self._parameter()
        function = self._function(logs, parameter)
        self._schedule(function, dead_letters)
        silent = declare_alarms(
            name,
            args,
            stack=self._stack,
            function_name=function.name,
            queue_name=dead_letters.name,
            child=self._child,
        )
        self.function_name, self.state_parameter = function.name, parameter.name
        self.alarm_arn, self.log_group_name = silent.arn, logs.name
        self.register_outputs(
            {
                "function_name": self.function_name,
                "state_parameter": self.state_parameter,
                "alarm_arn": self.alarm_arn,
                "log_group_name": self.log_group_name,
                "origin": dict(args.get("origin", {})),
            }
        )

    def _tags(self, noun: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": f"{self._prefix}-{noun}"}

    def _logs(self) -> "cloudwatch.LogGroup":
        return cloudwatch.LogGroup(
            f"{self._prefix}-logs",
            region=self._plan["region"],
            retention_in_days=_LOG_DAYS,
            kms_key_id=self._plan["key_arn"],
            tags=self._tags("logs"),
            opts=self._child,
        )

    def _dead_letters(self) -> "sqs.Queue":
        return sqs.Queue(
            f"{self._prefix}-dead-letters",
            region=self._plan["region"],
            kms_master_key_id=self._plan["key_arn"],
            message_retention_seconds=_DEAD_LETTER_SECONDS,
            tags=self._tags("dead-letters"),
            opts=self._child,
        )

    def _parameter(self) -> "ssm.Parameter":
        # What the function writes is none of the program's business, or an update would make it forget.
        return ssm.Parameter(
            f"{self._prefix}-state",
            region=self._plan["region"],
            type="String",
            value="{}",
            description=f"What the watchdog of {self._plan['watched']} remembers",
            tags=self._tags("state"),
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["value"]),
        )

    def _function(self, logs: "cloudwatch.LogGroup", parameter: "ssm.Parameter") -> "lambda_.Function":
        args = self._plan
        role, policy = declare_function_role(
            self._prefix,
            args,
            log_group_arn=logs.arn,
            parameter_arn=parameter.arn,
            tags=args.get("tags", {}),
            child=self._child,
        )
        function = lambda_.Function(
            f"{self._prefix}-fn",
            region=args["region"],
            role=role.arn,
            runtime="python3.13",
            architectures=["arm64"],
            handler="watchdog.handler.handle",
            code=lambda_archive("watchdog"),
            memory_size=256,
            timeout=_TIMEOUT_SECONDS,
            reserved_concurrent_executions=1,
            environment={"variables": {"WATCH": pulumi.Output.json_dumps(self._watch(parameter))}},
            kms_key_arn=args["key_arn"],
            logging_config={"log_format": "JSON", "log_group": logs.name},
            tags=self._tags("fn"),
            # How people stop it: no update starts it again behind their back.
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[policy], ignore_changes=["reservedConcurrentExecutions"]
            ),
        )
        lambda_.FunctionEventInvokeConfig(
            f"{self._prefix}-invocations",
            region=args["region"],
            function_name=function.name,
            maximum_event_age_in_seconds=_FRESH_SECONDS,
            maximum_retry_attempts=0,
            opts=self._child,
        )
        return function

    def _watch(self, parameter: "ssm.Parameter") -> dict[str, Any]:
        args, notes = self._plan, self._plan.get("notes")
        return {
            "place": args["place"],
            "watched": args["watched"],
            "region": args["region"],
            "stack": self._stack,
            "targets": _targets(args["targets"]),
            "own_targets": _targets(args.get("own_targets", ())),
            "public_targets": _targets(args.get("public_targets", ())),
            "probes": dict(sorted(args["probes"].items())),
            "alarms": dict(sorted(args.get("alarms", {}).items())),
            "switches": [dict(one) for one in args.get("switches", ())],
            "rules": rules_of(args),
            "interval_seconds": int(args["rules"]["interval_seconds"]),
            "document": args["document_name"],
            "topic_arn": args["topic_arn"],
            "state_parameter": parameter.name,
            "heartbeat_region": args["alarm_region"],
            "runbook": f"{notes['runbook_url']}#{RunbookSection.REGION_LOST.value}" if notes else "none",
        }

    def _schedule(self, function: "lambda_.Function", dead_letters: "sqs.Queue") -> None:
        args = self._plan
        role, policy = declare_schedule_role(
            f"{self._prefix}-schedule",
            description=f"Schedule of {self._prefix}",
            region=args["region"],
            account_id=args["account_id"],
            starts=function.arn.apply(starts_function),
            dead_letters_arn=dead_letters.arn,
            key_arn=args["key_arn"],
            tags=args.get("tags", {}),
            child=self._child,
        )
        scheduler.Schedule(
            f"{self._prefix}-schedule",
            region=args["region"],
            description=f"Watches {args['watched']} from {args['place']}",
            schedule_expression="rate(1 minute)",
            flexible_time_window={"mode": "OFF"},
            target={
                "arn": function.arn,
                "role_arn": role.arn,
                "dead_letter_config": {"arn": dead_letters.arn},
                "retry_policy": {
                    "maximum_event_age_in_seconds": _FRESH_SECONDS,
                    "maximum_retry_attempts": 2,
                },
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )


def _targets(targets: Sequence[ProbeTargetArgs]) -> list[dict[str, str]]:
    # TypedDicts are no Mapping[str, str] to the type checker.
    return [{key: str(value) for key, value in one.items()} for one in targets]
