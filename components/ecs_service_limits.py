"""Contradictions in the arguments of a service on ECS, in a person's words."""

import re
from collections.abc import Iterator

from holdfast.components.container_image import image_problems, image_region_problems
from holdfast.components.cron import scheduled_action_expression
from holdfast.components.ecs_roles import task_statements
from holdfast.components.ecs_service_args import EcsDeployment, EcsServiceArgs, TaskSchedule
from holdfast.components.refusals import refuse_if_any
from holdfast.components.service_environment import GIVEN, environment_problems
from holdfast.components.service_policy import policy_problems
from holdfast.components.service_stores import store_problems
from holdfast.topology.values import (
    FARGATE_MEMORY_MIB,
    LOG_RETENTION_DAYS,
    DeploymentStrategy,
    TaskCapacity,
)

_PERCENT, _HIGHEST_PORT = 100, 65_535
_HIGHEST_MAX_PERCENT, _LONGEST_BAKE_MINUTES = 200, 1440
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html (stopTimeout)
_SHORTEST_STOP, _LONGEST_STOP = 2, 120
# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EphemeralStorage.html
_LEAST_DISK_GIB, _MOST_DISK_GIB = 21, 200
_KEY = re.compile(r"[a-z][a-z0-9-]*")


def refuse(name: str, args: EcsServiceArgs) -> None:
    """Refuse what AWS or reason refuses.

    Args:
        name: Logical name of the service's component.
        args: The service.

    Raises:
        ValueError: All problems at once.
    """
    workload = args["workload"]
    environment, secrets = workload.get("environment", {}), workload.get("secrets", {})
    stores = store_problems(args.get("stores", {}), environment=environment, secrets=secrets)
    problems = [
        *_workload_problems(args),
        *_task_problems(args),
        *_scaling_problems(args),
        *_deployment_problems(args),
        *_other_problems(args),
        *stores,
    ]
    # What is wrong in itself makes no policy.
    refuse_if_any(
        f"ECS service '{name}'",
        problems or policy_problems(task_statements(args, "", ""), args.get("stores", {})),
    )


def _agent_problems(args: EcsServiceArgs) -> Iterator[str]:
    agent = args["workload"].get("agent")
    if agent is None:
        return
    found = [
        *image_problems(agent["image"]),
        *image_region_problems(agent["image"], args["region"], runs="tasks"),
        *environment_problems(agent.get("environment", {}), agent.get("secrets", {})),
    ]
    if int(agent.get("memory_mib", 256)) >= int(args["task"]["memory_mib"]):
        found.append("'memory_mib' is less than the task's, which agent and service share")
    yield from (f"agent: {problem}" for problem in found)


def _workload_problems(args: EcsServiceArgs) -> Iterator[str]:
    workload = args["workload"]
    environment, secrets = workload.get("environment", {}), workload.get("secrets", {})
    found = [
        *image_problems(workload["image"]),
        *image_region_problems(workload["image"], args["region"], runs="tasks"),
        *_agent_problems(args),
        *environment_problems(environment, secrets),
        *(
            f"{name!r} is set already, as it is for every service"
            for name in sorted({*environment, *secrets} & {*GIVEN})
        ),
    ]
    yield from (f"workload: {problem}" for problem in found)
    port = int(workload["port"])
    if not 1 <= port <= _HIGHEST_PORT:
        yield f"'workload.port' must be 1 to 65535, got {port}"


