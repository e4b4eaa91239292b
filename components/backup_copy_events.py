"""What counts the copies of a region's backups: EventBridge rules, and the queue that they send to."""

import json

import pulumi
from pulumi_aws import cloudwatch, sqs

from holdfast.components.backup_schedule_parts import ScheduleScope
from holdfast.components.event_queue import rules_send

_LONGEST_KEPT_SECONDS = 1_209_600
"""14 days, the longest that SQS keeps a message
(https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html)."""


class CopyEvents:
    """The rules of one region, one for each type, vault of copies and end of a copy.

    AWS Backup's own copy metrics carry the name of the destination vault, and AWS says nowhere whether the
    account and region that copies counts them or the one that receives
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html, 2026-11): an alarm that looks in
    the wrong one would go off for ever, or never. Events name the vault by its ARN and come where the copy
    begins (https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html, 2026-11; a published tool
    that lives on it: https://github.com/sqlxpert/backup-events-aws, whose rules are in the accounts and
    regions that copy, for copies to another account and region).

    EventBridge counts how often a rule calls a target, so each has one, a queue that nobody has to read: for
    14 days it shows what became of each copy.
    """

    def __init__(self, scope: ScheduleScope) -> None:
        self._scope, self._prefix = scope, f"{scope.name}-backup-copies"
        self._child = pulumi.ResourceOptions(parent=scope.parent)
        self._rules: list[tuple[str, cloudwatch.EventRule]] = []

    def ended(
        self, noun: str, resource_type: str, vault_arn: pulumi.Input[str], state: str
    ) -> pulumi.Output[str]:
        """Declare ``<name>-<type>-<noun>``, the rule that meets copies that ended in one way.

        Args:
            noun: What it counts.
            resource_type: AWS Backup's name of the type.
            vault_arn: The vault that they were for, of any account and region.
            state: ``COMPLETED`` or ``FAILED``.

        Returns:
            Name of the rule in AWS, the dimension ``RuleName`` of its metrics.
        """
        name = f"{self._scope.name}-{resource_type.lower()}-{noun}"
        rule = cloudwatch.EventRule(
            name,
            region=self._scope.region,
            description=f"Copies of {resource_type} backups that are {state}",
            event_pattern=pulumi.Output.from_input(vault_arn).apply(
                lambda arn: json.dumps(
                    {
                        "source": ["aws.backup"],
                        "detail-type": ["Copy Job State Change"],
                        "detail": {
                            "destinationBackupVaultArn": [arn],
                            "resourceType": [resource_type],
                            "state": [state],
                        },
                    }
                )
            ),
            tags=self._scope.tagged(name),
            opts=self._child,
        )
        self._rules.append((name, rule))
        return rule.name

    def kept(self) -> None:
        """Declare ``<name>-backup-copies``, the queue of all rules; nothing without rules."""
        if not self._rules:
            return
        queue = sqs.Queue(
            self._prefix,
            region=self._scope.region,
            # Events name jobs and hold no data; a customer key would have to admit EventBridge.
            sqs_managed_sse_enabled=True,
            message_retention_seconds=_LONGEST_KEPT_SECONDS,
            tags=self._scope.tagged(self._prefix),
            opts=self._child,
        )
        policy = sqs.QueuePolicy(
            f"{self._prefix}-policy",
            region=self._scope.region,
            queue_url=queue.url,
            policy=pulumi.Output.all(queue.arn, *(rule.arn for _, rule in self._rules)).apply(
                lambda arns: rules_send(arns[0], arns[1:])
            ),
            opts=self._child,
        )
        for name, rule in self._rules:
            cloudwatch.EventTarget(
                f"{name}-target",
                region=self._scope.region,
                rule=rule.name,
                arn=queue.arn,
                opts=pulumi.ResourceOptions(parent=self._scope.parent, depends_on=[policy]),
            )
