"""Settings of Cloudflare in front of an entrance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import DomainName, Key, OneOf, Place, SettingsModel
from holdfast.topology.values import (
    ALL_CLOUDFLARE_REGIONS,
    CLOUDFLARE_PERIODS,
    CLOUDFLARE_REGIONS,
    CloudflareAffinity,
    CloudflareEcs,
    CloudflareFailover,
    CloudflareLocationMode,
    CloudflareManagedRules,
    CloudflareSteering,
)

CloudflareId = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{32}$",
        json_schema_extra={
            "patternErrorMessage": "an id of Cloudflare has 32 hexadecimal digits; write it in quotes"
        },
    ),
]
HeaderName = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9_-]{1,100}$",
        json_schema_extra={
            "patternErrorMessage": "a header's name is lower-case letters, digits, '-' and '_', such as "
            "x-api-key"
        },
    ),
]
CheckRegion = Annotated[
    str, OneOf("region of Cloudflare's monitors", (*CLOUDFLARE_REGIONS, ALL_CLOUDFLARE_REGIONS))
]
Period = Annotated[int, OneOf("period of Cloudflare's rate limits, in seconds", CLOUDFLARE_PERIODS)]


class CloudflareZoneSettings(SettingsModel):
    """The zone at Cloudflare that the entrance's name lies in."""

    name: DomainName
    """Name of the zone; the entrance's domain is it or lies below it."""
    id: CloudflareId | None = None
    """Id of an existing zone. Default: a zone is made."""
    delegated: bool | None = None
    """Whether the parent domain delegates to Cloudflare. Default: true for an existing zone, false for a new
    one, for which HTTPS is then declared in a second step."""


class CloudflareMonitorSettings(SettingsModel):
    """How Cloudflare asks each region; what it asks for is `health.path` and `health.search_string`."""

    interval_seconds: Annotated[int, Field(ge=10, le=3600)] = 15
    """Seconds between two checks; under 15 takes plan `enterprise`. Default: 15."""
    timeout_seconds: Annotated[int, Field(ge=1, le=60)] = 4
    """Seconds after which a check has failed; with its retries less than the interval. Default: 4."""
    retries: Annotated[int, Field(ge=0, le=5)] = 1
    """Checks that follow at once when one timed out. Default: 1."""
    consecutive_up: Annotated[int, Field(ge=1, le=10)] = 2
    """Checks in a row that bring a region back. Default: 2."""
    consecutive_down: Annotated[int, Field(ge=1, le=10)] = 2
    """Checks in a row that take a region out. Default: 2."""
    expected_codes: Annotated[
        str,
        Field(
            pattern=r"^[1-5](\d\d|xx)$",
            json_schema_extra={"patternErrorMessage": "a status such as '200' or a range such as 2xx"},
        ),
    ] = "2xx"
    """Status of a healthy answer, or a range. Default: `2xx`."""
    check_regions: Annotated[tuple[CheckRegion, ...], Field(min_length=1)] | None = None
    """Cloudflare's regions that check, three data centres in each; `ALL_REGIONS` are all 13. Default: `ENAM`,
    `WEU` and `WNAM`, or all where steering is `dynamic_latency`, which measures by them."""


class CloudflareAffinitySettings(SettingsModel):
    """How a client's session stays at one region."""

    kind: CloudflareAffinity = CloudflareAffinity.COOKIE
    """By a cookie of Cloudflare's, by it and the client's address, or by headers. Default: `cookie`."""
    ttl_seconds: Annotated[int, Field(ge=30, le=604_800)] | None = None
    """Life of a session: 1800 to 604800 for cookies, 30 to 3600 since the last request for headers.
    Default: 82800 for cookies, 1800 for headers."""
    headers: Annotated[tuple[HeaderName, ...], Field(max_length=5)] = ()
    """For `header`: what makes a session; one, or up to five with plan `enterprise`. Default: none."""
    require_all_headers: bool = False
    """For `header`: whether all of them must be there. Default: false, one will do."""
    drain_seconds: Annotated[int, Field(ge=1, le=604_800)] | None = None
    """Seconds that sessions stay at an endpoint that is disabled. Default: none, they leave at once."""
    zero_downtime_failover: CloudflareFailover = CloudflareFailover.NONE
    """What becomes of a session whose region fails between two checks. Default: `none`."""


