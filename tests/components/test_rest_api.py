from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from holdfast.components.rest_api import RestApi
from tests.components.api_gateway_sample import KEY, TRUSTSTORE, US, arguments, target
from tests.components.declared import ACCOUNT_ID, Resources, declared

POOL = f"arn:aws:cognito-idp:{US}:{ACCOUNT_ID}:userpool/us-east-1_AbCdEfGhI"
PLANS = {
    "gold": {"rate_rps": 50.0, "burst": 100, "quota": 1_000_000, "period": "month"},
    "free": {"rate_rps": 1, "burst": 2},
}
KEYS = {
    "acme": {"value": "acme-value-acme-value", "plan": "gold"},
    "hobby": {"value": "hobby-value-hobby-value", "plan": "free"},
}
CACHE = {"size_gb": 1.6, "ttl_seconds": 60, "paths": ["/orders/*"], "query_strings": ["page"]}


def door(**changes: Any) -> Resources:
    args: Any = arguments(**changes)
    return declared(lambda: RestApi("use1-public", args))


def methods(resources: Resources) -> dict[str, tuple[Any, ...]]:
    return {
        one.name.removeprefix("use1-public-method-"): (
            one.inputs["resourceId"],
            one.inputs["httpMethod"],
            one.inputs["authorization"],
            one.inputs["apiKeyRequired"],
        )
        for one in resources.of("Method")
    }


def test_declares_exactly_these() -> None:
    assert door().pairs() == {
        ("holdfast:index:RestApi", "use1-public"),
        ("aws:apigateway/restApi:RestApi", "use1-public-api"),
        ("aws:apigateway/resource:Resource", "use1-public-resource-any"),
        ("aws:apigateway/resource:Resource", "use1-public-resource-healthz"),
        ("aws:apigateway/method:Method", "use1-public-method-root-any"),
        ("aws:apigateway/method:Method", "use1-public-method-any-any"),
        ("aws:apigateway/method:Method", "use1-public-method-healthz-any"),
        ("aws:apigateway/method:Method", "use1-public-method-healthz-get"),
        ("aws:apigateway/integration:Integration", "use1-public-integration-root-any"),
        ("aws:apigateway/integration:Integration", "use1-public-integration-any-any"),
        ("aws:apigateway/integration:Integration", "use1-public-integration-healthz-any"),
        ("aws:apigateway/integration:Integration", "use1-public-integration-healthz-get"),
        ("aws:lambda/permission:Permission", "use1-public-orders-permission"),
        ("aws:apigateway/deployment:Deployment", "use1-public-deployment"),
        ("aws:cloudwatch/logGroup:LogGroup", "use1-public-access-logs"),
        ("aws:apigateway/stage:Stage", "use1-public-stage"),
        ("aws:apigateway/methodSettings:MethodSettings", "use1-public-settings"),
        ("aws:apigateway/domainName:DomainName", "use1-public-domain"),
        ("aws:apigateway/domainName:DomainName", "use1-public-host"),
        ("aws:apigatewayv2/apiMapping:ApiMapping", "use1-public-domain-mapping"),
        ("aws:apigatewayv2/apiMapping:ApiMapping", "use1-public-host-mapping"),
    }


def test_api_is_regional_and_reached_by_its_names_alone() -> None:
    api = door(compression_bytes=1024.0)("use1-public-api").inputs
    assert api["endpointConfiguration"] == {"types": "REGIONAL"}
    assert api["disableExecuteApiEndpoint"] is True
    assert api["minimumCompressionSize"] == "1024"
    assert "minimumCompressionSize" not in door()("use1-public-api").inputs


def test_paths_make_a_tree() -> None:
    resources = door(targets={"orders": target("orders", "/v1/orders/*", "/v1/orders")})
    tree = {one.name: (one.inputs["parentId"], one.inputs["pathPart"]) for one in resources.of("Resource")}
    assert tree == {
        "use1-public-resource-healthz": ("use1-public-api-root-id", "healthz"),
        "use1-public-resource-v1": ("use1-public-api-root-id", "v1"),
        "use1-public-resource-v1.orders": ("use1-public-resource-v1-id", "orders"),
        "use1-public-resource-v1.orders.any": ("use1-public-resource-v1.orders-id", "{proxy+}"),
    }
    integration = resources("use1-public-integration-v1.orders.any-any").inputs
    assert integration["uri"].endswith("functions/orders/invocations")
    assert (integration["type"], integration["integrationHttpMethod"]) == ("AWS_PROXY", "POST")
    assert integration["timeoutMilliseconds"] == 11_000


