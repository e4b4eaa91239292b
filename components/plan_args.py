"""Planned values as arguments of components: one place that knows both shapes."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import pulumi

from holdfast.components.auto_scaling_args import (
    AutoScalingServiceArgs,
    ScheduledScaling,
    ServiceInstances,
    ServiceScaling,
    WarmPoolState,
)
from holdfast.components.door import RegionalDoor
from holdfast.components.health_checks import EndpointCheckArgs
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.load_balancer_args import LoadBalancerArgs
from holdfast.components.network_args import NetworkArgs, SubnetArgs
from holdfast.components.regional_health import DependencyAlarmArgs
from holdfast.components.service_args import ServiceAgent, ServiceStore, ServiceTarget
from holdfast.components.target_group import HealthThresholdsArgs, StickinessKind, TargetGroupArgs, TargetType
from holdfast.topology.values import (
    AgentPlan,
    DeploymentStrategy,
    EndpointPlan,
    EntrancePlan,
    HealthPlan,
    NetworkPlan,
    RegionPlan,
    Schedule,
    ServiceKind,
    ServicePlan,
    TargetPlan,
)

HTTPS_PORT = 443


class RegionalNetwork(TypedDict):
    """What load balancers and services of a region need of its network."""

    vpc_id: pulumi.Input[str]
    """Id of the VPC."""
    cidr: pulumi.Input[str]
    """IPv4 block of the VPC."""
    public_subnet_ids: pulumi.Input[Sequence[str]]
    """Ids of the public subnets, known once they reach the internet."""
    private_subnet_ids: pulumi.Input[Sequence[str]]
    """Ids of the private subnets, known once ways out and endpoints stand."""


def network_args(
    plan: NetworkPlan,
    *,
    region: str,
    account_id: str,
    key_arn: pulumi.Input[str],
    tags: Mapping[str, str],
) -> NetworkArgs:
    """Return the arguments of a planned network."""
    args: NetworkArgs = {
        "region": region,
        "account_id": account_id,
        "cidr": plan.cidr,
        "subnets": [
            SubnetArgs(tier=subnet.tier, zone=subnet.zone, key=subnet.key, cidr=subnet.cidr)
            for subnet in plan.subnets
        ],
        "nat": plan.nat,
        "gateway_endpoints": plan.gateway_endpoints,
        "interface_endpoints": plan.interface_endpoints,
        "key_arn": key_arn,
        "tags": tags,
        "origin": plan.origin,
    }
    if plan.flow_logs is not None:
        args["flow_logs"] = {
            "retention_days": plan.flow_logs.retention_days,
            "traffic": plan.flow_logs.traffic,
            "interval_seconds": plan.flow_logs.interval_seconds,
        }
    if plan.adopted is not None:
        args["adopt"] = {
            "vpc_id": plan.adopted.vpc_id,
            "public_subnet_ids": plan.adopted.public_subnet_ids,
            "private_subnet_ids": plan.adopted.private_subnet_ids,
            "isolated_subnet_ids": plan.adopted.isolated_subnet_ids,
        }
    return args


def port_of(service: ServicePlan) -> int:
    """Return the port that a service listens on.

    Raises:
        ValueError: It is a function, which listens on none.
    """
    if service.port is None:
        raise ValueError(f"{service.key}: a service of kind {service.kind} listens on no port")
    return service.port


def target_args(service: ServicePlan, endpoint: EndpointPlan) -> TargetGroupArgs:
    """Return the arguments of a service's target group behind an entrance.

    A service that answers to named hosts also answers to the region's own: health checks ask that one.
    """
    target = service.target
    args: TargetGroupArgs = {
        "port": port_of(service),
        # Tasks and pods have addresses of their own.
        "target_type": TargetType.INSTANCE if service.kind is ServiceKind.INSTANCES else TargetType.IP,
        "priority": target.priority,
        "paths": target.paths,
        "health_check": {
            "path": target.health_path,
            "interval_seconds": target.health_interval_seconds,
            "timeout_seconds": target.health_timeout_seconds,
            "healthy_threshold": target.healthy_threshold,
            "unhealthy_threshold": target.unhealthy_threshold,
            "matcher": target.health_matcher,
        },
        "deregistration_delay_seconds": target.drain_seconds,
        "slow_start_seconds": target.slow_start_seconds,
        "algorithm": target.algorithm,
        "anomaly_mitigation": target.anomaly_mitigation,
    }
    if service.ecs is not None and service.ecs.deployment.strategy is DeploymentStrategy.BLUE_GREEN:
        args["blue_green"] = True
    if target.hosts:
        args["hosts"] = sorted({*target.hosts, endpoint.host})
    if target.stickiness is not None:
        args["stickiness"] = {
            "kind": StickinessKind(target.stickiness.kind),
            "duration_seconds": target.stickiness.duration_seconds,
        }
        if target.stickiness.cookie_name is not None:
            args["stickiness"]["cookie_name"] = target.stickiness.cookie_name
    thresholds = _thresholds(target)
    if thresholds:
        args["health_thresholds"] = thresholds
    return args


def _thresholds(target: TargetPlan) -> HealthThresholdsArgs:
    args: HealthThresholdsArgs = {}
    if target.dns_failover_percent is not None:
        args["dns_failover_percent"] = target.dns_failover_percent
    if target.routing_failover_percent is not None:
        args["routing_failover_percent"] = target.routing_failover_percent
    return args


def load_balancer_args(
    entrance: EntrancePlan,
    endpoint: EndpointPlan,
    services: Sequence[ServicePlan],
    *,
    network: RegionalNetwork,
    log_bucket: pulumi.Input[str],
    tags: Mapping[str, str],
) -> LoadBalancerArgs:
    """Return the arguments of an entrance's load balancer in one region."""
    plan = entrance.load_balancer
    return {
        "region": endpoint.region,
        "vpc_id": network["vpc_id"],
        "vpc_cidr": network["cidr"],
        "subnet_ids": network["private_subnet_ids"] if plan.internal else network["public_subnet_ids"],
        "log_bucket": log_bucket,
        "targets": {
            service.key: target_args(service, endpoint)
            for service in services
            if service.key in entrance.services
        },
        "allowed_cidrs": plan.allowed_cidrs,
        "monitor_cidrs": entrance.cloudflare.monitor_cidrs if entrance.cloudflare else (),
        "internal": plan.internal,
        "ssl_policy": plan.ssl_policy,
        "hsts_seconds": plan.hsts_seconds,
        "idle_timeout_seconds": plan.idle_timeout_seconds,
        "client_keep_alive_seconds": plan.client_keep_alive_seconds,
        "zonal_shift": plan.zonal_shift,
        "tags": tags,
        "origin": {
            "targets": ", ".join(service.origin["target"] for service in services),
            "load_balancer": entrance.origin["load_balancer"],
        },
    }


