"""Cloudflare in front of an entrance, planned, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin

CLOUDFLARE_REGIONS = (
    *("EEU", "ENAM", "ME", "NAF", "NEAS", "NSAM", "OC", "SAF", "SAS", "SEAS", "SSAM", "WEU", "WNAM"),
)
"""Regions of Cloudflare's load balancers, for steering by place and for monitors.

Source: https://developers.cloudflare.com/load-balancing/reference/region-mapping-api/ (2026-11).
"""

ALL_CLOUDFLARE_REGIONS = "ALL_REGIONS"
"""What a pool's ``check_regions`` calls all of them: 39 probes in each interval.

Source: https://developers.cloudflare.com/load-balancing/monitors/#health-monitor-regions (2026-11).
"""


CLOUDFLARE_PERIODS = (
    *(10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1200, 1800, 2400, 3600),
    *(65_535, 86_400),
)
"""Periods in seconds over which Cloudflare counts requests, or keeps refusing them.

Source: https://developers.cloudflare.com/waf/rate-limiting-rules/#availability (2026-11), with what each plan
offers of them.
"""


class CloudflareSteering(StrEnum):
    """How a load balancer of Cloudflare chooses a pool, in Cloudflare's words.

    Source: ``steering_policy`` in https://developers.cloudflare.com/api/resources/load_balancers/ (2026-11).
    """

    OFF = "off"
    GEO = "geo"
    RANDOM = "random"
    DYNAMIC_LATENCY = "dynamic_latency"
    PROXIMITY = "proximity"
    LEAST_OUTSTANDING_REQUESTS = "least_outstanding_requests"
    LEAST_CONNECTIONS = "least_connections"


class CloudflareAffinity(StrEnum):
    """How Cloudflare keeps a client at one pool."""

    COOKIE = "cookie"
    IP_COOKIE = "ip_cookie"
    HEADER = "header"


class CloudflareFailover(StrEnum):
    """What becomes of a session whose endpoint fails between two checks."""

    NONE = "none"
    TEMPORARY = "temporary"
    STICKY = "sticky"


class CloudflareLocationMode(StrEnum):
    """Where a DNS-only client counts as being: at Cloudflare's data centre, or at its resolver."""

    POP = "pop"
    RESOLVER_IP = "resolver_ip"


class CloudflareEcs(StrEnum):
    """When the client's subnet in a DNS query (EDNS Client Subnet) says where it is."""

    ALWAYS = "always"
    NEVER = "never"
    PROXIMITY = "proximity"
    GEO = "geo"


class CloudflareManagedRules(StrEnum):
    """Cloudflare's managed rulesets."""

    CLOUDFLARE = "cloudflare"
    OWASP = "owasp"
    EXPOSED_CREDENTIALS = "exposed-credentials"


@dataclass(frozen=True, kw_only=True, slots=True)
class CloudflareZonePlan:
    """The zone at Cloudflare: adopted when ``zone_id`` is given, made otherwise.

    ``multi_provider`` says that Route 53 answers for the same name, ``delegated`` that the parent domain
    delegates to Cloudflare.
    """

    name: str
    account_id: str
    zone_id: str | None
    delegated: bool
    multi_provider: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CloudflareMonitorPlan:
    """How Cloudflare asks each region's own name; for what, the entrance's ``health`` says."""

    expected_codes: str
    interval_seconds: int
    timeout_seconds: int
    retries: int
    consecutive_up: int
    consecutive_down: int
    check_regions: tuple[str, ...]

    @property
    def detection_seconds(self) -> int:
        """Longest time from a failure to a pool being down, in seconds."""
        return self.interval_seconds * self.consecutive_down + self.timeout_seconds * (self.retries + 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class CloudflareAffinityPlan:
    """How sessions stay at one pool."""

    kind: CloudflareAffinity
    ttl_seconds: int
    headers: tuple[str, ...]
    require_all_headers: bool
    drain_seconds: int | None
    zero_downtime_failover: CloudflareFailover


@dataclass(frozen=True, kw_only=True, slots=True)
class CloudflareLocationPlan:
    """Where a DNS-only client counts as being."""

    mode: CloudflareLocationMode
    prefer_ecs: CloudflareEcs


@dataclass(frozen=True, kw_only=True, slots=True)
class CloudflareRateLimitPlan:
    """How many requests one client may send, counted in each of Cloudflare's data centres."""

    requests: int
    period_seconds: int
    mitigation_seconds: int
    characteristics: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CloudflarePlan:
    """Cloudflare's side of one entrance.

    ``order`` are the places in the order of failover, ``coordinates`` the latitude and longitude of each in
    degrees where steering needs them; ``region_pools`` and ``country_pools`` lead from Cloudflare's regions
    and from countries to places in the order of failover. ``ttl_seconds`` is None where Cloudflare proxies.
    ``monitor_cidrs`` are where its monitors come from. ``edge_certificate`` says that the name gets an
    advanced certificate; ``webhooks`` are names of secrets.
    """

    zone: CloudflareZonePlan
    steering: CloudflareSteering
    order: tuple[str, ...]
    fallback: str
    region_pools: Mapping[str, tuple[str, ...]]
    country_pools: Mapping[str, tuple[str, ...]]
    coordinates: Mapping[str, tuple[float, float]]
    proxied: bool
    ttl_seconds: int | None
    monitor: CloudflareMonitorPlan
    session_affinity: CloudflareAffinityPlan | None
    adaptive_routing: bool
    location: CloudflareLocationPlan | None
    origin_lock: bool
    edge_certificate: bool
    rate_limit: CloudflareRateLimitPlan | None
    managed_rules: tuple[CloudflareManagedRules, ...]
    monitor_cidrs: tuple[str, ...]
    emails: tuple[str, ...]
    webhooks: tuple[str, ...]
    origin: Origin = field(default_factory=no_origin)
