"""The ways into a stack: names, the regions behind them, and private ways."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Switch(TypedDict):
    """A region's maintenance switch: the object that takes the region out of DNS while it exists.

    It lies in another region than the one it takes out.
    """

    bucket: str
    key: str
    region: str


class Proxies(TypedDict):
    """An entrance's own proxies in a region: their group, their access logs, and their planned sizes."""

    auto_scaling_group: str
    log_group: str
    minimum: int
    needed: int
    maximum: int


class Endpoint(TypedDict):
    """One region behind an entrance and the Route 53 health checks that decide whether it gets traffic.

    ``door_arn`` is what receives its requests, ``load_balancer_arn`` the same where that is an Application
    Load Balancer, ``web_acl_arn`` the web ACL before it, if one stands in the region, ``proxies`` what stands
    behind it with the door ``proxy``. The checks are None where Route 53 does not answer for the name. Where
    its checkers do not reach the host, ``endpoint_health_check_id`` is None and ``health_check_id`` is the
    alarm's: such an entrance has one region, and no record goes by it.
    """

    region: str
    host: str
    load_balancer_arn: str | None
    door_arn: str
    web_acl_arn: str | None
    proxies: Proxies | None
    health_check_id: str | None
    endpoint_health_check_id: str | None
    dependency_health_check_id: str | None
    dependency_alarm_arn: str | None
    switch_health_check_id: str | None
    switch: Switch | None


class Cloudflare(TypedDict):
    """An entrance's load balancer at Cloudflare.

    It has a pool per place, which a tool disables or sheds in order to take the place out; ``fallback`` is
    the place that gets the traffic when no pool is healthy.
    """

    account_id: str
    zone_id: str
    load_balancer_id: str
    pool_ids: dict[str, str]
    fallback: str
    proxied: bool


class Accelerator(TypedDict):
    """What operators name to turn a region's dial, by calls in ``control_region``; addresses never change."""

    arn: str
    control_region: str
    addresses: list[str]
    endpoint_group_arns: dict[str, str]


class Distribution(TypedDict):
    """A distribution of CloudFront, which invalidations name by its id."""

    distribution_id: str
    arn: str


class Entrance(TypedDict):
    """What clients reach, by place; ``slots`` are a failover pair's places, if it is one.

    ``door`` is what receives requests in each region: ``load-balancer``, ``proxy``, ``http-api`` or
    ``rest-api``. ``zone_id`` is None where Route 53 does not answer for the name, ``cloudflare`` where
    Cloudflare does not; where both do, the two times are those of the slower one. ``accelerator`` and
    ``cloudfront`` are what stands between the name and the regions, None where nothing of that kind does.
    ``health_path`` is what health checks GET of each region's host, on ``health_port``: 443, but where
    clients must show a certificate. Files written before it was named have none: 443.
    """

    domain: str
    health_path: str
    health_port: NotRequired[int]
    zone_id: str | None
    door: str
    mode: str
    strategy: str | None
    policy: str
    delegated: bool
    endpoints: dict[str, Endpoint]
    slots: dict[str, str] | None
    detection_seconds: int
    ttl_seconds: int
    accelerator: Accelerator | None
    cloudfront: Distribution | None
    cloudflare: Cloudflare | None


class PrivateAccess(TypedDict):
    """The private ways into a region: per VPN its connection, its tunnels' addresses, its keys' secret."""

    transit_gateway: str
    vpn_connections: dict[str, str]
    tunnel_addresses: dict[str, list[str]]
    preshared_key_arns: dict[str, str]
