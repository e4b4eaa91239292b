"""The execution role of a service's function, which may do what running it takes, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.function_policy import (
    dead_letter_statements,
    log_statement,
    network_interface_statements,
)
from holdfast.components.lambda_args import LambdaServiceArgs, stands_in_network
from holdfast.components.service_policy import allow, decrypt_statements, joined, secret_statements
from holdfast.components.service_role import declare_service_role


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
    own = pulumi.Output.all(
        log_group_arn=log_group_arn,
        dead_letters_arn=dead_letters_arn,
        key_arn=args["key_arn"],
        secrets=[arn for _, arn in sorted(args["workload"].get("secrets", {}).items())],
    ).apply(lambda known: statements(function_access(args), **known))
    return declare_service_role(
        name,
        joined(own, args.get("stores", {})),
        description=f"Function of {name}",
        tags=args.get("tags", {}),
        child=child,
    )


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
    return [
        log_statement(log_group_arn),
        *dead_letter_statements(access.region, dead_letters_arn, key_arn),
        *decrypt_statements(key_arn, region=access.region, secret_arns=secrets, through=("lambda",)),
        *secret_statements(secrets),
        # AWS knows no narrower resource for traces.
        *([_traces()] if access.tracing else []),
        *(network_interface_statements(access.region) if access.in_network else []),
    ]


def _traces() -> dict[str, Any]:
    return allow("Traces", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"])
