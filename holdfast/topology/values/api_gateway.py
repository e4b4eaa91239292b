"""API Gateway, planned, and what it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin

LONGEST_INTEGRATION_SECONDS = {"http": 30, "rest": 29}
"""Seconds after which API Gateway gives an integration up
(https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html: 30, fixed;
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html:
29, more by a quota that lowers the account's throttle; 2026-11)."""
CACHE_SIZES_GB = (0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118.0, 237.0)
"""Sizes of a REST stage's cache (https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html)."""
LONGEST_CACHE_SECONDS = 3600
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html, 2026-11."""
LARGEST_COMPRESSION_BYTES = 10_485_760
"""https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html, 2026-11."""

_ROUTE = re.compile(r"/([A-Za-z0-9._:-]+/)*([A-Za-z0-9._:-]+|\*)")


def is_route(path: str) -> bool:
    """Whether API Gateway can route a path pattern: plain segments, and ``*`` as the whole last one.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html and
    https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html (a path part has letters, digits
    and ``. _ - :``, or is a greedy variable, which comes last), 2026-11.
    """
    return path == "/" or _ROUTE.fullmatch(path) is not None


def covers(pattern: str, path: str) -> bool:
    """Whether a route's path pattern takes all requests of a path or of another pattern."""
    return pattern == path or (pattern.endswith("/*") and path.startswith(pattern[:-1]))


class QuotaPeriod(StrEnum):
    """How long a usage plan counts before it begins anew, in API Gateway's words."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class AuthorizerKind(StrEnum):
    """How API Gateway tells who calls."""

    JWT = "jwt"
    COGNITO = "cognito"
    IAM = "iam"


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorizerPlan:
    """Who may call; ``user_pools`` are ARNs of Cognito user pools by place."""

    kind: AuthorizerKind
    issuer: str | None
    audiences: tuple[str, ...]
    scopes: tuple[str, ...]
    user_pools: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiCachePlan:
    """The cache of a REST stage: paths whose GET answers it keeps, and what else tells requests apart."""

    size_gb: float
    ttl_seconds: int
    paths: tuple[str, ...]
    query_strings: tuple[str, ...]
    headers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class UsagePlanPlan:
    """What each key of a plan may ask of each region: requests a second, burst, requests a period."""

    rate_rps: float
    burst: int
    quota: int | None
    period: QuotaPeriod


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiGatewayPlan:
    """The API of one entrance, alike in every region.

    ``api_keys`` is the usage plan of each client's key. ``truststores`` and ``truststore_versions`` are by
    place, empty without mutual TLS. ``burst`` None: as many as the rate.
    """

    kind: str
    burst: int | None
    authorizer: AuthorizerPlan | None
    truststores: Mapping[str, str]
    truststore_versions: Mapping[str, str]
    api_keys: Mapping[str, str]
    usage_plans: Mapping[str, UsagePlanPlan]
    cache: ApiCachePlan | None
    compression_bytes: int | None
    detailed_metrics: bool
    tracing: bool
    log_retention_days: int
    declares_account: bool
    health_service: str
    origin: Origin = field(default_factory=no_origin)
