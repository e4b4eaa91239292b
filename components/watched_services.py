"""What of a place's services alarms watch."""

from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.ecs_service import EcsService
from holdfast.components.eks_addons import OBSERVABILITY
from holdfast.components.eks_service import EksService
from holdfast.components.lambda_service import LambdaService
from holdfast.components.observed import Observed
from holdfast.components.proxy_fleet import ProxyFleet
from holdfast.components.proxy_limits import METRICS_NAMESPACE
from holdfast.components.regional_alarms_args import (
    WatchedFunctionArgs,
    WatchedInstancesArgs,
    WatchedTasksArgs,
)
from holdfast.topology.values import ContainerInsights, RegionPlan, ServicePlan


class WatchedServices(TypedDict):
    """Arguments of ``RegionalAlarms`` on what runs."""

    instances: dict[str, WatchedInstancesArgs]
    tasks: dict[str, WatchedTasksArgs]
    functions: dict[str, WatchedFunctionArgs]
    queues: dict[str, pulumi.Output[str]]
    eks_cluster: NotRequired[pulumi.Input[str]]


def watched_services(observed: Observed, place: str) -> WatchedServices:
    """Return what alarms watch of a place's services, of its proxies and of the queues of either.

    Other queues are watched where they are declared (restore tests, exports of zones); that of the backups'
    copies only counts events, and nobody reads it.

    Args:
        observed: Everything that the stack declares.
        place: A place that serves.
    """
    region, regional = observed.region(place), observed.regions[place]
    watched: WatchedServices = {"instances": {}, "tasks": {}, "functions": {}, "queues": {}}
    for plan in region.services:
        service = regional.service(plan.key)
        if isinstance(service, AutoScalingService):
            watched["instances"][plan.key] = {
                "auto_scaling_group": service.auto_scaling_group_name,
                "metrics_namespace": service.metrics_namespace,
                "scales": plan.capacity.maximum > plan.capacity.minimum,
            }
        elif isinstance(service, EcsService):
            watched["tasks"][plan.key] = _tasks(region, plan, service)
        elif isinstance(service, LambdaService):
            watched["functions"][plan.key] = {
                "name": service.function_name,
                "concurrency": plan.capacity.maximum,
            }
            watched["queues"][f"{plan.key}-dead-letters"] = service.dead_letter_queue_arn.apply(
                lambda arn: arn.rpartition(":")[2]
            )
        elif isinstance(service, EksService) and _measured(region):
            watched["eks_cluster"] = service.kubernetes["cluster"]
    _add_proxies(observed, place, watched)
    return watched


def _add_proxies(observed: Observed, place: str, watched: WatchedServices) -> None:
    for entrance in observed.topology.entrances:
        if entrance.proxy is None or place not in entrance.proxy.regions:
            continue
        door = observed.regions[place].door(entrance.key)
        if isinstance(door, ProxyFleet):
            capacity = entrance.proxy.regions[place].capacity
            watched["instances"][f"{entrance.key}-proxy"] = {
                "auto_scaling_group": door.auto_scaling_group_name,
                "metrics_namespace": METRICS_NAMESPACE,
                "scales": capacity.maximum > capacity.minimum,
            }


def _tasks(region: RegionPlan, plan: ServicePlan, service: EcsService) -> WatchedTasksArgs:
    tasks: WatchedTasksArgs = {"cluster": service.cluster_name, "service": service.service_name}
    counted = region.ecs is not None and region.ecs.insights is not ContainerInsights.DISABLED
    if counted and plan.capacity.maximum > plan.capacity.minimum:
        tasks["maximum"] = plan.capacity.maximum
    return tasks


def _measured(region: RegionPlan) -> bool:
    return region.eks is not None and OBSERVABILITY in region.eks.addons
