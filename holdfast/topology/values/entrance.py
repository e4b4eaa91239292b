"""An entrance, planned: names, records, health."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.network import admits_everybody
from holdfast.topology.values.origin import no_origin
from holdfast.topology.values.words import Door, Mode, RoutingPolicy, Strategy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.accelerator import AcceleratorPlan
    from holdfast.topology.values.api_gateway import ApiGatewayPlan
    from holdfast.topology.values.authorization import AuthorizationPlan
    from holdfast.topology.values.cloudflare import CloudflarePlan
    from holdfast.topology.values.cloudfront import CloudfrontPlan
    from holdfast.topology.values.openapi import OpenapiPlan
    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.proxy import ProxyPlan
    from holdfast.topology.values.waf import WafPlan


_HTTPS_PORT = 443


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
class OwnMetric:
    """A metric of the team's own, of standard resolution, and when it breaches."""

    threshold: float
    namespace: str
    metric: str
    statistic: str
    comparison: str
    dimensions: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class DependencyAlarm:
    """The one alarm per region that says whether what the region depends on fails.

    ``own`` None: the door's failed answers, above each endpoint's ``error_threshold``.
    """

    evaluation_periods: int
    own: OwnMetric | None


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthPlan:
    """How Route 53 judges a region of an entrance; where its checkers reach none, the alarm alone."""

    path: str
    port: int
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
    """What clients reach: a name, the records behind it and the regions that answer.

    ``zone`` is None where Route 53 answers nothing; then ``cloudflare`` answers. ``door`` is what receives
    requests in each region: ``proxy`` and ``api_gateway`` describe theirs, ``load_balancer`` the balancers of
    the door of that name. ``lacks_waf`` says that AWS WAF can be attached to nothing, and that nobody
    agreed to that.
    """

    key: str
    domain: str
    zone: ZonePlan | None
    mode: Mode
    strategy: Strategy | None
    policy: RoutingPolicy
    services: tuple[str, ...]
    endpoints: tuple[EndpointPlan, ...]
    slots: FailoverSlots | None
    door: Door
    load_balancer: LoadBalancerPlan
    proxy: ProxyPlan | None
    api_gateway: ApiGatewayPlan | None
    waf: WafPlan | None
    lacks_waf: bool
    authorization: AuthorizationPlan | None
    openapi: OpenapiPlan | None
    cloudflare: CloudflarePlan | None
    accelerator: AcceleratorPlan | None
    cloudfront: CloudfrontPlan | None
    health: HealthPlan
    ttl_seconds: int
    origin: Origin = field(default_factory=no_origin)

    @property
    def has_address(self) -> bool:
        """Whether records can lead to its doors: API Gateway gives no address without a certificate."""
        return self.api_gateway is None or self.is_certified

    @property
    def is_asked_by_checkers(self) -> bool:
        """Whether Route 53's checkers, who come from the internet, reach the doors in its regions.

        The port for those without a certificate is open to them whoever else may connect. Never reached is
        what is internal, and what admits chosen addresses alone: theirs are many, and change.
        """
        door: LoadBalancerPlan | ProxyPlan | None = self.proxy
        if self.door is Door.LOAD_BALANCER:
            door = self.load_balancer
        if door is None:
            return True
        is_open = self.health.port != _HTTPS_PORT or admits_everybody(door.allowed_cidrs)
        return is_open and not door.internal

    @property
    def detection_seconds(self) -> int:
        """Seconds until the slower of those who answer takes a failed region out."""
        if self.accelerator is not None:
            return self.accelerator.detection_seconds
        route53 = self.health.interval_seconds * self.health.failure_threshold if self.zone else 0
        return max(route53, self.cloudflare.monitor.detection_seconds if self.cloudflare else 0)

    @property
    def cached_seconds(self) -> int:
        """Seconds that an answer is kept; none where it stays right: an accelerator's, a proxy's."""
        if self.accelerator is not None:
            return 0
        cloudflare = self.cloudflare.ttl_seconds or 0 if self.cloudflare else 0
        return max(self.ttl_seconds if self.zone else 0, cloudflare)

    @property
    def shows_acm_certificates(self) -> bool:
        """Whether its doors show certificates of ACM, where they can be validated.

        Proxies end TLS with a certificate of their own. One of ACM would be used by nothing, and ACM renews
        none of those (https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html, 2026-11).
        """
        return self.door is not Door.PROXY

    @property
    def is_certified(self) -> bool:
        """Whether certificates of its names can be validated: the parent delegates to one who answers."""
        cloudflare = self.cloudflare is not None and self.cloudflare.zone.delegated
        return cloudflare or (self.zone is not None and self.zone.delegated)
