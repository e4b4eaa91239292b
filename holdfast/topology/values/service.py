"""A service in a region, planned: sizes, instances, targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.apm import AgentPlan
    from holdfast.topology.values.ecs import EcsServicePlan
    from holdfast.topology.values.eks import EksServicePlan
    from holdfast.topology.values.function import FunctionPlan
    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.words import (
        Architecture,
        LoadBalancingAlgorithm,
        ServiceKind,
        ZoneDistribution,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Capacity:
    """Instances of a service in one region.

    ``minimum`` always runs; ``needed`` is what carries the region's share of the peak after the loss that the
    stack survives; ``maximum`` is the ceiling of scaling. A standby's minimum can be below ``needed``.
    """

    minimum: int
    needed: int
    maximum: int
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """A scheduled change of an Auto Scaling group's size; a size of None is left alone."""

    recurrence: str
    time_zone: str
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class WarmPool:
    """Instances kept ready: their state (``Stopped`` or ``Running``) and the least of them."""

    state: str
    minimum: int
    reuse_on_scale_in: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ScalingPlan:
    """How a service scales and how its instances are replaced."""

    cpu_target_percent: int
    requests_per_target_per_minute: float | None
    grace_period_seconds: int
    warmup_seconds: int
    distribution: ZoneDistribution
    spot_percent_above_minimum: int
    capacity_reservations: bool
    warm_pool: WarmPool | None
    schedules: Mapping[str, Schedule]
    min_healthy_percentage: int
    max_healthy_percentage: int
    max_instance_lifetime_days: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stickiness:
    """Session persistence: ``lb_cookie`` or ``app_cookie``, seconds, the application's cookie."""

    kind: str
    duration_seconds: int
    cookie_name: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetPlan:
    """How an entrance's load balancer treats a service: routing rule, health check, drain, algorithm."""

    paths: tuple[str, ...]
    hosts: tuple[str, ...]
    priority: int
    health_path: str
    health_interval_seconds: int
    health_timeout_seconds: int
    healthy_threshold: int
    unhealthy_threshold: int
    health_matcher: str
    drain_seconds: int
    slow_start_seconds: int
    algorithm: LoadBalancingAlgorithm
    anomaly_mitigation: bool
    stickiness: Stickiness | None
    dns_failover_percent: int | None
    routing_failover_percent: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class InstancesPlan:
    """A service's own instances in one region: what they are made of."""

    types: tuple[str, ...]
    architecture: Architecture
    ami_id: str | None
    volume_gib: int
    machine_image: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ServicePlan:
    """A service as it runs in one region; of ``instances``, ``ecs``, ``function`` and ``eks`` it has one.

    ``port`` is None for a function, which listens on none. ``capacity`` counts what the kind runs: instances,
    tasks, concurrent executions or pods. ``agent`` takes the telemetry of a service in containers of its own.
    """

    key: str
    kind: ServiceKind
    port: int | None
    image: str | None
    artefact: str | None
    release: str | None
    environment: Mapping[str, str]
    secrets: Mapping[str, str]
    stores: tuple[str, ...]
    caches: tuple[str, ...]
    health_path: str
    instances: InstancesPlan | None
    ecs: EcsServicePlan | None
    function: FunctionPlan | None
    eks: EksServicePlan | None
    capacity: Capacity
    scaling: ScalingPlan
    target: TargetPlan
    log_retention_days: int
    keys: tuple[str, ...] = ()
    agent: AgentPlan | None = None
    origin: Origin = field(default_factory=no_origin)