def service_args(
    service: ServicePlan,
    plan: RegionPlan,
    *,
    targets: Mapping[str, ServiceTarget],
    network: RegionalNetwork,
    key_arn: pulumi.Input[str],
    stores: Mapping[str, ServiceStore],
    tags: Mapping[str, str],
) -> AutoScalingServiceArgs:
    """Return the arguments of a planned service on instances.

    Args:
        service: The service.
        plan: The region that it runs in.
        targets: What sends it requests, by entrance.
        network: The region's network.
        key_arn: ARN of the region's encryption key.
        stores: What it needs in order to use its stores, by their keys.
        tags: Tags of every child.

    Returns:
        The arguments of an ``AutoScalingService``.
    """
    scaling = service.scaling
    args: AutoScalingServiceArgs = {
        "region": plan.region,
        "service": service.key,
        "network": {
            "vpc_id": network["vpc_id"],
            "subnet_ids": network["private_subnet_ids"],
            "vpc_cidr": network["cidr"],
        },
        "workload": {
            "port": port_of(service),
            "environment": service.environment,
            "secrets": service.secrets,
            "health_path": service.health_path,
        },
        "instances": _instances(service, plan),
        "scaling": _scaling(service, counts_requests=any("label" in one for one in targets.values())),
        "target_groups": dict(sorted(targets.items())),
        "key_arn": key_arn,
        "health": {
            "grace_period_seconds": scaling.grace_period_seconds,
            "warmup_seconds": scaling.warmup_seconds,
        },
        "refresh": {
            "min_healthy_percent": scaling.min_healthy_percentage,
            "max_healthy_percent": scaling.max_healthy_percentage,
        },
        "log_retention_days": service.log_retention_days,
        "tags": tags,
        "origin": {**service.origin, **service.capacity.origin},
    }
    if stores:
        args["stores"] = stores
    if service.image is not None:
        args["workload"]["image"] = service.image
    if service.artefact is not None:
        args["workload"]["artefact"] = service.artefact
    return args


def agent_args(agent: AgentPlan, secret_arns: Mapping[str, pulumi.Input[str]]) -> ServiceAgent:
    """Return the arguments of the agent beside a service.

    Args:
        agent: The agent, planned.
        secret_arns: Whole ARN of each of the stack's own secrets, by the ARN without its random end.
    """
    return {
        "image": agent.image,
        "command": agent.command,
        "environment": agent.environment,
        "secrets": {name: secret_arns.get(arn, arn) for name, arn in agent.secrets.items()},
        "memory_mib": agent.memory_mib,
    }


