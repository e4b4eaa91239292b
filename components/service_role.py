"""A role that one service of AWS assumes, and all that it may do, in one inline policy."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import iam

from holdfast.components.service_policy import trust_document

_FUNCTION_TRUST = trust_document("lambda.amazonaws.com")


def declare_service_role(
    name: str,
    policy: pulumi.Input[str],
    *,
    description: str,
    trust: str = _FUNCTION_TRUST,
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> "tuple[iam.Role, iam.RolePolicy]":
    """Declare ``<name>-role`` and ``<name>-policy``.

    Args:
        name: Logical name without the noun.
        policy: What the role may do, as JSON.
        description: What the role is for.
        trust: Who may assume it, as JSON. Default: functions of Lambda.
        tags: Tags of the role, without ``Name``.
        child: Options of both that make their component the parent.
    """
    role = iam.Role(
        f"{name}-role",
        description=description,
        assume_role_policy=trust,
        tags={**tags, "Name": f"{name}-role"},
        opts=child,
    )
    return role, iam.RolePolicy(f"{name}-policy", role=role.name, policy=policy, opts=child)
