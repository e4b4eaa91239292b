"""Containers on ECS: what Fargate has no machine for, and what ECS refuses or would never do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import (
    FARGATE_MEMORY_MIB,
    DeploymentStrategy,
    ServiceKind,
    TaskCapacity,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.ecs import EcsServiceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.service import ServiceSettings
    from holdfast.settings.stack import Settings

_OF_INSTANCES = ("capacity_reservations", "distribution", "max_instance_lifetime_days", "warm_pool")
"""What of a service's scaling Auto Scaling groups alone have."""
_ALL_PERCENT, _MOST_SPOT_PERCENT, _HIGHEST_MAX_PERCENT = 100, 99, 200
_SPOT_WARNING_SECONDS = 120
"""Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html (a task
is warned two minutes before it is stopped), 2026-11."""
_PLACEHOLDER = "{region}"


def of_each_service(settings: Settings) -> Iterator[Problem]:
    """What a service on ECS says of its tasks, and what does nothing for them."""
    for key, service in settings.services.items():
        if service.kind is not ServiceKind.ECS or service.ecs is None:
            continue
        path = ("services", key)
        yield from _workload(path, service)
        yield from _task((*path, "ecs"), service.ecs)
        yield from _scaling((*path, "scaling"), service, service.ecs)
        yield from _deployment((*path, "ecs", "deployment"), service.ecs)


def _workload(path: SettingPath, service: ServiceSettings) -> Iterator[Problem]:
    if service.artefact is not None:
        yield Problem(
            path=(*path, "artefact"),
            message="a task has nothing to start an artefact with: put it into an image and name that",
        )
    elif service.image is None:
        yield Problem(path=path, message="needs image, the container image that its tasks run")


def _task(path: SettingPath, task: EcsServiceSettings) -> Iterator[Problem]:
    if task.capacity is TaskCapacity.FARGATE:
        yield from _fargate_size(path, task)
    elif task.ephemeral_storage_gib is not None:
        yield Problem(
            path=(*path, "ephemeral_storage_gib"),
            message="is Fargate's; tasks on EC2 share the instances' volume: set holdfast:ecs.instances."
            "volume_gib instead",
            value=task.ephemeral_storage_gib,
        )
    if task.shell and task.readonly_root:
        yield Problem(
            path=(*path, "shell"),
            message="needs a root file system that its agent can write to, and readonly_root forbids that "
            "(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html): leave one out",
            value=True,
        )
    if task.health_command is not None and task.health_command[0] not in ("CMD", "CMD-SHELL"):
        yield Problem(
            path=(*path, "health_command"),
            message="must begin with CMD, before a program and its arguments, or CMD-SHELL, before one text "
            "for the shell",
            value=task.health_command,
        )


def _fargate_size(path: SettingPath, task: EcsServiceSettings) -> Iterator[Problem]:
    """Check the size of a task.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html.
    """
    if task.cpu not in FARGATE_MEMORY_MIB:
        yield Problem(
            path=(*path, "cpu"),
            message="Fargate has no task with so many CPU units",
            value=task.cpu,
            allowed=tuple(map(str, FARGATE_MEMORY_MIB)),
        )
    elif task.memory_mib not in FARGATE_MEMORY_MIB[task.cpu]:
        yield Problem(
            path=(*path, "memory_mib"),
            message=f"Fargate has no task with {task.cpu} CPU units and so much memory",
            value=task.memory_mib,
            allowed=tuple(map(str, FARGATE_MEMORY_MIB[task.cpu])),
        )


def _scaling(path: SettingPath, service: ServiceSettings, task: EcsServiceSettings) -> Iterator[Problem]:
    scaling = service.scaling
    for field in _OF_INSTANCES:
        if field in scaling.model_fields_set:
            yield Problem(
                path=(*path, field),
                message="does nothing for tasks, which have no instances of their own: leave it out",
            )
    spot = scaling.spot_percent_above_minimum
    if spot and task.capacity is TaskCapacity.EC2:
        yield Problem(
            path=(*path, "spot_percent_above_minimum"),
            message="is Fargate Spot's share, and the tasks run on EC2 instances: leave it out, or set "
            "ecs.capacity to fargate",
            value=spot,
        )
    if spot > _MOST_SPOT_PERCENT:
        yield Problem(
            path=(*path, "spot_percent_above_minimum"),
            message="must be 99 or less: ECS places nothing on a capacity provider of weight 0 "
            "(https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html)",
            value=spot,
        )
    if spot and service.target.drain_seconds > _SPOT_WARNING_SECONDS:
        yield Problem(
            path=(*path[:-1], "target", "drain_seconds"),
            message="is longer than the two minutes that Fargate Spot gives a task before it stops it: set "
            "120 or less, or buy no spot",
            value=service.target.drain_seconds,
        )
    for name, schedule in scaling.schedules.items():
        _, _, day, _, weekday = schedule.recurrence.split()
        if day != "*" and weekday != "*":
            yield Problem(
                path=(*path, "schedules", name, "recurrence"),
                message="names a day of the month and a day of the week, of which ECS's schedules take one "
                "(https://docs.aws.amazon.com/autoscaling/application/userguide/"
                "scheduled-scaling-using-cron-expressions.html)",
                value=schedule.recurrence,
            )


