"""Settings of an entrance's own proxies."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import Cidr, Key, LogDays, SettingsModel
from holdfast.settings.service import InstanceSettings, SecretPerRegion  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import ProxyAlgorithm, ProxySoftware

Weight = Annotated[int, Field(ge=0, le=100)]


class ProxyStickinessSettings(SettingsModel):
    """Session persistence by the proxies' own cookie, which every proxy of every region's fleet knows."""

    cookie_name: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9_-]{1,64}$",
            json_schema_extra={
                "patternErrorMessage": "the cookie's name has 1 to 64 letters, digits, '_' and '-'"
            },
        ),
    ] = "HOLDFAST"
    """Name of the cookie. Default: `HOLDFAST`."""
    duration_seconds: Annotated[int, Field(ge=1, le=604800)] = 86400
    """How long a client stays with its instance. Default: one day."""


class ProxyRateLimitSettings(SettingsModel):
    """What one address may take of what a region carries."""

    percent_per_address: Annotated[float, Field(gt=0, le=100)] = 10.0
    """Share of what the region must carry after the loss that the stack survives; above it, an address is
    answered 429. Default: 10, an assumption: many clients behind one address share it."""


class ProxySettings(SettingsModel):
    """The entrance's own proxies behind a Network Load Balancer, alike in every region.

    Services say themselves how their instances are checked (`target.health_check`) and which hosts and paths
    are theirs. Nothing else of `target` means anything here.
    """

    software: ProxySoftware = ProxySoftware.HAPROXY
    """`haproxy`, or `nginx`, which has no active health checks and no sessions. Default: `haproxy`."""
    algorithm: ProxyAlgorithm = ProxyAlgorithm.LEAST_CONNECTIONS
    """How an instance is picked: `round_robin`, `least_connections`, `ip_hash` (an address keeps its
    instance) or `weighted` (services with the same hosts and paths share requests). Default:
    `least_connections`."""
    weights: dict[Key, Weight] = Field(default_factory=dict)
    """Service to its share of the requests, for `weighted`, such as `{orders: 95, orders-next: 5}`: however
    many instances each has. Default: none."""
    stickiness: ProxyStickinessSettings | None = None
    """Session persistence by cookie, with `haproxy`. Default: none."""
    rate_limit: ProxyRateLimitSettings | None = ProxyRateLimitSettings.model_construct()
    """What one address may take; `null` for no limit. Default: 10 percent of what the region carries."""
    instance: InstanceSettings
    """The proxies' instances and what one of them carries."""
    certificate_secret: SecretPerRegion
    """ARN of the Secrets Manager secret that holds the certificate chain and its private key in PEM, for the
    domain and the regions' own hosts; `{region}` is replaced, or one per place. Encrypted with the region's
    key or AWS's own. Read by the proxies alone, at boot and each day."""
    internal: bool = False
    """Reachable from inside the network alone. Default: false."""
    allowed_cidrs: Annotated[tuple[Cidr, ...], Field(min_length=1)] = ("0.0.0.0/0",)
    """Who may connect. Default: everybody, which is what a public entrance is for; of an internal one with
    private ways in the VPC and who comes by them."""
    hsts_seconds: Annotated[int, Field(ge=0, le=63072000)] = 31536000
    """`max-age` of Strict-Transport-Security; 0 tells clients to forget it. Default: one year."""
    answer_seconds: Annotated[int, Field(ge=1, le=3600)] = 30
    """Longest wait for an instance's answer. Default: 30."""
    idle_seconds: Annotated[int, Field(ge=1, le=340)] = 60
    """Seconds without data that close a client's connection; the Network Load Balancer forgets one after 350
    without a word. Default: 60."""
    drain_seconds: Annotated[int, Field(ge=20, le=600)] = 30
    """Seconds that a leaving proxy has, once to be seen leaving, which takes the load balancer 20, and once
    for the requests that go on. Default: 30."""
    max_connections: Annotated[int, Field(ge=100, le=1000000)] = 20000
    """Most connections of clients at one proxy, with nginx at each of its processors. Default: 20000, an
    assumption: with TLS each takes some tens of KiB."""
    refresh_seconds: Annotated[int, Field(ge=5, le=60)] = 10
    """Seconds after which the proxies ask EC2 again which instances there are. Default: 10."""
    cpu_percent: Annotated[int, Field(ge=10, le=90)] = 50
    """Average CPU that scaling aims at. Default: 50, an assumption: TLS handshakes come in bursts."""
    max_factor: Annotated[float, Field(ge=1, le=10)] = 2.0
    """Maximum number of proxies as a multiple of the needed one. Default: 2."""
    cross_zone: bool = True
    """Whether a zone's node also sends to the other zones' proxies. Default: true."""
    zonal_shift: bool = True
    """Whether a zone can be taken out by an ARC zonal shift. Default: true."""
    log_retention_days: LogDays = 30
    """How long CloudWatch Logs keeps the access logs; 0 keeps them for ever. Default: 30."""
