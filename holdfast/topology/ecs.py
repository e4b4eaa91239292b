"""Containers on ECS planned."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from holdfast.settings.aws_regions import PLACES
from holdfast.topology.instance_types import architecture_of
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    DeploymentStrategy,
    EcsClusterPlan,
    EcsDeploymentPlan,
    EcsInstancesPlan,
    EcsServicePlan,
    ServiceKind,
    TaskCapacity,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.settings import Settings
    from holdfast.settings.ecs import EcsInstanceSettings, EcsServiceSettings
    from holdfast.settings.service import ScalingSettings
    from holdfast.topology.values import Capacity, ServicePlan

BAKE_MINUTES = 5
"""Minutes that former tasks stay when the settings name none: an assumption."""
MAX_PERCENT = 200
"""Greatest share of tasks during a replacement when the settings name none: ECS's own (source:
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html, 2026-11)."""


def max_percent(scaling: ScalingSettings) -> int:
    """Return the greatest share of a service's tasks during a replacement, in percent."""
    given = "max_healthy_percentage" in scaling.model_fields_set
    return scaling.max_healthy_percentage if given else MAX_PERCENT


def plan_ecs_service(place: str, key: str, settings: Settings, capacity: Capacity) -> EcsServicePlan | None:
    """Plan a service of this kind in one region; None for a service of another kind.

    Args:
        place: The region's place.
        key: The service's key in the settings.
        settings: The whole settings.
        capacity: How many tasks there are.
    """
    service = settings.services[key]
    task = service.ecs
    if task is None:
        return None
    path = f"holdfast:services.{key}.ecs"
    return EcsServicePlan(
        cpu=task.cpu,
        memory_mib=task.memory_mib,
        architecture=task.architecture,
        capacity=task.capacity,
        # What a failover starts in a standby region must not be spot either.
        base=capacity.needed,
        spot_percent=service.scaling.spot_percent_above_minimum,
        ephemeral_storage_gib=task.ephemeral_storage_gib,
        readonly_root=task.readonly_root,
        health_command=task.health_command,
        stop_timeout_seconds=task.stop_timeout_seconds,
        shell=task.shell,
        discovery=task.service_discovery,
        memory_target_percent=task.memory_percent,
        deployment=_deployment(task, service.scaling, PLACES[place].name),
        origin=origin(
            **{name: path_of(task, path, name) for name in ("cpu", "memory_mib", "architecture", "capacity")},
            spot_percent=path_of(
                service.scaling, f"holdfast:services.{key}.scaling", "spot_percent_above_minimum"
            ),
            discovery=path_of(task, path, "service_discovery"),
            memory_target_percent=path_of(task, path, "memory_percent"),
            deployment=path_of(task, path, "deployment"),
        ),
    )


def _deployment(task: EcsServiceSettings, scaling: ScalingSettings, region: str) -> EcsDeploymentPlan:
    deployment = task.deployment
    shifts = deployment.strategy is DeploymentStrategy.BLUE_GREEN
    bake = BAKE_MINUTES if deployment.bake_minutes is None else deployment.bake_minutes
    return EcsDeploymentPlan(
        strategy=deployment.strategy,
        bake_minutes=bake if shifts else 0,
        min_healthy_percent=scaling.min_healthy_percentage,
        max_percent=max_percent(scaling),
        alarms=tuple(name.replace("{region}", region) for name in deployment.alarms),
        wait=deployment.wait,
    )


def plan_ecs_cluster(
    settings: Settings, services: Sequence[ServicePlan], *, zones: int
) -> EcsClusterPlan | None:
    """Plan a region's cluster; None where no service needs one.

    Args:
        settings: The whole settings.
        services: The services that run in the region.
        zones: Number of zones of the region.
    """
    if not any(service.kind is ServiceKind.ECS for service in services):
        return None
    ecs, path = settings.ecs, "holdfast:ecs"
    return EcsClusterPlan(
        insights=ecs.insights,
        log_retention_days=ecs.log_retention_days,
        instances=None if ecs.instances is None else _instances(ecs.instances, services, zones),
        origin=origin(
            insights=path_of(ecs, path, "insights"),
            log_retention_days=path_of(ecs, path, "log_retention_days"),
            instances=path_of(ecs, path, "instances"),
        ),
    )


def _instances(
    instances: EcsInstanceSettings, services: Sequence[ServicePlan], zones: int
) -> EcsInstancesPlan | None:
    """Size the instances: the tasks that always run have their room, and a deployment of all of them has."""
    on_them = [
        (service.capacity, service.ecs)
        for service in services
        if service.ecs is not None and service.ecs.capacity is TaskCapacity.EC2
    ]
    if not on_them:
        return None
    share = Fraction(100, instances.target_capacity_percent)
    minimum = sum(capacity.minimum for capacity, _ in on_them)
    deploying = sum(
        Fraction(capacity.maximum * (200 if shifts(task) else task.deployment.max_percent), 100)
        for capacity, task in on_them
    )
    least = _over_zones(minimum * share / instances.tasks_per_instance, zones)
    return EcsInstancesPlan(
        types=instances.types,
        architecture=architecture_of(instances.types[0]),
        minimum=least,
        maximum=max(least, _over_zones(deploying * share / instances.tasks_per_instance, zones), 1),
        volume_gib=instances.volume_gib,
        target_capacity_percent=instances.target_capacity_percent,
    )


def shifts(task: EcsServicePlan) -> bool:
    """Whether all new tasks of a service run beside all former ones during a deployment."""
    return task.deployment.strategy is DeploymentStrategy.BLUE_GREEN


def _over_zones(instances: Fraction, zones: int) -> int:
    """Return a number of instances rounded up to the same in each zone."""
    return ceil(instances / zones) * zones