def _task_problems(args: EcsServiceArgs) -> Iterator[str]:
    task = args["task"]
    cpu, memory = int(task["cpu"]), int(task["memory_mib"])
    if _runs_on(args) is TaskCapacity.FARGATE:
        yield from fargate_size_problems(cpu, memory)
        disk = task.get("ephemeral_storage_gib")
        if disk is not None and not _LEAST_DISK_GIB <= int(disk) <= _MOST_DISK_GIB:
            yield f"'task.ephemeral_storage_gib' must be 21 to 200, got {disk}"
    else:
        if "ephemeral_storage_gib" in task:
            yield "'task.ephemeral_storage_gib' is Fargate's: tasks on EC2 share the instances' volume"
        if "capacity_provider" not in args["cluster"]:
            yield "'task.capacity' is 'ec2' and needs 'cluster.capacity_provider', the cluster's instances"
    stop = int(task.get("stop_timeout_seconds", 30))
    if not _SHORTEST_STOP <= stop <= _LONGEST_STOP:
        yield f"'task.stop_timeout_seconds' must be 2 to 120, got {stop}"
    if "health_command" in task and tuple(task["health_command"])[:1] not in (("CMD",), ("CMD-SHELL",)):
        yield "'task.health_command' must begin with 'CMD' or 'CMD-SHELL'"
    if task.get("shell", False):
        if task.get("readonly_root", False):
            # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html, considerations
            yield "'task.shell' and 'task.readonly_root' exclude each other: its agent writes to the root"
        if "log_group_arn" not in args["cluster"]:
            yield "'task.shell' needs 'cluster.log_group_arn', where sessions are logged"


def fargate_size_problems(cpu: int, memory_mib: int) -> Iterator[str]:
    """Say what Fargate has no machine for.

    Args:
        cpu: CPU units.
        memory_mib: Memory in MiB.
    """
    if cpu not in FARGATE_MEMORY_MIB:
        allowed = ", ".join(map(str, FARGATE_MEMORY_MIB))
        yield f"'task.cpu' on Fargate must be one of {allowed}, got {cpu}"
    elif memory_mib not in FARGATE_MEMORY_MIB[cpu]:
        allowed = ", ".join(map(str, FARGATE_MEMORY_MIB[cpu]))
        yield f"'task.memory_mib' with {cpu} CPU units on Fargate must be one of {allowed}, got {memory_mib}"


def _runs_on(args: EcsServiceArgs) -> TaskCapacity:
    return TaskCapacity(args["task"].get("capacity", TaskCapacity.FARGATE))


def _scaling_problems(args: EcsServiceArgs) -> Iterator[str]:
    scaling = args["scaling"]
    minimum, maximum, zones = int(scaling["minimum"]), int(scaling["maximum"]), int(scaling["zones"])
    if minimum < 0 or maximum < 1 or minimum > maximum:
        yield (
            "'scaling.minimum' must be 0 or more, 'scaling.maximum' 1 or more and no less than the minimum,"
            f" got {minimum} and {maximum}"
        )
    if 0 < minimum < zones:
        yield f"'scaling.minimum' is {minimum}, and a zone of {zones} would have no task: give {zones}, or 0"
    yield from _tracking_problems(args)
    yield from _spot_problems(args)
    for key, schedule in sorted(scaling.get("schedules", {}).items()):
        yield from _schedule_problems(f"scaling.schedules.{key}", schedule)


def _tracking_problems(args: EcsServiceArgs) -> Iterator[str]:
    scaling = args["scaling"]
    for key in ("cpu_target_percent", "memory_target_percent"):
        value = float(str(scaling.get(key, 60)))
        if not 1 <= value <= _PERCENT:
            yield f"'scaling.{key}' must be 1 to 100, got {value}"
    if scaling.get("requests_per_target_per_minute", 1) <= 0:
        yield "'scaling.requests_per_target_per_minute' must be above 0"
    if "requests_per_target_per_minute" in scaling and not args["target_groups"]:
        yield "'scaling.requests_per_target_per_minute' needs a target group: nothing counts requests"
    if int(scaling.get("scale_out_cooldown_seconds", 0)) < 0:
        yield "'scaling.scale_out_cooldown_seconds' must be 0 or more"


