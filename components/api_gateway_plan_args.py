"""API Gateway: planned values as declared resources of a region."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import pulumi

from holdfast.components.api_args import ApiScope, ApiTarget
from holdfast.components.api_description import ApiDescription
from holdfast.components.api_gateway_account import ApiGatewayAccount
from holdfast.components.client_keys import declare_client_keys
from holdfast.components.door import ErrorMetric
from holdfast.components.function_plan_args import function_of
from holdfast.components.http_api import HttpApi, HttpApiArgs
from holdfast.components.lambda_service import LambdaService
from holdfast.components.openapi_plan_args import api_description_target
from holdfast.components.regional_scope import RegionalScope
from holdfast.components.regional_services import RegionalService
from holdfast.components.rest_api import RestApi
from holdfast.components.rest_args import ApiClientKey, ApiUsagePlan, RestApiArgs
from holdfast.topology.values import (
    DESCRIPTION_KEY,
    ApiGatewayPlan,
    EndpointPlan,
    EntrancePlan,
    ServicePlan,
)
from holdfast.topology.values.api_gateway import AuthorizerKind, AuthorizerPlan, UsagePlanPlan


@dataclass(kw_only=True)
class ApiDoor:
    """An API as what receives requests; its addresses are empty texts while it has no certificate."""

    dns_name: pulumi.Output[str]
    """What alias records of the public name lead to."""
    zone_id: pulumi.Output[str]
    """Hosted zone of that."""
    host_dns_name: pulumi.Output[str]
    """What the alias record of the region's own name leads to."""
    host_zone_id: pulumi.Output[str]
    """Hosted zone of that."""
    arn: pulumi.Output[str]
    """ARN of a REST API's stage, to which AWS WAF is attached, or of an HTTP API."""
    error_metric: ErrorMetric
    """5xx answers."""
    log_group_name: pulumi.Output[str]
    """Log group of its access logs."""


def declare_account(
    scope: RegionalScope, plans: Iterable[ApiGatewayPlan | None]
) -> pulumi.Output[str] | None:
    """Declare the role by which the account's REST APIs write logs in the region, where one asks for it.

    Args:
        scope: The region.
        plans: Those of the entrances that are served from it.

    Returns:
        The role's ARN, known once the account has it; None where nothing is declared.
    """
    if not any(plan is not None and plan.declares_account for plan in plans):
        return None
    return ApiGatewayAccount(
        scope.name, {"region": scope.plan.region, "tags": scope.tags}, scope.child
    ).role_arn


def declare_keys(
    entrances: Sequence[EntrancePlan], child: pulumi.ResourceOptions
) -> dict[str, Mapping[str, pulumi.Output[str]]]:
    """Declare the keys of the clients of each entrance that has any.

    Args:
        entrances: All entrances.
        child: Options that make the API the parent.

    Returns:
        Entrance → client → key.
    """
    return {
        entrance.key: declare_client_keys(f"global-{entrance.key}", entrance.api_gateway.api_keys, child)
        for entrance in entrances
        if entrance.api_gateway is not None and entrance.api_gateway.api_keys
    }


def declare_api(
    scope: RegionalScope,
    entrance: EntrancePlan,
    plan: ApiGatewayPlan,
    endpoint: EndpointPlan,
    *,
    services: Mapping[str, RegionalService],
    description: ApiDescription | None,
    certificate_arn: pulumi.Input[str] | None,
    account_role_arn: pulumi.Output[str] | None,
    client_keys: Mapping[str, pulumi.Output[str]],
) -> ApiDoor:
    """Declare an entrance's API in the region.

    Args:
        scope: The region.
        entrance: The entrance.
        plan: Its API.
        endpoint: The region as the entrance sees it.
        services: The services behind it, by their keys.
        description: What answers with the API's description, None for nothing.
        certificate_arn: None while the zone is not delegated: then there is no name yet.
        account_role_arn: Role by which the account's REST APIs write logs, None where somebody else sets it.
        client_keys: The keys of its clients.
    """
    targets = _targets(scope, services)
    if description is not None and entrance.openapi is not None:
        targets[DESCRIPTION_KEY] = api_description_target(entrance.openapi, description)
    common = _common(scope, entrance, plan, endpoint, targets)
    if certificate_arn is not None:
        common["certificate_arn"] = certificate_arn
    if endpoint.place in plan.truststores:
        common["truststore"] = {"uri": plan.truststores[endpoint.place]}
        if endpoint.place in plan.truststore_versions:
            common["truststore"]["version"] = plan.truststore_versions[endpoint.place]
    name = f"{scope.name}-{entrance.key}"
    if plan.kind == "http":
        return _door(HttpApi(name, _http_args(common, plan), scope.child))
    rest = _rest_args(common, plan, endpoint.place, client_keys)
    if account_role_arn is not None:
        rest["account_role_arn"] = account_role_arn
    return _door(RestApi(name, rest, scope.child))


