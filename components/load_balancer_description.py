"""The API's description behind a load balancer: a function as its target, and the rule that leads there."""

from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import lambda_, lb

from holdfast.components.load_balancer_authorization import (
    ListenerScope,
    LoadBalancerAuthorizationArgs,
    token_actions,
)
from holdfast.components.origin_lock import OriginLockArgs, lock_conditions
from holdfast.topology.values import DESCRIPTION_KEY, DESCRIPTION_PRIORITY


class DescriptionTargetArgs(TypedDict):
    """What answers with the API's description, and for whom."""

    path: str
    """Path at which it is served, exactly, such as ``/openapi.json``."""
    function_name: pulumi.Input[str]
    """Name of the function, in the load balancer's region."""
    alias_name: pulumi.Input[str]
    """Alias of the function that is invoked."""
    alias_arn: pulumi.Input[str]
    """ARN of that alias."""
    is_open: NotRequired[bool]
    """Whether it is answered without a token, whatever the API asks for. Default: False."""


def description_problems(args: DescriptionTargetArgs | None, priorities: dict[str, int]) -> list[str]:
    """Return what would keep clients from the description.

    Args:
        args: What answers, None for nothing.
        priorities: Priority of each service's rule.
    """
    if args is None:
        return []
    problems = [
        f"target '{key}': 'priority' {priority} comes before the rule of the API's description; give"
        f" {DESCRIPTION_PRIORITY + 1} or more"
        for key, priority in sorted(priorities.items())
        if priority <= DESCRIPTION_PRIORITY
    ]
    if DESCRIPTION_KEY in priorities:
        problems.append(f"target '{DESCRIPTION_KEY}' has the name of the API's description: choose another")
    path = args["path"]
    if not path.startswith("/") or "*" in path or "?" in path:
        problems.append(f"'description.path' must be a plain path such as '/openapi.json', got {path!r}")
    return problems


def declare_description(
    scope: ListenerScope,
    args: DescriptionTargetArgs,
    *,
    listener_arn: pulumi.Input[str],
    authorization: LoadBalancerAuthorizationArgs | None,
    lock: OriginLockArgs | None,
) -> None:
    """Declare ``<prefix>-openapi-tg``, ``-permission``, ``-target`` and ``-rule``.

    Nobody asks the function for its health: a description that is not answered must take no region out of
    DNS, and a function's group without health checks counts as healthy
    (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#enable-health-checks-lambda,
    2026-11).

    Args:
        scope: What the load balancer's resources share.
        args: What answers.
        listener_arn: Where clients ask.
        authorization: Who may call the API, None for everybody.
        lock: What is asked of every request, None for nothing.
    """
    name = f"{scope.prefix}-{DESCRIPTION_KEY}"
    group = lb.TargetGroup(
        f"{name}-tg",
        region=scope.region,
        target_type="lambda",
        lambda_multi_value_headers_enabled=False,
        # Off, with times that AWS takes: its own timeout of a function's check is no less than the provider's
        # interval, which is sent whether it is on or not.
        health_check={"enabled": False, "interval": 35, "timeout": 30},
        tags=scope.tagged(f"{name}-tg"),
        opts=scope.opts,
    )
    permission = lambda_.Permission(
        f"{name}-permission",
        region=scope.region,
        action="lambda:InvokeFunction",
        function=args["function_name"],
        qualifier=args["alias_name"],
        principal="elasticloadbalancing.amazonaws.com",
        source_arn=group.arn,
        opts=scope.opts,
    )
    target = lb.TargetGroupAttachment(
        f"{name}-target",
        region=scope.region,
        target_group_arn=group.arn,
        target_id=args["alias_arn"],
        # Elastic Load Balancing tries the permission when the function is registered.
        opts=pulumi.ResourceOptions.merge(scope.opts, pulumi.ResourceOptions(depends_on=[permission])),
    )
    tokens = [] if args.get("is_open", False) else token_actions(authorization)
    forward: lb.ListenerRuleActionArgsDict = {"type": "forward", "target_group_arn": group.arn}
    lb.ListenerRule(
        f"{name}-rule",
        region=scope.region,
        listener_arn=listener_arn,
        priority=DESCRIPTION_PRIORITY,
        conditions=[
            lb.ListenerRuleConditionArgs(
                path_pattern=lb.ListenerRuleConditionPathPatternArgs(values=[args["path"]])
            ),
            *lock_conditions(lock),
        ],
        actions=[*tokens, {**forward, "order": len(tokens) + 1}] if tokens else [forward],
        tags=scope.tagged(f"{name}-rule"),
        # No request before somebody answers.
        opts=pulumi.ResourceOptions.merge(scope.opts, pulumi.ResourceOptions(depends_on=[target])),
    )
