"""An entrance's own proxies: planned values as declared resources of a region."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Protocol

import pulumi

from holdfast.components.auto_scaling_args import ServiceInstances
from holdfast.components.door import RegionalDoor
from holdfast.components.openapi_plan_args import proxy_description
from holdfast.components.plan_args import port_of
from holdfast.components.proxy_fleet import ProxyFleet
from holdfast.components.proxy_fleet_args import (
    ProxyBackend,
    ProxyBalancing,
    ProxyCheck,
    ProxyFleetArgs,
    ProxyPool,
)
from holdfast.components.regional_scope import RegionalScope
from holdfast.topology.values import (
    EndpointPlan,
    EntrancePlan,
    InstancesPlan,
    ProxyPlan,
    ServicePlan,
    TargetPlan,
)

_SPARE_SLOTS = 2
"""Slots for each instance that there can be: with half of them free, an instance that comes or goes moves
few others, and with them few clients of ``ip_hash``."""


class ProxyDoor(RegionalDoor, Protocol):
    """A door whose proxies the services behind it must admit."""

    security_group_id: pulumi.Output[str]
    """Security group of the proxies."""


def declare_proxies(
    scope: RegionalScope,
    entrance: EntrancePlan,
    plan: ProxyPlan,
    endpoint: EndpointPlan,
) -> ProxyDoor:
    """Declare an entrance's proxies in the region; the services are those of ``scope.plan`` behind it.

    Args:
        scope: The region.
        entrance: The entrance.
        plan: Its proxies.
        endpoint: The region as the entrance sees it.
    """
    return ProxyFleet(
        f"{scope.name}-{entrance.key}", proxy_args(scope, entrance, plan, endpoint), scope.child
    )


def proxy_args(
    scope: RegionalScope, entrance: EntrancePlan, plan: ProxyPlan, endpoint: EndpointPlan
) -> ProxyFleetArgs:
    """Return the arguments of an entrance's fleet of proxies in one region."""
    region, network = plan.regions[endpoint.place], scope.network
    services = [one for one in scope.plan.services if one.key in entrance.services]
    args: ProxyFleetArgs = {
        "region": endpoint.region,
        "network": {
            "vpc_id": network["vpc_id"],
            "vpc_cidr": network["cidr"],
            "balancer_subnet_ids": network["private_subnet_ids" if plan.internal else "public_subnet_ids"],
            "proxy_subnet_ids": network["private_subnet_ids"],
            "allowed_cidrs": plan.allowed_cidrs,
            "internal": plan.internal,
            "cross_zone": plan.cross_zone,
            "zonal_shift": plan.zonal_shift,
        },
        "pools": _pools(services, plan, scope, endpoint),
        # What every instance of this stack in this region has, beside its own name.
        "instance_tags": {key: scope.tags[key] for key in ("Place", "Project", "Stack")},
        "balancing": _balancing(plan, region.limit_rps),
        "instances": _instances(region.instances),
        "scaling": {
            "minimum": region.capacity.minimum,
            "maximum": region.capacity.maximum,
            "cpu_target_percent": plan.cpu_target_percent,
        },
        "certificate_secret": region.certificate_secret,
        "key_arn": scope.key_arn,
        "log_retention_days": plan.log_retention_days,
        "protection": scope.protection,
        "tags": scope.tags,
        "origin": {**plan.origin, **region.origin, **region.capacity.origin},
    }
    if entrance.openapi is not None:
        args["description"] = proxy_description(entrance.openapi)
    return args


def _pools(
    services: Sequence[ServicePlan], plan: ProxyPlan, scope: RegionalScope, endpoint: EndpointPlan
) -> Mapping[str, ProxyPool]:
    """Give each service a pool of its own, but one together to those that share requests by weight."""
    ranked = sorted(services, key=lambda one: (one.target.priority, one.key))
    pools: dict[str, ProxyPool] = {}
    shared: str | None = None
    for service in ranked:
        backend = _backend(service, plan, scope)
        if service.key in plan.weights and shared is not None:
            pools[shared]["backends"] = {**pools[shared]["backends"], service.key: backend}
            continue
        if service.key in plan.weights:
            shared = service.key
        pools[service.key] = _pool(service.target, {service.key: backend}, endpoint)
    return pools


def _pool(target: TargetPlan, backends: Mapping[str, ProxyBackend], endpoint: EndpointPlan) -> ProxyPool:
    check: ProxyCheck = {
        "path": target.health_path,
        "interval_seconds": target.health_interval_seconds,
        "timeout_seconds": target.health_timeout_seconds,
        "healthy_threshold": target.healthy_threshold,
        "unhealthy_threshold": target.unhealthy_threshold,
        "matcher": target.health_matcher,
    }
    pool: ProxyPool = {
        "backends": backends,
        "check": check,
        "paths": target.paths,
        "priority": target.priority,
    }
    if target.hosts:
        # Health checks ask the region's own host.
        pool["hosts"] = sorted({*target.hosts, endpoint.host})
    return pool


def _backend(service: ServicePlan, plan: ProxyPlan, scope: RegionalScope) -> ProxyBackend:
    # While instances are replaced there are more than the maximum.
    most = ceil(service.capacity.maximum * service.scaling.max_healthy_percentage / 100)
    backend: ProxyBackend = {
        "instance_name": f"{scope.name}-{service.key}",
        "port": port_of(service),
        "slots": _SPARE_SLOTS * most,
    }
    if service.key in plan.weights:
        backend["weight"] = plan.weights[service.key]
    return backend


def _balancing(plan: ProxyPlan, limit_rps: int | None) -> ProxyBalancing:
    args: ProxyBalancing = {
        "software": plan.software,
        "algorithm": plan.algorithm,
        "hsts_seconds": plan.hsts_seconds,
        "answer_seconds": plan.answer_seconds,
        "idle_seconds": plan.idle_seconds,
        "drain_seconds": plan.drain_seconds,
        "max_connections": plan.max_connections,
        "refresh_seconds": plan.refresh_seconds,
    }
    if plan.cookie is not None:
        args["session"] = {
            "cookie_name": plan.cookie.name,
            "duration_seconds": plan.cookie.duration_seconds,
        }
    if limit_rps is not None:
        args["limit_rps"] = limit_rps
    return args


def _instances(plan: InstancesPlan) -> ServiceInstances:
    args: ServiceInstances = {
        "types": plan.types,
        "architecture": plan.architecture,
        "volume_gib": plan.volume_gib,
    }
    if plan.ami_id is not None:
        args["ami_id"] = plan.ami_id
    return args
