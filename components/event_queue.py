"""The policy of a queue that rules of EventBridge or topics of SNS send to."""

import json
from collections.abc import Sequence


def rules_send(queue_arn: str, rule_arns: Sequence[str]) -> str:
    """Return a queue's policy as JSON: these rules send to it, and nothing comes without TLS.

    Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (2026-11).

    Args:
        queue_arn: The queue.
        rule_arns: The rules, in any order.
    """
    return _senders_policy("RulesSend", "events", queue_arn, rule_arns)


def topics_send(queue_arn: str, topic_arns: Sequence[str]) -> str:
    """Return a queue's policy as JSON: these topics send to it, and nothing comes without TLS.

    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html (2026-11).

    Args:
        queue_arn: The queue.
        topic_arns: The topics, in any order.
    """
    return _senders_policy("TopicsSend", "sns", queue_arn, topic_arns)


def _senders_policy(sid: str, service: str, queue_arn: str, source_arns: Sequence[str]) -> str:
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": sid,
                    "Effect": "Allow",
                    "Principal": {"Service": f"{service}.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": queue_arn,
                    "Condition": {"ArnEquals": {"aws:SourceArn": sorted(source_arns)}},
                },
                {
                    "Sid": "TlsOnly",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "sqs:*",
                    "Resource": queue_arn,
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
            ],
        }
    )
