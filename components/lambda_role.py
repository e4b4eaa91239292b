"""The execution role of a service's function, which may do what running it takes, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.lambda_args import LambdaServiceArgs, stands_in_network
from holdfast.components.service_policy import (
    allow,
    decrypt_statements,
    joined,
    secret_statements,
    trust_document,
)

# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaVPCAccessExecutionRole.html
_NETWORK_INTERFACES = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a function reaches besides its stores; plain values only."""

    region: str
    """Region of the function."""
    tracing: bool
    """Whether it writes traces."""
    in_network: bool
    """Whether Lambda joins it to a VPC."""


def function_access(args: LambdaServiceArgs) -> Access:
    """What the function of a service reaches, its stores apart."""
    return Access(
        region=args["region"], tracing=args.get("tracing", False), in_network=stands_in_network(args)
    )


def declare_function_role(
    name: str,
    args: LambdaServiceArgs,
    *,
    log_group_arn: pulumi.Input[str],
    dead_letters_arn: pulumi.Input[str],
    child: pulumi.ResourceOptions,
) -> "tuple[iam.Role, iam.RolePolicy]":
    """Declare ``<name>-role`` and ``<name>-policy``.

    Args:
        name: Logical name of the service's component.
        args: The service.
        log_group_arn: The service's log group.
        dead_letters_arn: Queue for asynchronous events that could not be handled.
        child: Options that make the service the parent.
    """
    role = iam.Role(
        f"{name}-role",
        description=f"Function of {name}",
        assume_role_policy=trust_document("lambda.amazonaws.com"),
        tags={**args.get("tags", {}), "Name": f"{name}-role"},
        opts=child,
    )
    own = pulumi.Output.all(
        log_group_arn=log_group_arn,
        dead_letters_arn=dead_letters_arn,
        key_arn=args["key_arn"],
        secrets=[arn for _, arn in sorted(args["workload"].get("secrets", {}).items())],
    ).apply(lambda known: statements(function_access(args), **known))
    policy = iam.RolePolicy(
        f"{name}-policy", role=role.name, policy=joined(own, args.get("stores", {})), opts=child
    )
    return role, policy


def statements(
    access: Access, *, log_group_arn: str, dead_letters_arn: str, key_arn: str, secrets: Sequence[str]
) -> list[dict[str, Any]]:
    """The policy's own statements.

    Args:
        access: What the function reaches.
        log_group_arn: The service's log group.
        dead_letters_arn: Queue for asynchronous events that could not be handled.
        key_arn: Key that encrypts environment, dead letters and secrets.
        secrets: ARNs of the secrets and parameters that it reads.
    """
    through_queue = {"StringEquals": {"kms:ViaService": f"sqs.{access.region}.amazonaws.com"}}
    return [
        allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], [f"{log_group_arn}:*"]),
        allow("DeadLetters", ["sqs:SendMessage"], [dead_letters_arn]),
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
        allow("EncryptDeadLetters", ["kms:Decrypt", "kms:GenerateDataKey"], [key_arn], through_queue),
        *decrypt_statements(key_arn, region=access.region, secret_arns=secrets, through=("lambda",)),
        *secret_statements(secrets),
        # AWS knows no narrower resource for traces and network interfaces.
        *([_traces()] if access.tracing else []),
        *(_network_interfaces(access.region) if access.in_network else []),
    ]


def _traces() -> dict[str, Any]:
    return allow("Traces", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"])


def _network_interfaces(region: str) -> list[dict[str, Any]]:
    """Let Lambda join the function to the VPC, and the function's own code make no interface.

    The key ``lambda:SourceFunctionArn`` is there only when the code makes the call:
    https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html.
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