def balancer_target(balancer: LoadBalancer, service: str, *, routed: bool) -> ServiceTarget:
    """Return a load balancer as what sends requests to a service.

    Args:
        balancer: The load balancer.
        service: The service's key.
        routed: Whether it forwards to the service already: without a listener rule a target group belongs to
            no load balancer, and AWS refuses a scaling policy on its requests.
    """
    target: ServiceTarget = {
        "arn": balancer.target_group_arn(service),
        "security_group_id": balancer.security_group_id,
    }
    if routed:
        target["label"] = pulumi.Output.concat(
            balancer.arn_suffix, "/", balancer.target_group_arn_suffix(service)
        )
    return target


def _instances(service: ServicePlan, plan: RegionPlan) -> ServiceInstances:
    scaling, zones = service.scaling, plan.network.zones if plan.network else ()
    own = service.instances
    if own is None:
        raise ValueError(f"{service.key}: a service of kind {service.kind} has no instances of its own")
    args: ServiceInstances = {
        "types": own.types,
        "architecture": own.architecture,
        "volume_gib": own.volume_gib,
        "distribution": scaling.distribution,
    }
    if own.ami_id is not None:
        args["ami_id"] = own.ami_id
    if scaling.max_instance_lifetime_days is not None:
        args["max_lifetime_days"] = scaling.max_instance_lifetime_days
    if scaling.spot_percent_above_minimum:
        # What a failover starts in a standby region must not be spot either.
        base = service.capacity.needed
        args["spot"] = {"on_demand_base": base, "percent_above_base": scaling.spot_percent_above_minimum}
    if scaling.capacity_reservations:
        args["capacity_reservations"] = {
            zone[-1]: {"zone": zone, "instances": -(-service.capacity.needed // len(zones))} for zone in zones
        }
    return args


def _scaling(service: ServicePlan, *, counts_requests: bool) -> ServiceScaling:
    scaling = service.scaling
    args: ServiceScaling = {
        "minimum": service.capacity.minimum,
        "maximum": service.capacity.maximum,
        "cpu_target_percent": scaling.cpu_target_percent,
        "schedules": {key: _schedule(schedule) for key, schedule in scaling.schedules.items()},
    }
    if counts_requests and scaling.requests_per_target_per_minute is not None:
        args["requests_per_target_per_minute"] = scaling.requests_per_target_per_minute
    if scaling.warm_pool is not None:
        args["warm_pool"] = {
            "minimum": scaling.warm_pool.minimum,
            "state": WarmPoolState(scaling.warm_pool.state),
            "reuse_on_scale_in": scaling.warm_pool.reuse_on_scale_in,
        }
    return args


def _schedule(schedule: Schedule) -> ScheduledScaling:
    args: ScheduledScaling = {"recurrence": schedule.recurrence, "time_zone": schedule.time_zone}
    if schedule.minimum is not None:
        args["minimum"] = schedule.minimum
    if schedule.maximum is not None:
        args["maximum"] = schedule.maximum
    return args


def endpoint_check_args(health: HealthPlan) -> EndpointCheckArgs:
    """Return how Route 53's checkers ask an endpoint."""
    args: EndpointCheckArgs = {
        "resource_path": health.path,
        "interval_seconds": health.interval_seconds,
        "failure_threshold": health.failure_threshold,
        "checker_regions": health.checker_regions,
    }
    if health.port != HTTPS_PORT:
        args["port"] = health.port
    if health.search_string is not None:
        args["search_string"] = health.search_string
    return args


def dependency_args(health: HealthPlan, endpoint: EndpointPlan, door: RegionalDoor) -> DependencyAlarmArgs:
    """Return the alarm on what a region depends on: a metric of the team's own, or the door's errors."""
    alarm = health.dependency
    if alarm.own is not None:
        return {
            "threshold": alarm.own.threshold,
            "evaluation_periods": alarm.evaluation_periods,
            "namespace": alarm.own.namespace,
            "metric": alarm.own.metric,
            "dimensions": alarm.own.dimensions,
            "statistic": alarm.own.statistic,
            "comparison": alarm.own.comparison,
        }
    errors = door.error_metric
    return {
        "threshold": endpoint.error_threshold,
        "evaluation_periods": alarm.evaluation_periods,
        "namespace": errors.namespace,
        "metric": errors.metric,
        "dimensions": errors.dimensions,
    }
