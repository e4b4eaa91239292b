"""Settings of entrances: what clients reach."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.accelerator import AcceleratorSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.api_gateway import ApiGatewaySettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.authorization import AuthorizationSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.aws_names import TLS_POLICIES
from holdfast.settings.base import Cidr, Days, DomainName, OneOf, Path, Percent, Place, SettingsModel
from holdfast.settings.cloudflare import CloudflareSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.cloudfront import CloudfrontSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.openapi import OpenapiSettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.proxy import ProxySettings  # noqa: TC001  # pydantic reads it
from holdfast.settings.waf import WafSettings  # noqa: TC001  # pydantic reads it
from holdfast.topology.values import CHECKER_REGIONS, Mode, RoutingPolicy, Strategy

ZoneId = Annotated[
    str,
    Field(
        pattern=r"^Z[A-Z0-9]{7,31}$",
        json_schema_extra={
            "patternErrorMessage": "a hosted zone's id is Z and 7 to 31 upper-case letters or digits"
        },
    ),
]


class ZoneSettings(SettingsModel):
    """The Route 53 hosted zone that an entrance's records live in."""

    name: DomainName
    """Name of the zone; the entrance's domain is it or lies below it."""
    id: ZoneId | None = None
    """Id of an existing zone. Default: a zone is made."""
    delegated: bool | None = None
    """Whether the parent domain delegates to the zone. Default: true for an existing one, false for a new
    one,
    for which HTTPS is then declared in a second step."""
    accelerated_recovery: bool | None = None
    """Route 53 accelerated recovery of a zone that is made; an existing zone keeps its own. Default: on for a
    zone that is made."""


class DependencySettings(SettingsModel):
    """The alarm that takes a region out when what it depends on fails."""

    error_percent: Annotated[float, Field(gt=0, le=100)] = 5.0
    """5xx answers from targets, as a share of the region's planned peak, that count as failed. Default: 5.
    An assumption: change it to what your clients can bear."""
    evaluation_periods: Annotated[int, Field(ge=1, le=60)] = 2
    """Minutes in a row. Default: 2."""
    namespace: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    """Namespace of a metric of your own. Default: the load balancer's `HTTPCode_Target_5XX_Count`."""
    metric: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    """Name of a metric of your own, with standard resolution. Default: none."""
    statistic: Literal["Average", "Minimum", "Maximum", "Sum", "SampleCount"] = "Sum"
    """Statistic of a metric of your own. Default: `Sum`."""
    threshold: float | None = None
    """Threshold of a metric of your own. Default: none."""
    comparison: Literal[
        "GreaterThanOrEqualToThreshold",
        "GreaterThanThreshold",
        "LessThanThreshold",
        "LessThanOrEqualToThreshold",
    ] = "GreaterThanThreshold"
    """How the metric is compared with the threshold. Default: `GreaterThanThreshold`."""
    dimensions: dict[str, str] = Field(default_factory=dict)
    """Dimensions of a metric of your own. Default: none."""


class HealthSettings(SettingsModel):
    """How Route 53 judges a region."""

    path: Path | None = None
    """Path that is checked. Default: the health path of the entrance's first service by priority."""
    search_string: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    """Text that the first 5,120 bytes of the body must hold. Default: any body will do."""
    interval_seconds: Literal[10, 30] = 10
    """Seconds between checks of one checker, 10 or 30; it cannot be changed later. Default: 10."""
    failure_threshold: Annotated[int, Field(ge=1, le=10)] = 3
    """Failures in a row that make an endpoint unhealthy. Default: 3."""
    checker_regions: tuple[Annotated[str, OneOf("region of Route 53's checkers", CHECKER_REGIONS)], ...] = (
        "eu-west-1",
        "us-east-1",
        "us-west-2",
    )
    """Regions that check, at least three of the eight. Default: one in Europe, two in North America."""
    dependency: DependencySettings = DependencySettings.model_construct()
    """The alarm on what the region depends on. Default: on 5xx answers."""


