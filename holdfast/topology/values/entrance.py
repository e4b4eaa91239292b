"""An entrance, planned: names, records, health."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.words import Mode, RoutingPolicy, Strategy


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadBalancerPlan:
    """The load balancer of one entrance, alike in every region."""

    internal: bool
    allowed_cidrs: tuple[str, ...]
    ssl_policy: str
    hsts_seconds: int
    idle_timeout_seconds: int
    client_keep_alive_seconds: int
    zonal_shift: bool
    log_retention_days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DependencyAlarm:
    """The one alarm per region that says whether what the region depends on fails.

    ``threshold`` None: the load balancer's own 5xx answers, above each endpoint's ``error_threshold``.
    """

    threshold: float | None
    evaluation_periods: int
    namespace: str
    metric: str
    statistic: str
    comparison: str
    dimensions: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthPlan:
    """How Route 53 judges a region of an entrance."""

    path: str
    search_string: str | None
    interval_seconds: int
    failure_threshold: int
    checker_regions: tuple[str, ...]
    dependency: DependencyAlarm


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointPlan:
    """One region behind an entrance: its own host name, its share, and where its maintenance switch lies.

    ``error_threshold`` is how many 5xx answers in a minute count as a failed region.
    ``switch_place`` is the *other* region whose bucket holds the switch; None where there is no other.
    """

    place: str
    region: str
    host: str
    weight: int | None
    locations: tuple[str, ...]
    addresses: tuple[str, ...]
    switch_place: str | None
    switch_path: str
    error_threshold: float


@dataclass(frozen=True, kw_only=True, slots=True)
class FailoverSlots:
    """The two constant record slots of a failover pair and the places that they lead to now."""

    primary: str
    secondary: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ZonePlan:
    """The hosted zone of an entrance: adopted when ``zone_id`` is given, made otherwise.

    ``delegated`` says that the parent domain delegates to it: only then can certificates be validated.
    """

    name: str
    zone_id: str | None
    delegated: bool
    accelerated_recovery: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class EntrancePlan:
    """What clients reach: a name, the records behind it and the regions that answer."""

    key: str
    domain: str
    zone: ZonePlan
    mode: Mode
    strategy: Strategy | None
    policy: RoutingPolicy
    services: tuple[str, ...]
    endpoints: tuple[EndpointPlan, ...]
    slots: FailoverSlots | None
    load_balancer: LoadBalancerPlan
    health: HealthPlan
    ttl_seconds: int
    origin: Origin = field(default_factory=no_origin)
