"""Services planned for one region: sizes, images, targets."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.capacity import Share, Traffic, needed_instances, running_instances, share_of
from holdfast.topology.instance_types import architecture_of
from holdfast.topology.origins import origin, path_of
from holdfast.topology.traffic import standby_percent_of
from holdfast.topology.values import (
    Capacity,
    ScalingPlan,
    Schedule,
    ServicePlan,
    Stickiness,
    Survives,
    TargetPlan,
    WarmPool,
)

if TYPE_CHECKING:
    from holdfast.settings import ScalingSettings, ServiceSettings, Settings

SECONDS_PER_MINUTE = 60


def survives_of(settings: Settings) -> Survives:
    """Return the loss that capacity absorbs: as promised, else a region if several are active, or a zone."""
    if settings.objectives.survives is not None:
        return settings.objectives.survives
    actives = [region for region in settings.regions.values() if region.role == "active"]
    return Survives.REGION if len(actives) > 1 else Survives.ZONE


def _shares(place: str, service: str, settings: Settings) -> list[Share]:
    """Return what each entrance of the service asks of the region."""
    return [
        share_of(
            place,
            Traffic(
                mode=effective.mode(entrance, settings),
                policy=effective.policy(entrance, settings),
                roles={
                    other: settings.regions[other].role for other in effective.endpoints(entrance, settings)
                },
                weights=entrance.weights,
                standby_percent=standby_percent_of(entrance, effective.strategy(entrance, settings)),
            ),
            survives_of(settings),
        )
        for entrance in settings.entrances.values()
        if place in effective.endpoints(entrance, settings)
        and service in effective.services(entrance, settings)
    ]


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
    shares = _shares(place, key, settings)
    survives = survives_of(settings)
    # Through the text, so that 0.1 is one tenth and sizes do not hang on binary rounding.
    peak, per_instance = Fraction(str(service.peak_rps)), Fraction(str(service.instance.rps))
    sizes = [
        (needed_instances(peak * share.fraction, per_instance, zones=zones, survives=survives), share)
        for share in shares
    ]
    needed = max(size for size, _ in sizes)
    minimum = max(running_instances(size, share.running_percent, zones) for size, share in sizes)
    maximum = max(ceil(needed * Fraction(str(service.scaling.max_factor))), needed)
    path, region = f"holdfast:services.{key}", settings.regions[place]
    load = ", ".join(
        (
            path_of(service, path, "peak_rps"),
            path_of(service.instance, f"{path}.instance", "rps"),
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


def text_for(value: str | dict[str, str] | None, place: str, region: str) -> str | None:
    """Return the text for a region: the place's own, or the common one with ``{region}`` filled in."""
    if value is None:
        return None
    text = value if isinstance(value, str) else value[place]
    return text.replace("{region}", region)


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
    return ServicePlan(
        key=key,
        port=service.port,
        image=text_for(service.image, place, region),
        artefact=text_for(service.artefact, place, region),
        environment=dict(sorted(service.environment.items())),
        secrets={
            name: text
            for name, arn in sorted(service.secrets.items())
            if (text := text_for(arn, place, region))
        },
        stores=tuple(sorted(service.stores)),
        health_path=service.health_path,
        instance_types=service.instance.types,
        architecture=architecture_of(service.instance.types[0]),
        ami_id=text_for(service.instance.ami, place, region),
        volume_gib=service.instance.volume_gib,
        capacity=plan_capacity(place, key, settings, zones),
        scaling=_scaling(service.scaling, service.instance.rps),
        target=_target(service),
        log_retention_days=service.log_retention_days,
        origin=origin(
            port=path_of(service, path, "port"),
            image=path_of(service, path, "image"),
            artefact=path_of(service, path, "artefact"),
            environment=path_of(service, path, "environment"),
            secrets=path_of(service, path, "secrets"),
            stores=path_of(service, path, "stores"),
            health_path=path_of(service, path, "health_path"),
            instance_types=path_of(service.instance, f"{path}.instance", "types"),
            architecture=path_of(service.instance, f"{path}.instance", "types"),
            ami_id=path_of(service.instance, f"{path}.instance", "ami"),
            volume_gib=path_of(service.instance, f"{path}.instance", "volume_gib"),
            scaling=path_of(service, path, "scaling"),
            target=path_of(service, path, "target"),
            log_retention_days=path_of(service, path, "log_retention_days"),
        ),
    )