class LoadBalancerSettings(SettingsModel):
    """The entrance's Application Load Balancers, alike in every region."""

    internal: bool = False
    """Reachable from inside the network alone. Default: false."""
    allowed_cidrs: Annotated[tuple[Cidr, ...], Field(min_length=1)] = ("0.0.0.0/0",)
    """Who may connect. Default: everybody, which is what a public entrance is for."""
    ssl_policy: Annotated[str, OneOf("TLS policy with TLS 1.2 and 1.3 alone", TLS_POLICIES)] = (
        "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    )
    """TLS policy, with TLS 1.2 and 1.3 alone. Default: AWS's recommended one, with post-quantum key
    exchange."""
    hsts_seconds: Annotated[int, Field(ge=0, le=63072000)] = 31536000
    """`max-age` of Strict-Transport-Security; 0 tells clients to forget it. Default: one year."""
    idle_timeout_seconds: Annotated[int, Field(ge=1, le=4000)] = 60
    """Seconds without data that close a connection. Default: 60."""
    client_keep_alive_seconds: Annotated[int, Field(ge=60, le=604800)] = 300
    """Longest life of a client's connection: after a failover clients leave within it. Default: 300."""
    zonal_shift: bool = True
    """Whether a zone can be taken out by an ARC zonal shift. Default: true."""
    log_retention_days: Days = 90
    """How long access and connection logs are kept. Default: 90."""


class StandbySettings(SettingsModel):
    """What runs in the standby region of an active-passive entrance."""

    strategy: Strategy = Strategy.WARM_STANDBY
    """AWS's disaster recovery strategy. Default: `warm-standby`."""
    percent: Percent | None = None
    """Share of the needed capacity that runs. Default: 25 for warm, 100 for hot standby, 0 for the others."""


class EntranceSettings(SettingsModel):
    """One entrance: a domain name and how traffic finds a region behind it."""

    domain: DomainName
    """Name that clients use, at most 64 characters: its certificate's common name."""
    zone: ZoneSettings | None = None
    """The Route 53 hosted zone of the name. Default: none, then Cloudflare alone answers for it."""
    cloudflare: CloudflareSettings | None = None
    """Cloudflare's load balancer for the name, in place of Route 53, or beside it where `zone` is given too.
    Default: none."""
    mode: Mode | None = None
    """How many regions serve. Default: `single-region` with one, else `active-active` when all are active and
    `active-passive` when one is a standby."""
    policy: RoutingPolicy | None = None
    """Routing policy. Default: `simple`, `failover` or `latency`, as the mode wants."""
    standby: StandbySettings | None = None
    """The standby of an active-passive entrance. Default: warm standby at 25 %."""
    regions: Annotated[tuple[Place, ...], Field(min_length=1)] | None = None
    """Places that serve this entrance. Default: every region that is not for backups alone."""
    services: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    """Services behind it. Default: all."""
    weights: dict[Place, Annotated[int, Field(ge=0, le=255)]] = Field(default_factory=dict)
    """Weight per place, for `weighted`. Default: none."""
    locations: dict[Place, tuple[Annotated[str, AfterValidator(formats.location)], ...]] = Field(
        default_factory=dict
    )
    """Continents (`EU`), countries (`CA`; `country:SA` where a continent has the same code), states (`US-CA`)
    or `default` per place, for `geolocation`. In YAML, quote `NO`. Default: none."""
    addresses: dict[Place, tuple[Annotated[str, AfterValidator(formats.public_ipv4)], ...]] = Field(
        default_factory=dict
    )
    """Fixed IPv4 addresses per place, for `multivalue`. Default: none."""
    ttl_seconds: Annotated[int, Field(ge=1, le=86400)] = 60
    """TTL of records that are no alias. Default: 60, as Route 53 advises for failover."""
    health: HealthSettings = HealthSettings.model_construct()
    """How Route 53 judges a region. Default: every 10 seconds, from three of Route 53's regions."""
    load_balancer: LoadBalancerSettings = LoadBalancerSettings.model_construct()
    """The load balancers. Default: facing the internet, TLS 1.2 and 1.3."""
    proxy: ProxySettings | None = None
    """Proxies of one's own behind a Network Load Balancer, in place of the load balancers. Default: none."""
    api_gateway: ApiGatewaySettings | None = None
    """API Gateway in front of functions, in place of the load balancers. Default: none."""
    accelerator: AcceleratorSettings | None = None
    """Global Accelerator between the name and the regions. Default: none."""
    cloudfront: CloudfrontSettings | None = None
    """CloudFront between the name and the regions. Default: none."""
    waf: WafSettings | None = None
    """AWS WAF. Default: on, as below, wherever one can be attached."""
    authorization: AuthorizationSettings | None = None
    """Who may call, judged before a request reaches a service. Default: everybody."""
    openapi: OpenapiSettings | None = None
    """The API's OpenAPI description, which every region serves. Default: none."""
