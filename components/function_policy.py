"""Statements that the roles of functions have in common."""

from collections.abc import Sequence
from typing import Any

from holdfast.components.service_policy import allow

# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html
_NETWORK_INTERFACES = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)


def log_statement(log_group_arn: str) -> dict[str, Any]:
    """Let a function write into its log group.

    Args:
        log_group_arn: The group, which is there already.
    """
    return allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], [f"{log_group_arn}:*"])


def environment_statement(region: str, key_arn: str) -> dict[str, Any]:
    """Let a function read its own environment, which a customer key encrypts.

    Args:
        region: Region of the function.
        key_arn: The key.
    """
    through_lambda = {"StringEquals": {"kms:ViaService": f"lambda.{region}.amazonaws.com"}}
    return allow("ReadOwnEnvironment", ["kms:Decrypt"], [key_arn], through_lambda)


def dead_letter_statements(region: str, queue_arn: str, key_arn: str) -> list[dict[str, Any]]:
    """Let what was given up be sent to a queue that a customer key encrypts.

    Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html.

    Args:
        region: Region of the queue.
        queue_arn: The queue.
        key_arn: Its key.
    """
    through_queue = {"StringEquals": {"kms:ViaService": f"sqs.{region}.amazonaws.com"}}
    return [
        allow("DeadLetters", ["sqs:SendMessage"], [queue_arn]),
        allow("EncryptDeadLetters", ["kms:Decrypt", "kms:GenerateDataKey"], [key_arn], through_queue),
    ]


def metric_statement(sid: str, namespaces: str | Sequence[str]) -> dict[str, Any]:
    """Let a function put metrics of its own.

    PutMetricData knows no resource, only namespaces (2026-11):
    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html

    Args:
        sid: ``Sid`` of the statement.
        namespaces: The namespace, or several.
    """
    condition = {"StringEquals": {"cloudwatch:namespace": namespaces}}
    return allow(sid, ["cloudwatch:PutMetricData"], ["*"], condition)


def network_interface_statements(region: str) -> list[dict[str, Any]]:
    """Let Lambda join a function to a VPC, and the function's own code make no interface.

    AWS knows no narrower resource for network interfaces. The key ``lambda:SourceFunctionArn`` is there only
    when the code makes the call:
    https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html.

    Args:
        region: Region of the function.
    """
    by_code = {"ArnLike": {"lambda:SourceFunctionArn": f"arn:aws:lambda:{region}:*:function:*"}}
    return [
        allow("NetworkInterfaces", _NETWORK_INTERFACES, ["*"]),
        {
            "Sid": "NoNetworkInterfacesByCode",
            "Effect": "Deny",
            "Action": list(_NETWORK_INTERFACES),
            "Resource": ["*"],
            "Condition": by_code,
        },
    ]
