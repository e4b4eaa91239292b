"""Roles of a service on ECS: one that starts its tasks, one that they have, one that shifts requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, iam

from holdfast.components import service_policy
from holdfast.components.ecs_service_args import EcsServiceArgs

SHIFTS_REQUESTS = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"
"""AWS's own policy for blue/green deployments
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html,
2026-11)."""


@dataclass(frozen=True, kw_only=True)
class TaskRoles:
    """The roles of a service's tasks, and the policies without which they are empty."""

    execution: "iam.Role"
    """By which ECS pulls the image, reads the secrets and writes the logs."""
    task: "iam.Role"
    """What the container itself may do."""
    policies: Sequence[pulumi.Resource]
    """Policies of both, on which the service has to depend."""


def declare_task_roles(
    name: str, args: EcsServiceArgs, logs: "cloudwatch.LogGroup", child: pulumi.ResourceOptions
) -> TaskRoles:
    """Declare ``<name>-execution-role`` and ``<name>-role`` with their policies.

    Args:
        name: Logical name of the service's component.
        args: The service's arguments.
        logs: Its log group.
        child: Options that make the service the parent.
    """
    trust = service_policy.trust_document("ecs-tasks.amazonaws.com", _own_tasks(args))
    tags = args.get("tags", {})
    execution = iam.Role(
        f"{name}-execution-role",
        description=f"Start of the tasks of {name}",
        assume_role_policy=trust,
        tags=tags,
        opts=child,
    )
    agent = args["workload"].get("agent", {})
    secrets = [
        arn
        for held in (args["workload"].get("secrets", {}), agent.get("secrets", {}))
        for _, arn in sorted(held.items())
    ]
    starting = iam.RolePolicy(
        f"{name}-execution-policy",
        role=execution.name,
        policy=pulumi.Output.all(log=logs.arn, key=args["key_arn"], secrets=secrets).apply(
            lambda known: service_policy.policy_document(
                execution_statements(args, known["log"], known["key"], known["secrets"])
            )
        ),
        opts=child,
    )
    task = iam.Role(
        f"{name}-role", description=f"Tasks of {name}", assume_role_policy=trust, tags=tags, opts=child
    )
    own = pulumi.Output.all(key=args["key_arn"], log=args["cluster"].get("log_group_arn", "")).apply(
        lambda known: task_statements(args, known["log"], known["key"])
    )
    running = (
        [
            iam.RolePolicy(
                f"{name}-policy",
                role=task.name,
                policy=service_policy.joined(own, args.get("stores", {})),
                opts=child,
            )
        ]
        if _may_anything(args)
        else []
    )
    return TaskRoles(execution=execution, task=task, policies=[starting, *running])


def _may_anything(args: EcsServiceArgs) -> bool:
    """Whether the container has any permission: IAM takes no policy without a statement."""
    return args["task"].get("shell", False) or any(
        store["statements"] for store in args.get("stores", {}).values()
    )


def _own_tasks(args: EcsServiceArgs) -> Mapping[str, Any]:
    """That tasks of this account and region alone have the role.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html, 2026-11.
    """
    return {
        "ArnLike": {"aws:SourceArn": f"arn:aws:ecs:{args['region']}:{args['account_id']}:*"},
        "StringEquals": {"aws:SourceAccount": args["account_id"]},
    }


def execution_statements(
    args: EcsServiceArgs, log_group_arn: str, key_arn: str, secret_arns: Sequence[str]
) -> list[dict[str, Any]]:
    """What starting a task takes: its log streams, its image, its secrets.

    Args:
        args: The service's arguments.
        log_group_arn: Its log group.
        key_arn: Key that encrypts the secrets.
        secret_arns: Secrets and parameters that ECS reads.
    """
    return [
        service_policy.allow(
            "Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], [log_group_arn, f"{log_group_arn}:*"]
        ),
        *service_policy.image_statements(
            args["workload"]["image"], args["workload"].get("agent", {}).get("image")
        ),
        # ECS reads parameters several at a time:
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
        *service_policy.secret_statements(secret_arns, read_parameter="ssm:GetParameters"),
        *service_policy.decrypt_statements(key_arn, region=args["region"], secret_arns=secret_arns),
    ]


def task_statements(args: EcsServiceArgs, session_log_arn: str, key_arn: str) -> list[dict[str, Any]]:
    """What a shell in the container takes, where it is allowed at all.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html, 2026-11.

    Args:
        args: The service's arguments.
        session_log_arn: Log group of the sessions.
        key_arn: Key that encrypts them.
    """
    if not args["task"].get("shell", False):
        return []
    return [
        service_policy.session_manager_statement(registers_instance=False),
        service_policy.allow("FindSessionLogs", ["logs:DescribeLogGroups"], ["*"]),
        service_policy.allow(
            "SessionLogs",
            ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            [session_log_arn, f"{session_log_arn}:*"],
        ),
        service_policy.allow("DecryptSessions", ["kms:Decrypt"], [key_arn]),
    ]


def declare_shifting_role(
    name: str, args: EcsServiceArgs, child: pulumi.ResourceOptions
) -> "tuple[iam.Role, pulumi.Resource]":
    """Declare ``<name>-shift-role``, by which ECS moves requests from one target group to the other.

    Args:
        name: Logical name of the service's component.
        args: The service's arguments.
        child: Options that make the service the parent.
    """
    role = iam.Role(
        f"{name}-shift-role",
        description=f"Shifting the requests of {name}",
        assume_role_policy=service_policy.trust_document("ecs.amazonaws.com"),
        tags=args.get("tags", {}),
        opts=child,
    )
    attached = iam.RolePolicyAttachment(
        f"{name}-shift-policy", role=role.name, policy_arn=SHIFTS_REQUESTS, opts=child
    )
    return role, attached