@pytest.mark.parametrize(
    ("changes", "services"),
    [
        # A GET that is kept takes no other method away.
        (
            {"cache": {**CACHE, "paths": ["/goods/*"]}},
            {"goods-any": "orders", "goods.any-any": "orders", "goods.any-get": "orders"},
        ),
        # A narrower path of another service leaves what is above it.
        (
            {"targets": {"orders": target("orders"), "shop": target("shop", "/goods/new/*")}},
            {"goods-any": "orders", "goods.new-any": "orders", "goods.new.any-any": "shop"},
        ),
        # What nobody takes stays refused.
        ({"targets": {"orders": target("orders", "/goods/new/*")}}, {"goods.new.any-any": "orders"}),
    ],
)
def test_no_path_in_the_tree_refuses_what_a_wider_one_takes(
    changes: dict[str, Any], services: dict[str, str]
) -> None:
    found = {
        one.name.removeprefix("use1-public-integration-"): one.inputs["uri"].split("/")[-2]
        for one in door(**changes).of("Integration")
        if "goods" in one.name
    }
    assert found == services


def test_paths_that_read_alike_have_names_of_their_own() -> None:
    paths = ("/*", "/any", "/root", "/a/*", "/a/any", "/a.b", "/a/b")
    found = door(targets={"orders": target("orders", *paths)}).of("Resource")
    assert len({one.name for one in found}) == len(found) == len(paths) + len({"/a", "/healthz"})


def test_deployment_is_made_anew_with_the_routes_and_with_a_function() -> None:
    def triggers(**changes: Any) -> dict[str, str]:
        return dict(door(**changes)("use1-public-deployment").inputs["triggers"])

    first = triggers()
    assert first == triggers()
    assert first["function orders"].endswith("functions/orders/invocations")
    others = [
        triggers(targets={"orders": target("orders", "/*", "/other/*")}),
        triggers(targets={"orders": target("orders", timeout_seconds=11)}),
        triggers(health={"path": "/health", "service": "orders"}),
        triggers(iam=True),
        triggers(api_keys=KEYS, usage_plans=PLANS),
        triggers(compression_bytes=1),
        triggers(cache={**CACHE, "paths": ["/a/*"]}),
    ]
    assert len({one["routes"] for one in (first, *others)}) == len(others) + 1
    pools = [triggers(cognito={"user_pool_arn": pool}) for pool in (POOL, POOL.replace("GhI", "GhJ"))]
    assert pools[0] != pools[1]
    # What the stage itself knows needs no deployment.
    assert first == triggers(burst=7, tracing=True, log_retention_days=7)
    deployment = door()("use1-public-deployment")
    assert {"use1-public-method-any-any", "use1-public-integration-healthz-get"} <= deployment.depends_on


def test_stage() -> None:
    resources = door(tracing=True, account_role_arn="arn:aws:iam::1:role/logs")
    stage = resources("use1-public-stage").inputs
    assert (stage["stageName"], stage["deployment"]) == ("live", "use1-public-deployment-id")
    assert (stage["xrayTracingEnabled"], stage["cacheClusterEnabled"]) == (True, False)
    assert "cacheClusterSize" not in stage
    line = json.loads(stage["accessLogSettings"]["format"])
    assert line["apiKeyId"] == "$context.identity.apiKeyId"
    assert resources("use1-public-access-logs").inputs["kmsKeyId"] == KEY
    assert stage["accessLogSettings"]["destinationArn"] == resources("use1-public-access-logs").arn


def test_throttles_all_methods_at_what_the_functions_carry() -> None:
    settings = door(
        targets={"orders": target("orders", "/orders/*", rate_rps=10.5), "shop": target("shop", "/*")},
    )("use1-public-settings").inputs
    assert (settings["methodPath"], settings["stageName"]) == ("*/*", "live")
    assert settings["settings"] == {
        "metricsEnabled": False,
        "throttlingRateLimit": 460.5,
        "throttlingBurstLimit": 461,
        "cachingEnabled": False,
    }