class CloudflareLocationSettings(SettingsModel):
    """Where a client counts as being, for steering `geo` (countries) and `proximity`."""

    mode: CloudflareLocationMode = CloudflareLocationMode.POP
    """At Cloudflare's data centre or at its resolver. Default: `pop`."""
    prefer_ecs: CloudflareEcs = CloudflareEcs.PROXIMITY
    """When the client's subnet in the query says it instead. Default: `proximity`."""


class CloudflareRateLimitSettings(SettingsModel):
    """How much one client may send. Each of Cloudflare's data centres counts for itself."""

    percent: Annotated[float, Field(gt=0, le=100)] | None = None
    """Share of what the regions carry together after the loss of the strongest. Default: 10, an assumption:
    change it to what your largest client may use."""
    requests: Annotated[int, Field(ge=1)] | None = None
    """Requests in a period, in place of a share. Default: by `percent`."""
    period_seconds: Period = 60
    """Seconds over which requests are counted: up to 60 with plan `pro`, 600 with `business`. Default: 60."""
    mitigation_seconds: Period = 60
    """Seconds for which the client is refused then: up to 3600 with plan `pro`. Default: 60."""
    by: Literal["address", "visitor", "header"] = "address"
    """What makes a client: its address; Cloudflare's guess behind a shared address (from plan `business` on);
    or a header's value (plan `enterprise` with advanced rate limiting). Default: `address`."""
    header: HeaderName | None = None
    """For `header`: which one. Default: none."""


class CloudflareNotificationSettings(SettingsModel):
    """Who is told when a region goes down or comes back, or somebody switches its pool."""

    emails: Annotated[tuple[Annotated[str, AfterValidator(formats.email)], ...], Field(max_length=10)] = ()
    """Addresses. Default: none."""
    webhooks: Annotated[tuple[Key, ...], Field(max_length=10)] = ()
    """Names of web addresses, each kept as a secret of the stack: `pulumi config set --secret
    webhooks:<name> https://…`. Default: none."""


class CloudflareSettings(SettingsModel):
    """Cloudflare's load balancer in front of an entrance.

    Its API token is a secret of the stack, `pulumi config set --secret cloudflare:apiToken`, and never a
    setting.
    """

    account_id: CloudflareId
    """The Cloudflare account."""
    zone: CloudflareZoneSettings
    """The zone that the name lies in."""
    plan: Literal["free", "pro", "business", "enterprise"] = "pro"
    """The zone's plan at Cloudflare, which decides how much the rules may do. Default: `pro`."""
    proxied: bool | None = None
    """Whether requests pass through Cloudflare. Default: true; false beside a Route 53 zone, whose clients
    come past it."""
    edge_certificate: Literal["universal", "advanced"] = "universal"
    """Certificate that clients see where Cloudflare proxies: its universal one, for the zone's name and one
    label below it, or an advanced one of the entrance's own, which Cloudflare bills. Default: `universal`."""
    steering: CloudflareSteering | None = None
    """How a region is chosen. Default: what answers as the entrance's policy does: `off` for `simple` and
    `failover`, `dynamic_latency` for `latency`, `random` for `weighted`, `geo` for `geolocation`."""
    fallback: Place | None = None
    """Place that gets the traffic when none is healthy, whatever its own health. Default: the active one of a
    failover pair; the one whose location is `default`; the only one of weight 0, else the heaviest; else the
    first by name."""
    ttl_seconds: Annotated[int, Field(ge=30, le=600)] = 30
    """Time to live of answers where Cloudflare does not proxy. Default: 30."""
    session_affinity: CloudflareAffinitySettings | None = None
    """How sessions stay at one region, where Cloudflare proxies. Default: not at all."""
    adaptive_routing: bool = False
    """Whether a request that a region refuses is retried in another between two checks, where Cloudflare
    proxies. Default: false."""
    location: CloudflareLocationSettings | None = None
    """Where a client counts as being, where Cloudflare does not proxy. Default: at Cloudflare's data
    centre."""
    monitor: CloudflareMonitorSettings = CloudflareMonitorSettings.model_construct()
    """How each region is asked. Default: every 15 seconds."""
    origin_lock: bool = False
    """Whether load balancers admit Cloudflare's addresses alone, where it proxies. Default: false."""
    rate_limit: CloudflareRateLimitSettings | None = None
    """A limit on what one client may send, where Cloudflare proxies. Default: none."""
    managed_rules: Annotated[tuple[CloudflareManagedRules, ...], Field(max_length=3)] = ()
    """Managed rulesets that run on requests, where Cloudflare proxies: from plan `pro` on. Default: none."""
    notifications: CloudflareNotificationSettings | None = None
    """Who is told. Default: nobody."""