def _door(api: HttpApi | RestApi) -> ApiDoor:
    return ApiDoor(
        dns_name=_text(api.dns_name),
        zone_id=_text(api.zone_id),
        host_dns_name=_text(api.host_dns_name),
        host_zone_id=_text(api.host_zone_id),
        arn=api.arn,
        error_metric=api.error_metric,
        log_group_name=api.log_group_name,
    )


def _text(value: pulumi.Output[str | None]) -> pulumi.Output[str]:
    return value.apply(lambda known: known or "")


def _targets(scope: RegionalScope, services: Mapping[str, RegionalService]) -> dict[str, ApiTarget]:
    planned = {service.key: service for service in scope.plan.services}
    return {
        key: _target(planned[key], service)
        for key, service in sorted(services.items())
        if isinstance(service, LambdaService)
    }


def _target(plan: ServicePlan, service: LambdaService) -> ApiTarget:
    function = function_of(plan)
    return {
        "function_name": service.function_name,
        "alias_name": service.alias_name,
        "invoke_arn": service.invoke_arn,
        "paths": plan.target.paths,
        "timeout_seconds": function.timeout_seconds,
        "rate_rps": function.carried_rps,
    }


def _common(
    scope: RegionalScope,
    entrance: EntrancePlan,
    plan: ApiGatewayPlan,
    endpoint: EndpointPlan,
    targets: Mapping[str, ApiTarget],
) -> ApiScope:
    return {
        "region": endpoint.region,
        "domain": entrance.domain,
        "host": endpoint.host,
        "targets": targets,
        "health": {"path": entrance.health.path, "service": plan.health_service},
        "key_arn": scope.key_arn,
        "log_retention_days": plan.log_retention_days,
        "tags": scope.tags,
    }


def _http_args(common: ApiScope, plan: ApiGatewayPlan) -> HttpApiArgs:
    args = cast("HttpApiArgs", {**common})
    args["detailed_metrics"], args["origin"] = plan.detailed_metrics, plan.origin
    if plan.burst is not None:
        args["burst"] = plan.burst
    if plan.authorizer is not None:
        args["iam"] = plan.authorizer.kind is AuthorizerKind.IAM
        if plan.authorizer.issuer is not None:
            args["jwt"] = {
                "issuer": plan.authorizer.issuer,
                "audiences": plan.authorizer.audiences,
                "scopes": plan.authorizer.scopes,
            }
    return args


def _rest_args(
    common: ApiScope, plan: ApiGatewayPlan, place: str, client_keys: Mapping[str, pulumi.Output[str]]
) -> RestApiArgs:
    args = cast("RestApiArgs", {**common})
    args["usage_plans"] = {key: _usage_plan(one) for key, one in plan.usage_plans.items()}
    args["detailed_metrics"], args["tracing"] = plan.detailed_metrics, plan.tracing
    args["origin"] = plan.origin
    args["api_keys"] = {
        client: ApiClientKey(value=client_keys[client], plan=key) for client, key in plan.api_keys.items()
    }
    if plan.burst is not None:
        args["burst"] = plan.burst
    if plan.compression_bytes is not None:
        args["compression_bytes"] = plan.compression_bytes
    if plan.cache is not None:
        args["cache"] = {
            "size_gb": plan.cache.size_gb,
            "ttl_seconds": plan.cache.ttl_seconds,
            "paths": plan.cache.paths,
            "query_strings": plan.cache.query_strings,
            "headers": plan.cache.headers,
        }
    if plan.authorizer is not None:
        _authorize(args, plan.authorizer, place)
    return args


def _authorize(args: RestApiArgs, authorizer: AuthorizerPlan, place: str) -> None:
    args["iam"] = authorizer.kind is AuthorizerKind.IAM
    if place in authorizer.user_pools:
        args["cognito"] = {"user_pool_arn": authorizer.user_pools[place], "scopes": authorizer.scopes}


def _usage_plan(plan: UsagePlanPlan) -> ApiUsagePlan:
    args: ApiUsagePlan = {"rate_rps": plan.rate_rps, "burst": plan.burst}
    return args if plan.quota is None else {**args, "quota": plan.quota, "period": plan.period}
