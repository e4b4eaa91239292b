"""Services planned for one region: sizes, images, targets."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.capacity import needed_instances, running_instances
from holdfast.topology.ecs import plan_ecs_service
from holdfast.topology.eks import plan_eks_service
from holdfast.topology.function import plan_executions, plan_function
from holdfast.topology.instance_types import architecture_of
from holdfast.topology.origins import origin, path_of
from holdfast.topology.shares import service_shares, survives_of
from holdfast.topology.values import (
    Capacity,
    InstancesPlan,
    ScalingPlan,
    Schedule,
    ServiceKind,
    ServicePlan,
    Stickiness,
    TargetPlan,
    WarmPool,
)

if TYPE_CHECKING:
    from holdfast.settings import InstanceSettings, ScalingSettings, ServiceSettings, Settings

SECONDS_PER_MINUTE = 60


def plan_capacity(place: str, key: str, settings: Settings, zones: int) -> Capacity:
    """Size a service in a region.

    Args:
        place: The region.
        key: The service's key in the settings.
        settings: The whole settings.
        zones: Number of zones of the region.

    Returns:
        What always runs, what the peak needs after a loss, and the ceiling of scaling.
    """
    service = settings.services[key]
    if service.kind is ServiceKind.LAMBDA:
        return plan_executions(place, key, settings)
    shares = service_shares(place, key, settings)
    survives = survives_of(settings)
    # Through the text, so that 0.1 is one tenth and sizes do not hang on binary rounding.
    peak, per_instance = Fraction(str(service.peak_rps)), Fraction(str(effective.unit_rps(service)))
    # With fewer tasks than zones, ECS would have nothing to balance.
    least = zones if service.kind is ServiceKind.ECS else 0
    sizes = [
        (
            max(least, needed_instances(peak * share.fraction, per_instance, zones=zones, survives=survives)),
            share,
        )
        for share in shares
    ]
    needed = max(size for size, _ in sizes)
    minimum = max(running_instances(size, share.running_percent, zones) for size, share in sizes)
    maximum = max(ceil(needed * Fraction(str(service.scaling.max_factor))), needed)
    path, region = f"holdfast:services.{key}", settings.regions[place]
    load = ", ".join(
        (
            path_of(service, path, "peak_rps"),
            f"{path}.{effective.unit_section(service)}.rps",
            path_of(region, f"holdfast:regions.{place}", "zones"),
            path_of(settings.objectives, "holdfast:objectives", "survives"),
        )
    )
    return Capacity(
        minimum=minimum,
        needed=needed,
        maximum=maximum,
        origin=origin(
            minimum=f"{load}, {path_of(region, f'holdfast:regions.{place}', 'role')}",
            needed=load,
            maximum=f"{load}, {path_of(service.scaling, f'{path}.scaling', 'max_factor')}",
        ),
    )


def text_for(
    value: str | dict[str, str] | None, place: str, region: str, release: str | None = None
) -> str | None:
    """Return the text for a region: the place's own, or the common one, with placeholders filled in."""
    if value is None:
        return None
    text = value if isinstance(value, str) else value[place]
    return text.replace("{region}", region).replace("{release}", release or "{release}")


def _scaling(scaling: ScalingSettings, rps: float) -> ScalingPlan:
    pool = scaling.warm_pool
    return ScalingPlan(
        cpu_target_percent=scaling.cpu_percent,
        requests_per_target_per_minute=rps * SECONDS_PER_MINUTE,
        grace_period_seconds=scaling.grace_period_seconds,
        warmup_seconds=scaling.warmup_seconds,
        distribution=scaling.distribution,
        spot_percent_above_minimum=scaling.spot_percent_above_minimum,
        capacity_reservations=scaling.capacity_reservations,
        warm_pool=None
        if pool is None
        else WarmPool(state=pool.state, minimum=pool.minimum, reuse_on_scale_in=pool.reuse_on_scale_in),
        schedules={
            name: Schedule(
                recurrence=schedule.recurrence,
                time_zone=schedule.time_zone,
                minimum=schedule.minimum,
                maximum=schedule.maximum,
            )
            for name, schedule in sorted(scaling.schedules.items())
        },
        min_healthy_percentage=scaling.min_healthy_percentage,
        max_healthy_percentage=scaling.max_healthy_percentage,
        max_instance_lifetime_days=scaling.max_instance_lifetime_days,
    )