def test_keeps_answers_apart_and_encrypted() -> None:
    resources = door(
        targets={"orders": target("orders", "/orders/*", "/*")}, cache={**CACHE, "headers": ["X-Tenant"]}
    )
    stage = resources("use1-public-stage").inputs
    assert (stage["cacheClusterEnabled"], stage["cacheClusterSize"]) == (True, "1.6")
    keys = [
        "method.request.path.proxy",
        "method.request.header.Accept",
        "method.request.header.X-Tenant",
        "method.request.querystring.page",
    ]
    assert resources("use1-public-integration-orders.any-get").inputs["cacheKeyParameters"] == keys
    parameters = resources("use1-public-method-orders.any-get").inputs["requestParameters"]
    assert parameters == {key: key == "method.request.path.proxy" for key in keys}
    kept = resources("use1-public-settings-orders.any-get").inputs
    assert kept["methodPath"] == "~1orders~1{proxy+}/GET"
    assert (
        kept["settings"]
        | {
            "cachingEnabled": True,
            "cacheTtlInSeconds": 60,
            "cacheDataEncrypted": True,
            "requireAuthorizationForCacheControl": True,
        }
        == kept["settings"]
    )
    # Writes go through.
    assert "cacheKeyParameters" not in resources("use1-public-integration-orders.any-any").inputs


@pytest.mark.parametrize(
    ("changes", "header"),
    [
        ({"iam": True}, "Authorization"),
        ({"cognito": {"user_pool_arn": POOL}}, "Authorization"),
        ({"api_keys": KEYS, "usage_plans": PLANS}, "X-Api-Key"),
    ],
)
def test_nobody_gets_an_answer_that_was_made_for_another(changes: dict[str, Any], header: str) -> None:
    integration = door(cache=CACHE, **changes)("use1-public-integration-orders.any-get").inputs
    assert f"method.request.header.{header}" in integration["cacheKeyParameters"]


def test_keys_guard_all_but_the_health_path() -> None:
    resources = door(api_keys=KEYS, usage_plans=PLANS)
    assert methods(resources) == {
        "root-any": ("use1-public-api-root-id", "ANY", "NONE", True),
        "any-any": ("use1-public-resource-any-id", "ANY", "NONE", True),
        "healthz-any": ("use1-public-resource-healthz-id", "ANY", "NONE", True),
        "healthz-get": ("use1-public-resource-healthz-id", "GET", "NONE", False),
    }
    key = resources("use1-public-key-acme")
    assert key.inputs["value"] == "acme-value-acme-value"
    assert "value" in key.secrets
    assert resources("use1-public-key-acme-plan").inputs == {
        "region": US,
        "keyId": "use1-public-key-acme-id",
        "keyType": "API_KEY",
        "usagePlanId": "use1-public-plan-gold-id",
    }
    gold = resources("use1-public-plan-gold").inputs
    assert gold["apiStages"] == [{"apiId": "use1-public-api-id", "stage": "live"}]
    assert gold["throttleSettings"] == {"rateLimit": 50, "burstLimit": 100}
    assert gold["quotaSettings"] == {"limit": 1_000_000, "period": "MONTH"}
    assert "quotaSettings" not in resources("use1-public-plan-free").inputs


def test_a_function_that_is_open_is_called_without_key_and_token() -> None:
    targets = {
        "orders": target("orders"),
        "openapi": target("openapi", "/openapi.json", is_open=True, rate_rps=20.0),
    }
    keys = {"api_keys": KEYS, "usage_plans": PLANS}
    opened, closed = (
        methods(door(targets={**targets, "openapi": {**targets["openapi"], "is_open": is_open}}, **keys))
        for is_open in (True, False)
    )
    (name,) = (one for one in opened if one.startswith("openapi.json-"))
    assert opened[name][1:] == ("ANY", "NONE", False)
    assert closed[name][1:] == ("ANY", "NONE", True)
    assert opened["any-any"][1:] == ("ANY", "NONE", True)
    deployments = [
        door(targets=one, **keys)("use1-public-deployment").inputs["triggers"]["routes"]
        for one in (targets, {**targets, "openapi": {**targets["openapi"], "is_open": False}})
    ]
    assert deployments[0] != deployments[1]


