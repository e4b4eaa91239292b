"""Settings of API Gateway in front of functions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import Key, LogDays, OneOf, SettingsModel
from holdfast.settings.service import PerRegion  # noqa: TC001  # pydantic reads it
from holdfast.topology.values.api_gateway import (
    CACHE_SIZES_GB,
    LARGEST_COMPRESSION_BYTES,
    LONGEST_CACHE_SECONDS,
    QuotaPeriod,
)

Issuer = Annotated[
    str,
    Field(
        pattern=r"^https://[A-Za-z0-9.-]+(:\d+)?(/[!-~]*)?$",
        max_length=2048,
        json_schema_extra={
            "patternErrorMessage": "an issuer is its address as in the tokens' claim iss, such as "
            "https://login.example.com/ or https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI"
        },
    ),
]
Word = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[!-~]+$")]
HeaderName = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9-]+$")]


class JwtSettings(SettingsModel):
    """Tokens of an OpenID Connect issuer, which any region checks with the issuer's public keys."""

    issuer: Issuer
    """The issuer, as the claim `iss` has it: a Cognito user pool or any other."""
    audiences: Annotated[tuple[Word, ...], Field(min_length=1)]
    """Audiences of which a token must name one, in `aud` or `client_id`."""
    scopes: tuple[Word, ...] = ()
    """Scopes of which a token must have one. Default: none, any will do."""


class CognitoSettings(SettingsModel):
    """Tokens of a Cognito user pool of each region, for REST APIs."""

    user_pools: PerRegion
    """ARN of the user pool; `{region}` is replaced, or one per place, each in its own region."""
    scopes: tuple[Word, ...] = ()
    """Scopes of which an access token must have one. Default: none, then identity tokens are taken."""


class AuthorizerSettings(SettingsModel):
    """How API Gateway tells who calls: one of the three. The health path is open to all."""

    jwt: JwtSettings | None = None
    """Tokens of an OpenID Connect issuer, for HTTP APIs. Default: none."""
    cognito: CognitoSettings | None = None
    """Tokens of Cognito user pools, for REST APIs. Default: none."""
    iam: bool = False
    """Requests signed with AWS credentials that may call `execute-api:Invoke`. Default: false."""


class MutualTlsSettings(SettingsModel):
    """Certificates of clients, which are asked for at the entrance's domain.

    Each region's own host, which health checkers ask without one, then answers the health path alone.
    """

    truststore: PerRegion
    """`s3://<bucket>/<key>` with the accepted authorities' certificates in PEM, in the region; `{region}` is
    replaced, or one per place."""
    version: PerRegion | None = None
    """Version of that object, or one per place; with it a changed truststore takes effect by an update.
    Default: none, the newest when the domain is made."""


class QuotaSettings(SettingsModel):
    """Requests that a key may make in a period, in each region by itself."""

    limit: Annotated[int, Field(ge=1)]
    """Requests."""
    period: QuotaPeriod = QuotaPeriod.MONTH
    """`day`, `week` or `month`. Default: `month`."""


class UsagePlanSettings(SettingsModel):
    """What each key of a plan may ask of each region.

    API Gateway counts in each region by itself, and a failover brings one region all that a client asks.
    """

    rate_rps: Annotated[float, Field(gt=0)]
    """Requests per second of one key."""
    burst: Annotated[int, Field(ge=1)] | None = None
    """Requests that one key may make at once. Default: as many as `rate_rps`."""
    quota: QuotaSettings | None = None
    """Requests in a period. Default: no limit."""


class ApiKeySettings(SettingsModel):
    """The key of one client: made once, the same in every region, shown nowhere but in API Gateway itself."""

    plan: Key
    """Its usage plan, a name in `usage_plans`."""


class ApiCacheSettings(SettingsModel):
    """The cache of the REST stage, in each region its own; it has no copy in another zone."""

    size_gb: Annotated[float, OneOf("size of a stage's cache, in GB", CACHE_SIZES_GB)] = 0.5
    """Size in GB, one of API Gateway's own; a change empties the cache. Default: 0.5."""
    ttl_seconds: Annotated[int, Field(ge=1, le=LONGEST_CACHE_SECONDS)] = 300
    """Seconds that an answer is kept. Default: 300, AWS's own."""
    paths: Annotated[tuple[Annotated[str, AfterValidator(formats.path_pattern)], ...], Field(min_length=1)]
    """Path patterns whose answers to GET are kept, such as `/products/*`."""
    query_strings: tuple[Word, ...] = ()
    """Query parameters that make another answer: requests that differ in others get one answer. Default:
    none."""
    headers: tuple[HeaderName, ...] = ()
    """Headers that make another answer; `Accept` counts by itself, and `Authorization` and `X-Api-Key` where
    they are asked for. Default: none."""


class ApiGatewaySettings(SettingsModel):
    """The entrance's API in API Gateway, alike in every region."""

    kind: Literal["http", "rest"] = "http"
    """HTTP API, or REST API where API keys, usage plans, a cache, WAF or compression are wanted. Default:
    `http`."""
    burst: Annotated[int, Field(ge=1)] | None = None
    """Requests that are taken at once above the rate, which is what the region carries after a failover.
    Default: as many as a second of that rate."""
    authorizer: AuthorizerSettings | None = None
    """Who may call. Default: everybody."""
    mutual_tls: MutualTlsSettings | None = None
    """Certificates of clients. Default: none are asked for."""
    api_keys: dict[Key, ApiKeySettings] = Field(default_factory=dict)
    """Clients by name and their keys, without which nobody is let in then; REST APIs alone. Default: none."""
    usage_plans: dict[Key, UsagePlanSettings] = Field(default_factory=dict)
    """What keys may ask, by the plan's name; REST APIs alone. Default: none."""
    cache: ApiCacheSettings | None = None
    """The stage's cache; REST APIs alone. Default: none."""
    compression_bytes: Annotated[int, Field(ge=0, le=LARGEST_COMPRESSION_BYTES)] | None = None
    """Size in bytes from which answers are compressed for clients that take it; REST APIs alone. Default:
    none are."""
    detailed_metrics: bool = False
    """Metrics for each route, which CloudWatch charges as custom ones. Default: false."""
    tracing: bool = False
    """Trace a sample of the requests with X-Ray; REST APIs alone. Default: false."""
    log_retention_days: LogDays = 90
    """How long CloudWatch Logs keeps access logs, one of its own steps; 0 for ever. Default: 90."""
    account_logging: Literal["declared", "existing"] = "declared"
    """REST APIs write logs by a role that an account has one of in each region: `declared` sets it here and
    leaves it when the stack goes, `existing` says that somebody else set it. Default: `declared`."""