def _target(service: ServiceSettings) -> TargetPlan:
    target, check = service.target, service.target.health_check
    cookie = target.stickiness
    return TargetPlan(
        paths=tuple(sorted(service.paths)),
        hosts=tuple(sorted(service.hosts)),
        priority=service.priority,
        health_path=service.health_path,
        health_interval_seconds=check.interval_seconds,
        health_timeout_seconds=check.timeout_seconds,
        healthy_threshold=check.healthy_threshold,
        unhealthy_threshold=check.unhealthy_threshold,
        health_matcher=check.matcher,
        drain_seconds=target.drain_seconds,
        slow_start_seconds=target.slow_start_seconds,
        algorithm=target.algorithm,
        anomaly_mitigation=target.anomaly_mitigation,
        stickiness=None
        if cookie is None
        else Stickiness(
            kind=cookie.kind, duration_seconds=cookie.duration_seconds, cookie_name=cookie.cookie_name
        ),
        dns_failover_percent=target.dns_failover_percent,
        routing_failover_percent=target.routing_failover_percent,
    )


def _instances(instance: InstanceSettings | None, place: str, region: str) -> InstancesPlan | None:
    if instance is None:
        return None
    return InstancesPlan(
        types=instance.types,
        architecture=architecture_of(instance.types[0]),
        ami_id=text_for(instance.ami, place, region),
        volume_gib=instance.volume_gib,
        machine_image=instance.machine_image,
    )


def _instance_origin(instance: InstanceSettings | None, path: str) -> dict[str, str]:
    if instance is None:
        return {}
    return {
        "instance_types": path_of(instance, path, "types"),
        "architecture": path_of(instance, path, "types"),
        "ami_id": path_of(instance, path, "ami"),
        "machine_image": path_of(instance, path, "machine_image"),
        "volume_gib": path_of(instance, path, "volume_gib"),
    }


def plan_service(place: str, key: str, settings: Settings, *, region: str, zones: int) -> ServicePlan:
    """Plan one service in one region.

    Args:
        place: The region's place.
        key: The service's key in the settings.
        settings: The whole settings.
        region: AWS's name of the region.
        zones: Number of zones of the region.

    Returns:
        The service as it runs there.
    """
    service = settings.services[key]
    path = f"holdfast:services.{key}"
    release = text_for(service.release, place, region)
    capacity = plan_capacity(place, key, settings, zones)
    return ServicePlan(
        key=key,
        kind=service.kind,
        port=service.port,
        image=text_for(service.image, place, region, release),
        artefact=text_for(service.artefact, place, region, release),
        release=release,
        environment=dict(sorted(service.environment.items())),
        secrets={
            name: text
            for name, arn in sorted(service.secrets.items())
            if (text := text_for(arn, place, region))
        },
        stores=tuple(sorted(service.stores)),
        caches=tuple(sorted(service.caches)),
        health_path=service.health_path,
        instances=_instances(service.instance, place, region),
        ecs=plan_ecs_service(place, key, settings, capacity),
        function=plan_function(place, key, settings),
        eks=plan_eks_service(place, key, settings),
        capacity=capacity,
        scaling=_scaling(service.scaling, effective.unit_rps(service)),
        target=_target(service),
        log_retention_days=service.log_retention_days,
        keys=tuple(sorted(service.keys)),
        origin=origin(
            port=path_of(service, path, "port"),
            image=path_of(service, path, "image"),
            artefact=path_of(service, path, "artefact"),
            release=path_of(service, path, "release"),
            environment=path_of(service, path, "environment"),
            secrets=path_of(service, path, "secrets"),
            stores=path_of(service, path, "stores"),
            caches=path_of(service, path, "caches"),
            keys=path_of(service, path, "keys"),
            health_path=path_of(service, path, "health_path"),
            scaling=path_of(service, path, "scaling"),
            target=path_of(service, path, "target"),
            log_retention_days=path_of(service, path, "log_retention_days"),
            **_instance_origin(service.instance, f"{path}.instance"),
        ),
    )
