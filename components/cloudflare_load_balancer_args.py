"""What a load balancer of Cloudflare needs."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.topology.values import (
    CloudflareAffinity,
    CloudflareEcs,
    CloudflareFailover,
    CloudflareLocationMode,
    CloudflareSteering,
)


class CloudflareEndpointArgs(TypedDict):
    """One region behind the name."""

    host: str
    """The region's own host name, such as ``use1.api.example.com``, for which it has a certificate."""
    dns_name: pulumi.Input[str]
    """Public DNS name of what answers there, such as an Application Load Balancer's."""
    host_dns_name: NotRequired[pulumi.Input[str]]
    """What the region's own host name leads to, where each name has an address of its own, as in API Gateway;
    the monitor then asks for the public name. Default: ``dns_name``, where any name is answered."""
    weight: NotRequired[int]
    """Share of the traffic against the sum of all, 0 to 255; 0 is none. Only for ``random``,
    ``least_outstanding_requests`` and ``least_connections``. Default: all alike."""
    latitude: NotRequired[float]
    """Degrees north, for ``proximity``. Default: none."""
    longitude: NotRequired[float]
    """Degrees east, for ``proximity``. Default: none."""


class CloudflareMonitorArgs(TypedDict):
    """How Cloudflare asks each region, by HTTPS and by the region's own name; certificates are validated."""

    path: str
    """Path that is requested, with its leading slash."""
    port: NotRequired[int]
    """TCP port. Default: 443."""
    interval_seconds: NotRequired[int]
    """Seconds between two checks, 10 to 3600; under 15 takes an Enterprise plan. Default: 15."""
    timeout_seconds: NotRequired[int]
    """Seconds after which a check has failed; with its retries less than the interval. Default: 4."""
    retries: NotRequired[int]
    """Checks that follow at once when one timed out, 0 to 5. Default: 1."""
    consecutive_up: NotRequired[int]
    """Checks in a row that bring an endpoint back, 1 to 10. Default: 2."""
    consecutive_down: NotRequired[int]
    """Checks in a row that take an endpoint out, 1 to 10. Default: 2."""
    expected_codes: NotRequired[str]
    """Status code, or range such as ``2xx``, of a healthy answer. Default: ``2xx``."""
    expected_body: NotRequired[str]
    """Text that the body must hold, whatever its case. Default: any body will do."""
    check_regions: NotRequired[Sequence[str]]
    """Cloudflare's regions that check, three data centres in each, or ``ALL_REGIONS`` for all 13, which
    ``dynamic_latency`` needs. Default: ``ENAM``, ``WEU`` and ``WNAM``, or all with ``dynamic_latency``."""


class CloudflareAffinityArgs(TypedDict):
    """How a client's session stays at one pool; only where Cloudflare proxies."""

    kind: CloudflareAffinity
    """By a cookie of Cloudflare's, by it and the client's address, or by headers."""
    ttl_seconds: NotRequired[int]
    """Life of a session: 1800 to 604800 for cookies, 30 to 3600 since the last request for headers.
    Default: 82800 for cookies, 1800 for headers."""
    headers: NotRequired[Sequence[str]]
    """``header``: the one to five headers that make a session. Default: none."""
    require_all_headers: NotRequired[bool]
    """``header``: whether all of them must be there. Default: false, one will do."""
    drain_seconds: NotRequired[int]
    """Seconds that sessions stay at an endpoint that is disabled. Default: none, they leave at once."""
    zero_downtime_failover: NotRequired[CloudflareFailover]
    """What becomes of a session when its endpoint fails between two checks; ``sticky`` is not for
    ``header``. Default: ``none``."""


class CloudflareLocationArgs(TypedDict):
    """Where a DNS-only client counts as being."""

    mode: NotRequired[CloudflareLocationMode]
    """At Cloudflare's data centre or at its resolver. Default: ``pop``."""
    prefer_ecs: NotRequired[CloudflareEcs]
    """When the client's subnet in the query says it instead. Default: ``proximity``."""


class CloudflareLoadBalancerArgs(TypedDict):
    """What a load balancer of Cloudflare needs."""

    account_id: str
    """Cloudflare account: 32 hexadecimal digits."""
    zone_id: pulumi.Input[str]
    """Id of the zone at Cloudflare that holds the name."""
    domain: str
    """Name that clients use."""
    endpoints: Mapping[str, CloudflareEndpointArgs]
    """The regions behind the name, by place."""
    order: Sequence[str]
    """All places in the order of failover; it moves no resource, only the list that it is."""
    fallback: NotRequired[str]
    """Place that gets the traffic when no pool is healthy, whatever its own health. Default: the first of
    ``order``."""
    steering: NotRequired[CloudflareSteering]
    """How a pool is chosen. Default: ``off``, the first healthy one."""
    region_pools: NotRequired[Mapping[str, Sequence[str]]]
    """``geo``: region of Cloudflare's (``WEU``) → places in the order of failover. Default: none."""
    country_pools: NotRequired[Mapping[str, Sequence[str]]]
    """``geo``: country (``CA``) → places in the order of failover, before its region. Default: none."""
    proxied: NotRequired[bool]
    """Whether requests pass through Cloudflare. Default: false, Cloudflare answers queries alone."""
    ttl_seconds: NotRequired[int]
    """Time to live of the answers, 30 to 600; only where Cloudflare does not proxy. Default: 30."""
    session_affinity: NotRequired[CloudflareAffinityArgs]
    """How sessions stay at one pool; only where Cloudflare proxies. Default: not at all."""
    adaptive_routing: NotRequired[bool]
    """Whether a request that an endpoint refuses is retried in another pool, between two checks; only where
    Cloudflare proxies. Default: false."""
    location: NotRequired[CloudflareLocationArgs]
    """Where a client counts as being; only where Cloudflare does not proxy. Default: Cloudflare's own."""
    monitor: CloudflareMonitorArgs
    """How each region is asked."""
    protection: NotRequired[bool]
    """Whether the load balancer is protected from deletion. Default: true."""
    tags: NotRequired[Mapping[str, str]]
    """Tags, written into the descriptions, since Cloudflare's load balancers take none. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
