"""How the function that judges restores hears of them: a rule, a queue, and a clock."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, lambda_, sqs

from holdfast.components.event_queue import rules_send
from holdfast.components.restore_testing_alarms import CHECK_HOURS

_LONGEST_KEPT_SECONDS = 1_209_600
"""14 days, the longest that SQS keeps a message
(https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TestFeed:
    """What the parts have in common."""

    name: str
    """Logical name of the tests; the children's names begin with it."""
    region: str
    """AWS region of the tests."""
    seconds: int
    """How long the function may run."""
    hours: int
    """How long what was restored is kept."""
    tags: Mapping[str, str]
    """Tags of what takes tags."""
    child: pulumi.ResourceOptions
    """Options that make the tests the parent."""

    def queues(self) -> "tuple[sqs.Queue, sqs.Queue]":
        """Declare ``<name>-queue``, whose messages come again until judged, and ``<name>-dead-letters``.

        AWS recommends a wait of six times a function's time-out, for functions that are throttled
        (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html, 2026-11). This function
        hands a message back on purpose, when a copy is not ready, and ``maximum_concurrency`` keeps it from
        being throttled: twice its time-out is the time between two looks.
        """
        wait = 2 * self.seconds
        dead_letters = self._queue("dead-letters")
        queue = self._queue(
            "queue",
            visibility_timeout_seconds=wait,
            # Until the window ends, and some more: the function itself gives up half an hour before.
            redrive_policy=pulumi.Output.json_dumps(
                {"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": self.hours * 3600 // wait + 3}
            ),
        )
        return queue, dead_letters

    def finished(
        self,
        plan_arn: pulumi.Output[str],
        queue: "sqs.Queue",
        function: "lambda_.Function",
        *,
        at_once: int,
    ) -> None:
        """Declare what leads each restore of the plan that is over through the queue to the function.

        Args:
            plan_arn: The restore testing plan.
            queue: The queue.
            function: The function.
            at_once: How many restores are judged at the same time, 2 or more.
        """
        rule = self._rule(
            "finished",
            "Restore tests that are over",
            event_pattern=plan_arn.apply(_pattern),
        )
        policy = sqs.QueuePolicy(
            f"{self.name}-queue-policy",
            region=self.region,
            queue_url=queue.url,
            policy=pulumi.Output.all(queue.arn, rule.arn).apply(lambda arns: rules_send(arns[0], arns[1:])),
            opts=self.child,
        )
        self._target("finished", rule, queue.arn, policy)
        lambda_.EventSourceMapping(
            f"{self.name}-messages",
            region=self.region,
            event_source_arn=queue.arn,
            function_name=function.name,
            batch_size=1,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config={"maximum_concurrency": at_once},
            tags=self._tagged("messages"),
            opts=self.child,
        )

    def clock(self, function: "lambda_.Function") -> None:
        """Declare the schedule on which the function tells how old the last good restores are.

        Args:
            function: The function.
        """
        rule = self._rule(
            "clock", "How old the last good restores are", schedule_expression=f"rate({CHECK_HOURS} hours)"
        )
        permission = lambda_.Permission(
            f"{self.name}-clock-permission",
            region=self.region,
            action="lambda:InvokeFunction",
            function=function.name,
            principal="events.amazonaws.com",
            source_arn=rule.arn,
            opts=self.child,
        )
        self._target("clock", rule, function.arn, permission)

    def _tagged(self, noun: str) -> dict[str, str]:
        return {**self.tags, "Name": f"{self.name}-{noun}"}

    def _queue(self, noun: str, **more: Any) -> "sqs.Queue":  # noqa: ANN401  # inputs of the queue
        return sqs.Queue(
            f"{self.name}-{noun}",
            region=self.region,
            # Messages name jobs and hold no data; a customer key would have to admit EventBridge.
            sqs_managed_sse_enabled=True,
            message_retention_seconds=_LONGEST_KEPT_SECONDS,
            tags=self._tagged(noun),
            opts=self.child,
            **more,
        )

    def _rule(self, noun: str, description: str, **when: Any) -> "cloudwatch.EventRule":  # noqa: ANN401  # inputs of the rule
        return cloudwatch.EventRule(
            f"{self.name}-{noun}",
            region=self.region,
            description=description,
            tags=self._tagged(noun),
            opts=self.child,
            **when,
        )

    def _target(
        self, noun: str, rule: "cloudwatch.EventRule", arn: pulumi.Input[str], after: pulumi.Resource
    ) -> None:
        cloudwatch.EventTarget(
            f"{self.name}-{noun}-target",
            region=self.region,
            rule=rule.name,
            arn=arn,
            opts=pulumi.ResourceOptions.merge(self.child, pulumi.ResourceOptions(depends_on=[after])),
        )


def _pattern(plan_arn: str) -> str:
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html (2026-11)
    return json.dumps(
        {
            "source": ["aws.backup"],
            "detail-type": ["Restore Job State Change"],
            "detail": {
                "restoreTestingPlanArn": [plan_arn],
                "status": ["COMPLETED", "FAILED", "ABORTED"],
            },
        }
    )
