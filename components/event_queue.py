"""The policy of a queue that EventBridge rules send to."""

import json
from collections.abc import Sequence


def rules_send(queue_arn: str, rule_arns: Sequence[str]) -> str:
    """Return a queue's policy as JSON: these rules send to it, and nothing comes without TLS.

    Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (2026-11).

    Args:
        queue_arn: The queue.
        rule_arns: The rules, in any order.
    """
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "RulesSend",
                    "Effect": "Allow",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": queue_arn,
                    "Condition": {"ArnEquals": {"aws:SourceArn": sorted(rule_arns)}},
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
