"""An entrance's own proxies, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.service import Capacity, InstancesPlan


class ProxySoftware(StrEnum):
    """What the proxies run, from Amazon Linux's own repository."""

    HAPROXY = "haproxy"
    NGINX = "nginx"


class ProxyAlgorithm(StrEnum):
    """How a proxy picks an instance."""

    ROUND_ROBIN = "round_robin"
    LEAST_CONNECTIONS = "least_connections"
    IP_HASH = "ip_hash"
    WEIGHTED = "weighted"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProxyCookie:
    """Session persistence by the proxies' own cookie."""

    name: str
    duration_seconds: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ProxyRegionPlan:
    """The proxies of an entrance in one region.

    ``limit_rps`` is what one proxy takes from one address, in requests a second; None for no limit.
    ``certificate_secret`` is the ARN of the region's secret with certificate chain and key.
    """

    capacity: Capacity
    instances: InstancesPlan
    certificate_secret: str
    limit_rps: int | None
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProxyPlan:
    """The proxies of one entrance, alike in every region but for their number.

    ``weights`` holds each weighted service's share of its pool's requests; empty without weights.
    """

    software: ProxySoftware
    algorithm: ProxyAlgorithm
    weights: Mapping[str, int]
    cookie: ProxyCookie | None
    internal: bool
    allowed_cidrs: tuple[str, ...]
    hsts_seconds: int
    answer_seconds: int
    idle_seconds: int
    drain_seconds: int
    max_connections: int
    refresh_seconds: int
    cpu_target_percent: int
    cross_zone: bool
    zonal_shift: bool
    log_retention_days: int
    regions: Mapping[str, ProxyRegionPlan]
    origin: Origin = field(default_factory=no_origin)