def test_tokens_of_a_user_pool_guard_all_but_the_health_path() -> None:
    resources = door(cognito={"user_pool_arn": POOL, "scopes": ["orders/read"]})
    assert resources("use1-public-cognito").inputs["providerArns"] == [POOL]
    guarded = resources("use1-public-method-any-any").inputs
    assert (guarded["authorization"], guarded["authorizerId"], guarded["authorizationScopes"]) == (
        "COGNITO_USER_POOLS",
        "use1-public-cognito-id",
        ["orders/read"],
    )
    assert resources("use1-public-method-healthz-get").inputs["authorization"] == "NONE"


def test_mutual_tls_leaves_no_way_round() -> None:
    resources = door(truststore=TRUSTSTORE)
    assert resources("use1-public-domain").inputs["mutualTlsAuthentication"]["truststoreVersion"] == "3"
    assert resources("use1-public-host-mapping").inputs["apiId"] == "use1-public-health-api-id"
    assert resources("use1-public-domain-mapping").inputs["apiId"] == "use1-public-api-id"
    # The function gets the same event as from the REST API.
    assert resources("use1-public-integration-health").inputs["payloadFormatVersion"] == "1.0"


def test_error_metric_and_arn_are_the_stages() -> None:
    found: list[Any] = []

    def program() -> None:
        args: Any = arguments()
        api = RestApi("use1-public", args)
        metric = api.error_metric
        pulumi.Output.all(arn=api.arn, **metric.dimensions).apply(
            lambda known: found.append((metric.namespace, metric.metric, known))
        )

    stage = declared(program)("use1-public-stage")
    known = {"arn": stage.arn, "ApiName": "use1-public-api-0000", "Stage": "live"}
    assert found == [("AWS/ApiGateway", "5XXError", known)]


def test_tags_reach_everything_that_takes_them() -> None:
    resources = door(truststore=TRUSTSTORE, api_keys=KEYS, usage_plans=PLANS)
    taking = {"Api", "RestApi", "Stage", "DomainName", "LogGroup", "ApiKey", "UsagePlan"}
    tagged = {one.urn for one in resources if one.inputs.get("tags", {}).get("Team") == "shop"}
    assert tagged == {one.urn for one in resources if one.type.rsplit(":", 1)[-1] in taking}


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"targets": {"orders": target("orders", timeout_seconds=29)}}, "must be 1 to 28"),
        ({"iam": True, "cognito": {"user_pool_arn": POOL}}, "one authoriser"),
        ({"burst": 0}, "'burst' must be 1 or more"),
        ({"compression_bytes": 10_485_761}, "'compression_bytes' must be 0 to 10485760"),
        ({"api_keys": KEYS}, "'api_keys.acme.plan' is none of 'usage_plans'"),
        ({"usage_plans": PLANS}, "'usage_plans.free' has no key"),
        (
            {"api_keys": KEYS, "usage_plans": {**PLANS, "gold": {"rate_rps": 0, "burst": 1}}},
            "'usage_plans.gold' needs a rate above 0",
        ),
        ({"cache": {**CACHE, "size_gb": 1}}, "'cache.size_gb' must be one of 0.5, 1.6"),
        ({"cache": {**CACHE, "ttl_seconds": 3601}}, "'cache.ttl_seconds' must be 1 to 3600"),
        ({"cache": {**CACHE, "paths": []}}, "'cache.paths' is empty"),
        ({"cache": {**CACHE, "paths": ["/"]}}, "API Gateway routes"),
        ({"cache": {**CACHE, "paths": ["/healthz"]}}, "whose answers must be fresh"),
        (
            {"cache": CACHE, "targets": {"orders": target("orders", "/shop/*")}},
            "no target takes all of '/orders/*'",
        ),
    ],
)
def test_refuses(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=r"^REST API 'use1-public'") as refusal:
        door(**changes)
    assert word in str(refusal.value)
