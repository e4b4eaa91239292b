"""The task definition of a service on ECS: what one task is."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, ecs

from holdfast.components import service_stores
from holdfast.components.ecs_service_args import EcsServiceArgs
from holdfast.components.service_environment import GIVEN
from holdfast.topology.values import Architecture, TaskCapacity

SCRATCH = "scratch"
"""Volume that a container with a read-only root writes to."""

AGENT = "apm-agent"
"""Name of the agent's container, and of its log streams."""

_CPU_ARCHITECTURE = {Architecture.X86_64: "X86_64", Architecture.ARM64: "ARM64"}


def log_group_name(name: str) -> str:
    """Name of the service's log group, fixed so that a preview shows the whole task definition."""
    return f"/ecs/{pulumi.get_project()}/{pulumi.get_stack()}/{name}"


def family(name: str) -> str:
    """Family of the service's task definitions, in the signs that AWS takes.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html.
    """
    return re.sub(r"[^A-Za-z0-9_-]", "-", f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}")


def declare_task_definition(
    name: str,
    args: EcsServiceArgs,
    logs: "cloudwatch.LogGroup",
    *,
    execution_role_arn: pulumi.Input[str],
    task_role_arn: pulumi.Input[str],
    child: pulumi.ResourceOptions,
) -> "ecs.TaskDefinition":
    """Declare ``<name>-task``; former revisions stay, since what is rolled back to must be there.

    Args:
        name: Logical name of the service's component.
        args: The service's arguments.
        logs: Its log group.
        execution_role_arn: Role by which ECS starts the task.
        task_role_arn: Role that the container has.
        child: Options that make the service the parent.
    """
    task = args["task"]
    capacity = TaskCapacity(task.get("capacity", TaskCapacity.FARGATE))
    tags = {**args.get("tags", {}), "Name": f"{name}-task"}
    return ecs.TaskDefinition(
        f"{name}-task",
        region=args["region"],
        family=family(name),
        cpu=str(int(task["cpu"])),
        memory=str(int(task["memory_mib"])),
        network_mode="awsvpc",
        requires_compatibilities=[capacity.value.upper()],
        runtime_platform={
            "cpu_architecture": _CPU_ARCHITECTURE[Architecture(task["architecture"])],
            "operating_system_family": "LINUX",
        },
        ephemeral_storage={"size_in_gib": int(task["ephemeral_storage_gib"])}
        if "ephemeral_storage_gib" in task
        else None,
        volumes=[{"name": SCRATCH}] if task.get("readonly_root", False) else None,
        execution_role_arn=execution_role_arn,
        task_role_arn=task_role_arn,
        container_definitions=_container_definitions(name, args),
        # Without it, the revision that AWS would go back to is deregistered when the next one is made.
        skip_destroy=True,
        tags=tags,
        opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=[logs])),
    )


def _container_definitions(name: str, args: EcsServiceArgs) -> pulumi.Input[str]:
    """The containers as JSON, known before deployment unless a secret or a store is not."""
    secrets = args["workload"].get("secrets", {})
    stores = service_stores.environment(args.get("stores", {}))
    agent = args["workload"].get("agent", {}).get("secrets", {})
    log_group = log_group_name(name)
    if all(isinstance(value, str) for value in (*secrets.values(), *stores.values(), *agent.values())):
        return json.dumps(
            [container(args, log_group, dict(secrets), dict(stores)), *_agent(args, log_group, dict(agent))]
        )
    return pulumi.Output.all(secrets={**secrets}, stores=stores, agent={**agent}).apply(
        lambda known: json.dumps(
            [
                container(args, log_group, known["secrets"], known["stores"]),
                *_agent(args, log_group, known["agent"]),
            ]
        )
    )


def _agent(args: EcsServiceArgs, log_group: str, secrets: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The container of the agent, if there is one; the task outlives it."""
    agent = args["workload"].get("agent")
    if agent is None:
        return []
    definition: dict[str, Any] = {
        "name": AGENT,
        "image": agent["image"],
        "essential": False,
        "cpu": 0,
        "memory": int(agent.get("memory_mib", 256)),
        "environment": [
            {"name": key, "value": value} for key, value in sorted(agent.get("environment", {}).items())
        ],
        "secrets": [{"name": key, "valueFrom": arn} for key, arn in sorted(secrets.items())],
        "portMappings": [],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {**log_options(args, log_group), "awslogs-stream-prefix": AGENT},
        },
        "mountPoints": [],
        "systemControls": [],
        "volumesFrom": [],
    }
    if agent.get("command"):
        definition["command"] = list(agent["command"])
    return [definition]


def container(
    args: EcsServiceArgs, log_group: str, secrets: Mapping[str, Any], stores: Mapping[str, Any]
) -> dict[str, Any]:
    """The one container of a task, in the words of the API.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html, 2026-11.

    Args:
        args: The service's arguments.
        log_group: Name of its log group.
        secrets: Environment variable → ARN that holds it.
        stores: Environment variables that its stores set.
    """
    workload, task, port = args["workload"], args["task"], int(args["workload"]["port"])
    given = dict(zip(GIVEN, (args["region"], args["region"], str(port)), strict=True))
    environment = {**given, **workload.get("environment", {}), **stores}
    # Everything that AWS would add is said, or the next preview would compare with it.
    definition: dict[str, Any] = {
        "name": args["service"],
        "image": workload["image"],
        "essential": True,
        "cpu": 0,
        "environment": [{"name": key, "value": value} for key, value in sorted(environment.items())],
        "secrets": [{"name": key, "valueFrom": arn} for key, arn in sorted(secrets.items())],
        "portMappings": [
            {
                "name": args["service"],
                "containerPort": port,
                "hostPort": port,
                "protocol": "tcp",
                "appProtocol": "http",
            }
        ],
        "linuxParameters": {"initProcessEnabled": True},
        "logConfiguration": {"logDriver": "awslogs", "options": log_options(args, log_group)},
        "mountPoints": [],
        "readonlyRootFilesystem": bool(task.get("readonly_root", False)),
        "stopTimeout": int(task.get("stop_timeout_seconds", 30)),
        "systemControls": [],
        "volumesFrom": [],
    }
    if task.get("readonly_root", False):
        definition["mountPoints"] = [
            {"sourceVolume": SCRATCH, "containerPath": "/tmp", "readOnly": False}  # noqa: S108  # in a container
        ]
    if "health_command" in task:
        # AWS's own figures: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
        definition["healthCheck"] = {
            "command": list(task["health_command"]),
            "interval": 30,
            "timeout": 5,
            "retries": 3,
            "startPeriod": min(300, int(args.get("deployment", {}).get("grace_period_seconds", 300))),
        }
    return definition


def log_options(args: EcsServiceArgs, log_group: str) -> dict[str, str]:
    """Options of the log driver, which drops lines rather than hold up requests while none can be sent.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html, 2026-11.

    Args:
        args: The service's arguments.
        log_group: Name of its log group.
    """
    return {
        "awslogs-group": log_group,
        "awslogs-region": args["region"],
        "awslogs-stream-prefix": args["service"],
        "mode": "non-blocking",
        "max-buffer-size": "25m",
    }
