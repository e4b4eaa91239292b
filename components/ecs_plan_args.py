"""Containers on ECS: planned values as declared resources of a region."""

from collections.abc import Mapping

from holdfast.components.ecs_cluster import EcsCluster
from holdfast.components.ecs_cluster_args import EcsClusterArgs
from holdfast.components.ecs_service import EcsService
from holdfast.components.ecs_service_args import (
    EcsScaling,
    EcsServiceArgs,
    EcsServiceCluster,
    EcsTarget,
    EcsTask,
    TaskSchedule,
)
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.plan_args import agent_args, port_of
from holdfast.components.regional_scope import RegionalScope
from holdfast.components.service_args import ServiceNetwork, ServiceStore, ServiceTarget
from holdfast.topology.values import (
    DeploymentStrategy,
    EcsClusterPlan,
    EcsServicePlan,
    Schedule,
    ServicePlan,
    TaskCapacity,
)


def declare_ecs_cluster(scope: RegionalScope, plan: EcsClusterPlan) -> EcsCluster:
    """Declare the region's cluster."""
    args: EcsClusterArgs = {
        "region": scope.plan.region,
        "network": _network(scope),
        "key_arn": scope.key_arn,
        "insights": plan.insights,
        "log_retention_days": plan.log_retention_days,
        "tags": scope.tags,
        "origin": plan.origin,
    }
    if plan.instances is not None:
        args["instances"] = {
            "types": plan.instances.types,
            "architecture": plan.instances.architecture,
            "minimum": plan.instances.minimum,
            "maximum": plan.instances.maximum,
            "volume_gib": plan.instances.volume_gib,
            "target_capacity_percent": plan.instances.target_capacity_percent,
        }
    return EcsCluster(f"{scope.name}-ecs", args, scope.child)


def declare_ecs_service(
    scope: RegionalScope,
    service: ServicePlan,
    *,
    cluster: EcsCluster,
    balancers: Mapping[str, LoadBalancer],
    targets: Mapping[str, ServiceTarget],
    stores: Mapping[str, ServiceStore],
) -> EcsService:
    """Declare a service's tasks in the region; ``balancers`` and ``targets`` are by entrance."""
    plan, scaling = service.ecs, service.scaling
    if plan is None or service.image is None:
        raise ValueError(f"{service.key}: a service of kind {service.kind} has no tasks")
    args: EcsServiceArgs = {
        "region": scope.plan.region,
        "account_id": scope.account_id,
        "service": service.key,
        "cluster": _cluster(cluster, plan),
        "network": _network(scope),
        "workload": {
            "image": service.image,
            "port": port_of(service),
            "environment": service.environment,
            "secrets": scope.secrets(service),
        },
        "task": _task(plan),
        "scaling": _scaling(scope, service, plan, counts_requests=_counts_requests(targets)),
        "target_groups": {
            key: _target(service.key, target, balancers[key]) for key, target in sorted(targets.items())
        },
        "key_arn": scope.key_arn,
        "deployment": {
            "strategy": plan.deployment.strategy,
            "min_healthy_percent": plan.deployment.min_healthy_percent,
            "max_percent": plan.deployment.max_percent,
            "alarm_names": plan.deployment.alarms,
            "wait": plan.deployment.wait,
            "grace_period_seconds": scaling.grace_period_seconds,
        },
        "log_retention_days": service.log_retention_days,
        "tags": {**scope.tags, "Service": service.key},
        "origin": {**service.origin, **service.capacity.origin, **plan.origin},
    }
    if stores:
        args["stores"] = stores
    if service.agent is not None:
        args["workload"]["agent"] = agent_args(service.agent, scope.secret_arns)
    if plan.deployment.strategy is DeploymentStrategy.BLUE_GREEN:
        args["deployment"]["bake_minutes"] = plan.deployment.bake_minutes
    if plan.discovery:
        args["discovery"] = {
            "namespace_arn": cluster.namespace_arn,
            "security_group_id": cluster.mesh_security_group_id,
        }
    return EcsService(f"{scope.name}-{service.key}", args, scope.child)


def _network(scope: RegionalScope) -> ServiceNetwork:
    network = scope.network
    return {
        "vpc_id": network["vpc_id"],
        "subnet_ids": network["private_subnet_ids"],
        "vpc_cidr": network["cidr"],
    }


def _cluster(cluster: EcsCluster, plan: EcsServicePlan) -> EcsServiceCluster:
    args: EcsServiceCluster = {
        "arn": cluster.cluster_arn,
        "name": cluster.cluster_name,
        "log_group_arn": cluster.log_group_arn,
    }
    if plan.capacity is TaskCapacity.EC2:
        args["capacity_provider"] = cluster.capacity_provider.apply(str)
    return args


def _task(plan: EcsServicePlan) -> EcsTask:
    args: EcsTask = {
        "cpu": plan.cpu,
        "memory_mib": plan.memory_mib,
        "architecture": plan.architecture,
        "capacity": plan.capacity,
        "readonly_root": plan.readonly_root,
        "stop_timeout_seconds": plan.stop_timeout_seconds,
        "shell": plan.shell,
    }
    if plan.ephemeral_storage_gib is not None:
        args["ephemeral_storage_gib"] = plan.ephemeral_storage_gib
    if plan.health_command is not None:
        args["health_command"] = plan.health_command
    return args


def _counts_requests(targets: Mapping[str, ServiceTarget]) -> bool:
    return any("label" in target for target in targets.values())


def _scaling(
    scope: RegionalScope, service: ServicePlan, plan: EcsServicePlan, *, counts_requests: bool
) -> EcsScaling:
    scaling, network = service.scaling, scope.plan.network
    args: EcsScaling = {
        "minimum": service.capacity.minimum,
        "maximum": service.capacity.maximum,
        "zones": len(network.zones) if network else 0,
        "cpu_target_percent": scaling.cpu_target_percent,
        "scale_out_cooldown_seconds": scaling.warmup_seconds,
        "schedules": {key: _schedule(schedule) for key, schedule in scaling.schedules.items()},
    }
    if plan.memory_target_percent is not None:
        args["memory_target_percent"] = plan.memory_target_percent
    if counts_requests and scaling.requests_per_target_per_minute is not None:
        args["requests_per_target_per_minute"] = scaling.requests_per_target_per_minute
    if plan.spot_percent:
        args["spot"] = {"base": plan.base, "percent_above_base": plan.spot_percent}
    return args


def _schedule(schedule: Schedule) -> TaskSchedule:
    args: TaskSchedule = {"recurrence": schedule.recurrence, "time_zone": schedule.time_zone}
    if schedule.minimum is not None:
        args["minimum"] = schedule.minimum
    if schedule.maximum is not None:
        args["maximum"] = schedule.maximum
    return args


def _target(service: str, target: ServiceTarget, balancer: LoadBalancer) -> EcsTarget:
    args: EcsTarget = {
        "arn": balancer.target_group_arn(service),
        "security_group_id": target["security_group_id"],
    }
    if "label" in target:
        args["label"] = target["label"]
    if (shift := balancer.request_shift(service)) is not None:
        args["blue_green"] = {
            "arn": shift.arn,
            "label": shift.label,
            "rule_arn": shift.rule_arn,
        }
    return args
