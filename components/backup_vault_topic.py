"""Where a vault tells of its jobs: a topic, what the vault publishes to it, and who reads it by e-mail."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import backup, sns

from holdfast.components.alarm_topic import alarms_publish, email_name, publish, tls_only, topic_policy

# BACKUP_JOB_FAILED and BACKUP_JOB_EXPIRED still have names and send nothing any more; jobs that failed or
# expired come as BACKUP_JOB_COMPLETED with another state:
# https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html (2026-11)
_EVENTS = ("BACKUP_JOB_COMPLETED", "CONTINUOUS_BACKUP_INTERRUPTED", "COPY_JOB_FAILED")

# Alarms carry no message attribute, so what has no state passes.
# https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html, .../attribute-key-matching.html
NOT_COMPLETED = json.dumps({"State": [{"anything-but": ["COMPLETED"]}, {"exists": False}]})
"""Filter policy of those who want to hear of what did not complete alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicScope:
    """What the resources of one vault's topic share."""

    region: str
    """AWS region of the vault."""
    account_id: str
    """Account whose alarms may publish."""
    tags: Mapping[str, str]
    """Tags of the topic."""
    parent: pulumi.Resource
    """The component that declares them."""


def declare_topic(
    name: str,
    scope: TopicScope,
    *,
    vault_name: pulumi.Input[str] | None,
    key_arn: pulumi.Input[str],
    emails: Sequence[str],
) -> pulumi.Output[str]:
    """Declare ``<name>-topic``, its policy, the vault's notifications and a subscription per address.

    AWS Backup's own notifications rather than EventBridge rules: they are sentences that a person can read,
    and EventBridge has these events "in a best-effort manner every 5 minutes"
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html, 2026-11). Every finished job is
    published, since the vault cannot choose; the addresses get what did not complete, and other subscribers
    filter on the message attribute ``State`` alike.

    Args:
        name: Logical name of the vault's component.
        scope: What the resources share.
        vault_name: Name of the vault in AWS that publishes to it; None of one that tells elsewhere.
        key_arn: Customer key that encrypts the topic.
        emails: Addresses, in any order.

    Returns:
        ARN of the topic.
    """
    child = pulumi.ResourceOptions(parent=scope.parent)
    topic = sns.Topic(
        f"{name}-topic",
        region=scope.region,
        kms_master_key_id=key_arn,
        tags={**scope.tags, "Name": f"{name}-topic"},
        opts=child,
    )
    policy = sns.TopicPolicy(
        f"{name}-topic-policy",
        region=scope.region,
        arn=topic.arn,
        policy=topic.arn.apply(
            lambda arn: topic_policy(
                [
                    # AWS Backup publishes to topics of its own account alone, without a condition:
                    # https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
                    publish("BackupPublishes", "backup.amazonaws.com", arn),
                    alarms_publish(arn, scope.region, scope.account_id),
                    tls_only(arn),
                ]
            )
        ),
        opts=child,
    )
    if vault_name is not None:
        backup.VaultNotifications(
            f"{name}-notifications",
            region=scope.region,
            backup_vault_name=vault_name,
            sns_topic_arn=topic.arn,
            backup_vault_events=list(_EVENTS),
            opts=pulumi.ResourceOptions(parent=scope.parent, depends_on=[policy]),
        )
    for email in sorted(set(emails)):
        sns.TopicSubscription(
            email_name(name, email),
            region=scope.region,
            topic=topic.arn,
            protocol="email",
            endpoint=email,
            filter_policy=NOT_COMPLETED,
            filter_policy_scope="MessageAttributes",
            opts=child,
        )
    return topic.arn