def _spot_problems(args: EcsServiceArgs) -> Iterator[str]:
    if (spot := args["scaling"].get("spot")) is None:
        return
    minimum, base = int(args["scaling"]["minimum"]), int(spot["base"])
    if _runs_on(args) is not TaskCapacity.FARGATE:
        yield "'scaling.spot' is Fargate's; the tasks run on EC2 instances"
    if base < max(1, minimum):
        yield (
            f"'scaling.spot.base' is {base}, but what has to run ({minimum}, at least 1) must not be spot;"
            " with a minimum of 0 give what a failover will need"
        )
    if not 1 <= int(spot["percent_above_base"]) < _PERCENT:
        # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
        yield (
            "'scaling.spot.percent_above_base' must be 1 to 99, since ECS places nothing on a capacity"
            f" provider of weight 0, got {spot['percent_above_base']}"
        )


def _schedule_problems(path: str, schedule: TaskSchedule) -> Iterator[str]:
    if not {"minimum", "maximum"} & schedule.keys():
        yield f"'{path}' changes nothing: give 'minimum' or 'maximum'"
    try:
        scheduled_action_expression(schedule["recurrence"])
    except ValueError as error:
        yield f"'{path}.recurrence' {error}"
    if "minimum" in schedule and "maximum" in schedule and schedule["minimum"] > schedule["maximum"]:
        yield f"'{path}' has a minimum above its maximum"


def _deployment_problems(args: EcsServiceArgs) -> Iterator[str]:
    deployment, zones = args.get("deployment", {}), int(args["scaling"]["zones"])
    yield from _share_problems(deployment, zones)
    strategy = DeploymentStrategy(deployment.get("strategy", DeploymentStrategy.ROLLING))
    blue_green = strategy is DeploymentStrategy.BLUE_GREEN
    if "bake_minutes" in deployment and not blue_green:
        yield "'deployment.bake_minutes' goes with the strategy 'blue-green'"
    if not 0 <= int(deployment.get("bake_minutes", 0)) <= _LONGEST_BAKE_MINUTES:
        yield f"'deployment.bake_minutes' must be 0 to 1440, got {deployment['bake_minutes']}"
    if int(deployment.get("grace_period_seconds", 300)) < 0:
        yield "'deployment.grace_period_seconds' must be 0 or more"
    targets = args["target_groups"]
    if blue_green and len(targets) > 1:
        # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html (loadBalancers)
        yield (
            "'deployment.strategy' is 'blue-green', and ECS then takes one load balancer, got"
            f" {', '.join(sorted(targets))}"
        )
    for key, target in sorted(targets.items()):
        if blue_green and "label" in target and "blue_green" not in target:
            yield f"'target_groups.{key}.blue_green' is needed by the strategy 'blue-green'"
        if not blue_green and "blue_green" in target:
            yield f"'target_groups.{key}.blue_green' goes with the strategy 'blue-green'"


def _share_problems(deployment: EcsDeployment, zones: int) -> Iterator[str]:
    least, most = int(deployment.get("min_healthy_percent", 100)), int(deployment.get("max_percent", 200))
    if not 0 <= least <= _PERCENT or not _PERCENT < most <= _HIGHEST_MAX_PERCENT:
        # Above 100 for the rebalancing of zones:
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
        yield (
            "'deployment.min_healthy_percent' must be 0 to 100 and 'deployment.max_percent' 101 to 200,"
            f" got {least} and {most}"
        )
    elif zones * (most - least) < _PERCENT:
        # ECS rounds the one up and the other down.
        yield (
            f"'deployment' allows {least} to {most} percent, which of {zones} tasks, one in each zone, is no"
            " room to start or stop one: raise 'max_percent'"
        )


def _other_problems(args: EcsServiceArgs) -> Iterator[str]:
    if not _KEY.fullmatch(args["service"]):
        yield f"'service' must be lower-case letters, digits and hyphens, got {args['service']!r}"
    if int(args.get("log_retention_days", 30)) not in LOG_RETENTION_DAYS:
        allowed = ", ".join(map(str, LOG_RETENTION_DAYS))
        yield f"'log_retention_days' must be one of {allowed}, got {args['log_retention_days']}"