def _deployment(path: SettingPath, task: EcsServiceSettings) -> Iterator[Problem]:
    deployment = task.deployment
    if deployment.bake_minutes is not None and deployment.strategy is not DeploymentStrategy.BLUE_GREEN:
        yield Problem(
            path=(*path, "bake_minutes"),
            message="does nothing without strategy blue-green, in which former tasks stay for a while",
            value=deployment.bake_minutes,
        )
    yield from repeated((*path, "alarms"), deployment.alarms)
    for name in deployment.alarms:
        rest = name.replace(_PLACEHOLDER, "")
        if "{" in rest or "}" in rest:
            yield Problem(
                path=(*path, "alarms"), message=f"knows {_PLACEHOLDER} and no other placeholder", value=name
            )


def of_rooms(settings: Settings) -> Iterator[Problem]:
    """Whether a replacement of tasks, and the rebalancing of zones, has room to start one."""
    for key, service in settings.services.items():
        if service.kind is not ServiceKind.ECS or service.ecs is None:
            continue
        given = "max_healthy_percentage" in service.scaling.model_fields_set
        if not given:
            continue
        most, least = service.scaling.max_healthy_percentage, service.scaling.min_healthy_percentage
        zones = min(
            (
                effective.zone_count(settings.regions[place])
                for place in effective.service_places(key, settings)
            ),
            default=0,
        )
        path = ("services", key, "scaling", "max_healthy_percentage")
        if most == _ALL_PERCENT:
            yield Problem(
                path=path,
                message="must be above 100: without room for one more task ECS does not rebalance zones "
                "(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html)",
                value=most,
            )
        elif zones and zones * (most - least) < _ALL_PERCENT:
            yield Problem(
                path=path,
                message=f"with min_healthy_percentage {least} and {zones} tasks, one in each zone, leaves no "
                "room to start or stop one, since ECS rounds against it: leave it out, which is "
                f"{_HIGHEST_MAX_PERCENT} for tasks",
                value=most,
            )


def of_shifts(settings: Settings) -> Iterator[Problem]:
    """Whether ECS can shift the requests of services with blue/green deployments."""
    for key, service in settings.services.items():
        if service.kind is not ServiceKind.ECS or service.ecs is None:
            continue
        if service.ecs.deployment.strategy is not DeploymentStrategy.BLUE_GREEN:
            continue
        path = ("services", key, "ecs", "deployment", "strategy")
        behind = sorted(
            name
            for name, entrance in settings.entrances.items()
            if key in effective.services(entrance, settings)
        )
        if len(behind) > 1:
            yield Problem(
                path=path,
                message=f"ECS shifts requests of one load balancer, and {', '.join(behind)} send some "
                "(https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html): name "
                "the service in one entrance, or deploy it rolling",
                value=str(DeploymentStrategy.BLUE_GREEN),
            )
        for name in behind:
            entrance = settings.entrances[name]
            for field in ("authorization", "cloudfront"):
                if getattr(entrance, field) is not None:
                    yield Problem(
                        path=path,
                        message=f"ECS shifts one rule of the load balancer, and {field} of "
                        f"{key_text(('entrances', name))} takes a second one for the health path, which "
                        "would stay with the former tasks: deploy the service rolling",
                        value=str(DeploymentStrategy.BLUE_GREEN),
                    )
            if entrance.accelerator is not None:
                yield Problem(
                    path=path,
                    message="leaves a target group empty, and to the accelerator of "
                    f"{key_text(('entrances', name))} a load balancer is healthy while each of its groups "
                    "has a healthy target (https://docs.aws.amazon.com/global-accelerator/latest/dg/"
                    "about-endpoint-groups-health-check-options.html), so that it would find no region "
                    "healthy: deploy the service rolling",
                    value=str(DeploymentStrategy.BLUE_GREEN),
                )
