"""What a schedule may do: start one thing, and keep what it could not start."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.function_policy import dead_letter_statements
from holdfast.components.service_policy import allow, policy_document, trust_document
from holdfast.components.service_role import declare_service_role


def declare_schedule_role(
    name: str,
    *,
    description: str,
    region: str,
    account_id: str,
    starts: pulumi.Input[Sequence[Mapping[str, Any]]],
    dead_letters_arn: pulumi.Input[str],
    key_arn: pulumi.Input[str],
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> "tuple[iam.Role, iam.RolePolicy]":
    """Declare ``<name>-role`` and ``<name>-policy``.

    Args:
        name: Logical name of the schedule.
        description: What the role is for.
        region: Region of the schedule.
        account_id: The account of the schedule, which alone may assume the role.
        starts: Statements that allow the start.
        dead_letters_arn: Queue for starts that were given up.
        key_arn: Key of that queue.
        tags: Tags of the role, without ``Name``.
        child: Options of both that make their component the parent.
    """
    known = pulumi.Output.all(starts=starts, queue=dead_letters_arn, key=key_arn)
    return declare_service_role(
        name,
        known.apply(
            lambda one: policy_document(
                [
                    *one["starts"],
                    *dead_letter_statements(region, one["queue"], one["key"]),
                ]
            )
        ),
        description=description,
        # https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
        trust=trust_document("scheduler.amazonaws.com", {"StringEquals": {"aws:SourceAccount": account_id}}),
        tags=tags,
        child=child,
    )


def starts_function(function_arn: str) -> list[dict[str, Any]]:
    """Return the statement that allows to start a function.

    Args:
        function_arn: The function.
    """
    return [allow("Start", ["lambda:InvokeFunction"], [function_arn])]
