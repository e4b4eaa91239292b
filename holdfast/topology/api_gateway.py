"""API Gateway planned."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import ApiGatewayPlan
from holdfast.topology.values.api_gateway import (
    ApiCachePlan,
    AuthorizerKind,
    AuthorizerPlan,
    QuotaPeriod,
    UsagePlanPlan,
    covers,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.settings import Settings
    from holdfast.settings.api_gateway import (
        ApiCacheSettings,
        ApiGatewaySettings,
        AuthorizerSettings,
        UsagePlanSettings,
    )

_FIELDS = (
    "kind",
    "burst",
    "authorizer",
    "mutual_tls",
    "api_keys",
    "usage_plans",
    "cache",
    "compression_bytes",
    "detailed_metrics",
    "tracing",
    "log_retention_days",
    "account_logging",
)


def plan_api_gateway(key: str, settings: Settings) -> ApiGatewayPlan | None:
    """Plan it for one entrance; None for an entrance without it.

    Args:
        key: The entrance's key in the settings.
        settings: The whole settings.
    """
    entrance = settings.entrances[key]
    asked = entrance.api_gateway
    if asked is None:
        return None
    places, mutual_tls = effective.endpoints(entrance, settings), asked.mutual_tls
    path = f"holdfast:entrances.{key}.api_gateway"
    return ApiGatewayPlan(
        kind=asked.kind,
        burst=asked.burst,
        authorizer=None if asked.authorizer is None else _authorizer(asked.authorizer, places),
        truststores={} if mutual_tls is None else _per_place(mutual_tls.truststore, places),
        truststore_versions={}
        if mutual_tls is None or mutual_tls.version is None
        else _per_place(mutual_tls.version, places),
        api_keys={client: one.plan for client, one in sorted(asked.api_keys.items())},
        usage_plans=_usage_plans(asked),
        cache=None if asked.cache is None else _cache(asked.cache),
        compression_bytes=asked.compression_bytes,
        detailed_metrics=asked.detailed_metrics,
        tracing=asked.tracing,
        log_retention_days=asked.log_retention_days,
        declares_account=asked.kind == "rest" and asked.account_logging == "declared",
        health_service=_health_service(key, settings),
        origin=origin(**{field: path_of(asked, path, field) for field in _FIELDS}),
    )


def _per_place(value: str | dict[str, str], places: tuple[str, ...]) -> Mapping[str, str]:
    return {
        place: (value if isinstance(value, str) else value[place]).replace("{region}", PLACES[place].name)
        for place in places
    }


def _authorizer(asked: AuthorizerSettings, places: tuple[str, ...]) -> AuthorizerPlan:
    if asked.jwt is not None:
        return AuthorizerPlan(
            kind=AuthorizerKind.JWT,
            issuer=asked.jwt.issuer,
            audiences=tuple(sorted(asked.jwt.audiences)),
            scopes=tuple(sorted(asked.jwt.scopes)),
            user_pools={},
        )
    pools = asked.cognito
    return AuthorizerPlan(
        kind=AuthorizerKind.IAM if pools is None else AuthorizerKind.COGNITO,
        issuer=None,
        audiences=(),
        scopes=() if pools is None else tuple(sorted(pools.scopes)),
        user_pools={} if pools is None else _per_place(pools.user_pools, places),
    )


def _usage_plans(asked: ApiGatewaySettings) -> Mapping[str, UsagePlanPlan]:
    return {key: _usage_plan(plan) for key, plan in sorted(asked.usage_plans.items())}


def _usage_plan(asked: UsagePlanSettings) -> UsagePlanPlan:
    quota = asked.quota
    return UsagePlanPlan(
        rate_rps=asked.rate_rps,
        burst=asked.burst or ceil(asked.rate_rps),
        quota=None if quota is None else quota.limit,
        period=QuotaPeriod.MONTH if quota is None else quota.period,
    )


def _cache(asked: ApiCacheSettings) -> ApiCachePlan:
    return ApiCachePlan(
        size_gb=asked.size_gb,
        ttl_seconds=asked.ttl_seconds,
        paths=tuple(sorted(asked.paths)),
        query_strings=tuple(sorted(asked.query_strings)),
        headers=tuple(sorted(asked.headers)),
    )


def _health_service(key: str, settings: Settings) -> str:
    """Return the service that answers health checks: the one whose path is the narrowest that takes theirs.

    Where none does, the entrance's first service by priority, whose health path it then is.
    """
    entrance = settings.entrances[key]
    services = {one: settings.services[one] for one in effective.services(entrance, settings)}
    first = min(services, key=lambda one: (services[one].priority, one))
    path = entrance.health.path or services[first].health_path
    if entrance.health.path is None:
        return first
    taking = [
        (len(pattern), one)
        for one, service in services.items()
        for pattern in service.paths
        if covers(pattern, path)
    ]
    return max(taking)[1] if taking else first
