from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from holdfast.components.http_api import HttpApi
from tests.components.api_gateway_sample import CERTIFICATE, KEY, TRUSTSTORE, US, arguments, target
from tests.components.declared import ACCOUNT_ID, Resources, declared

EXECUTION = f"arn:aws:execute-api:{US}:{ACCOUNT_ID}:use1-public-api-id"


def door(**changes: Any) -> Resources:
    args: Any = arguments(**changes)
    return declared(lambda: HttpApi("use1-public", args))


def undelegated() -> Resources:
    args: Any = arguments()
    del args["certificate_arn"]
    return declared(lambda: HttpApi("use1-public", args))


def test_declares_exactly_these() -> None:
    assert door().pairs() == {
        ("holdfast:index:HttpApi", "use1-public"),
        ("aws:apigatewayv2/api:Api", "use1-public-api"),
        ("aws:apigatewayv2/integration:Integration", "use1-public-orders-integration"),
        ("aws:apigatewayv2/route:Route", "use1-public-orders-route-any"),
        ("aws:apigatewayv2/route:Route", "use1-public-health-check-route"),
        ("aws:lambda/permission:Permission", "use1-public-orders-permission"),
        ("aws:cloudwatch/logGroup:LogGroup", "use1-public-access-logs"),
        ("aws:apigatewayv2/stage:Stage", "use1-public-stage"),
        ("aws:apigateway/domainName:DomainName", "use1-public-domain"),
        ("aws:apigateway/domainName:DomainName", "use1-public-host"),
        ("aws:apigatewayv2/apiMapping:ApiMapping", "use1-public-domain-mapping"),
        ("aws:apigatewayv2/apiMapping:ApiMapping", "use1-public-host-mapping"),
    }


def test_the_names_alone_lead_to_it() -> None:
    api = door()("use1-public-api")
    assert (api.inputs["protocolType"], api.inputs["disableExecuteApiEndpoint"]) == ("HTTP", True)


def test_routes_by_path_to_the_alias() -> None:
    resources = door(
        targets={"orders": target("orders", "/orders/*", "/orders"), "shop": target("shop", "/*")},
        health={"path": "/healthz", "service": "shop"},
    )
    keys = {one.name: (one.inputs["routeKey"], one.inputs["target"]) for one in resources.of("Route")}
    assert keys == {
        "use1-public-orders-route-orders.any": (
            "ANY /orders/{proxy+}",
            "integrations/use1-public-orders-integration-id",
        ),
        "use1-public-orders-route-orders": (
            "ANY /orders",
            "integrations/use1-public-orders-integration-id",
        ),
        "use1-public-shop-route-any": ("$default", "integrations/use1-public-shop-integration-id"),
        "use1-public-health-check-route": ("GET /healthz", "integrations/use1-public-shop-integration-id"),
    }
    integration = resources("use1-public-orders-integration").inputs
    assert integration["integrationUri"].endswith("functions/orders/invocations")
    assert (integration["integrationType"], integration["payloadFormatVersion"]) == ("AWS_PROXY", "2.0")
    # One second more than the function has, which then says itself that it took too long.
    assert integration["timeoutMilliseconds"] == 11_000


def test_this_api_alone_may_invoke_the_alias() -> None:
    permission = door()("use1-public-orders-permission").inputs
    assert permission == {
        "region": US,
        "action": "lambda:InvokeFunction",
        "function": "orders-fn",
        "qualifier": "live",
        "principal": "apigateway.amazonaws.com",
        "sourceArn": f"{EXECUTION}/*/*",
    }


def test_throttles_each_route_at_what_its_function_carries() -> None:
    stage = door(
        targets={"orders": target("orders", "/orders/*", rate_rps=10.5), "shop": target("shop", "/*")},
    )("use1-public-stage")
    assert stage.inputs["defaultRouteSettings"] == {
        "detailedMetricsEnabled": False,
        "throttlingRateLimit": 460.5,
        "throttlingBurstLimit": 461,
    }
    limits = {
        one["routeKey"]: (one["throttlingRateLimit"], one["throttlingBurstLimit"])
        for one in stage.inputs["routeSettings"]
    }
    assert limits == {"$default": (450, 450), "ANY /orders/{proxy+}": (10.5, 11)}
    # AWS refuses a limit of a route that is not there.
    assert {"use1-public-orders-route-orders.any", "use1-public-shop-route-any"} <= stage.depends_on


def test_burst_by_choice() -> None:
    stage = door(burst=2000.0)("use1-public-stage")
    assert stage.inputs["routeSettings"][0]["throttlingBurstLimit"] == 2000


def test_stage_logs_every_call_as_json() -> None:
    resources = door(log_retention_days=30)
    logs = resources("use1-public-access-logs")
    assert logs.inputs["name"] == "/aws/vendedlogs/apigateway/holdfast-prod-use1-public-access-logs"
    assert (logs.inputs["kmsKeyId"], logs.inputs["retentionInDays"]) == (KEY, 30)
    settings = resources("use1-public-stage").inputs["accessLogSettings"]
    assert settings["destinationArn"] == logs.arn
    line = json.loads(settings["format"])
    assert line["route"] == "$context.routeKey"
    assert line["status"] == "$context.status"
    assert "apiKey" not in json.dumps(line)
    assert resources("use1-public-stage").inputs["autoDeploy"] is True


def test_both_names_have_tls_and_an_address_of_their_own() -> None:
    resources = door()
    for noun, name in (("domain", "api.example.com"), ("host", "use1.api.example.com")):
        domain = resources(f"use1-public-{noun}").inputs
        assert domain["domainName"] == name
        assert domain["regionalCertificateArn"] == CERTIFICATE
        assert (domain["endpointConfiguration"], domain["securityPolicy"]) == (
            {"types": "REGIONAL"},
            "TLS_1_2",
        )
        assert "mutualTlsAuthentication" not in domain
        mapping = resources(f"use1-public-{noun}-mapping").inputs
        assert (mapping["apiId"], mapping["domainName"]) == ("use1-public-api-id", name)
    outputs = resources("use1-public").outputs
    assert outputs["dns_name"] == f"use1-public-domain.execute-api.{US}.amazonaws.com"
    assert outputs["host_dns_name"] == f"use1-public-host.execute-api.{US}.amazonaws.com"
    assert (outputs["zone_id"], outputs["host_zone_id"]) == (
        "use1-public-domain-zone-id",
        "use1-public-host-zone-id",
    )


def test_no_name_leads_to_it_before_it_works() -> None:
    mapping = door()("use1-public-domain-mapping")
    assert {"use1-public-orders-permission", "use1-public-orders-route-any"} <= mapping.depends_on


def test_without_a_certificate_there_is_no_name() -> None:
    resources = undelegated()
    assert not resources.of("DomainName") + resources.of("ApiMapping")
    assert resources("use1-public").outputs.get("dns_name") is None


def test_tokens_guard_all_but_the_health_path() -> None:
    jwt = {"issuer": "https://login.example.com/", "audiences": ["shop", "app"], "scopes": ["orders"]}
    resources = door(jwt=jwt)
    authorizer = resources("use1-public-jwt").inputs
    assert authorizer["authorizerType"] == "JWT"
    assert authorizer["identitySources"] == ["$request.header.Authorization"]
    assert authorizer["jwtConfiguration"] == {
        "issuer": "https://login.example.com/",
        "audiences": ["app", "shop"],
    }
    route = resources("use1-public-orders-route-any").inputs
    assert (route["authorizationType"], route["authorizerId"], route["authorizationScopes"]) == (
        "JWT",
        "use1-public-jwt-id",
        ["orders"],
    )
    health = resources("use1-public-health-check-route").inputs
    assert health["authorizationType"] == "NONE"
    assert not {"authorizerId", "authorizationScopes"} & health.keys()


def test_signed_requests() -> None:
    resources = door(iam=True)
    assert resources("use1-public-orders-route-any").inputs["authorizationType"] == "AWS_IAM"
    assert resources("use1-public-health-check-route").inputs["authorizationType"] == "NONE"


def test_everybody_may_call_without_a_guard() -> None:
    assert door()("use1-public-orders-route-any").inputs["authorizationType"] == "NONE"


def test_mutual_tls_leaves_no_way_round() -> None:
    resources = door(truststore=TRUSTSTORE)
    assert resources("use1-public-domain").inputs["mutualTlsAuthentication"] == {
        "truststoreUri": "s3://trust-use1/clients.pem",
        "truststoreVersion": "3",
    }
    assert "mutualTlsAuthentication" not in resources("use1-public-host").inputs
    assert resources("use1-public-domain-mapping").inputs["apiId"] == "use1-public-api-id"
    # Checkers show no certificate, and what they ask knows the health path alone.
    assert resources("use1-public-host-mapping").inputs["apiId"] == "use1-public-health-api-id"
    assert resources("use1-public-integration-health").inputs["payloadFormatVersion"] == "2.0"
    route = resources("use1-public-health-route").inputs
    assert (route["apiId"], route["routeKey"]) == ("use1-public-health-api-id", "GET /healthz")
    assert [one.name for one in resources.of("Route") if one.inputs["apiId"] == route["apiId"]] == [
        "use1-public-health-route"
    ]
    permission = resources("use1-public-permission-health").inputs
    assert permission["sourceArn"].startswith(
        f"arn:aws:execute-api:{US}:{ACCOUNT_ID}:use1-public-health-api-id"
    )
    assert resources("use1-public-health-api").inputs["disableExecuteApiEndpoint"] is True


def test_a_service_called_health_takes_no_name_of_the_health_api() -> None:
    targets = {key: target(key, f"/{key}/*") for key in ("health", "health-orders", "orders")}
    resources = door(targets=targets, truststore=TRUSTSTORE)
    assert len(resources.of("Permission")) == len(resources.of("Integration")) == len(targets) + 1


def test_error_metric() -> None:
    found: list[Any] = []

    def program() -> None:
        args: Any = arguments()
        api = HttpApi("use1-public", args)
        metric = api.error_metric
        pulumi.Output.all(**metric.dimensions).apply(
            lambda dimensions: found.append((metric.namespace, metric.metric, dimensions))
        )

    declared(program)
    assert found == [("AWS/ApiGateway", "5xx", {"ApiId": "use1-public-api-id"})]


def test_tags_reach_everything_that_takes_them() -> None:
    resources = door(truststore=TRUSTSTORE)
    taking = {"Api", "Stage", "DomainName", "LogGroup"}
    tagged = {one.name for one in resources if one.inputs.get("tags", {}).get("Team") == "shop"}
    wanted = {one.name for one in resources if one.type.rsplit(":", 1)[-1] in taking}
    assert tagged - {"use1-public"} == wanted


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"targets": {}}, "'targets' is empty"),
        ({"health": {"path": "/healthz", "service": "other"}}, "'health.service' is none of orders"),
        ({"health": {"path": "/*", "service": "orders"}}, "'health.path' must be a plain path"),
        ({"host": "api.example.com"}, "the region needs a name of its own"),
        ({"targets": {"orders": target("orders", timeout_seconds=30)}}, "must be 1 to 29"),
        ({"targets": {"orders": target("orders", rate_rps=0)}}, "'targets.orders.rate_rps' must be above 0"),
        ({"targets": {"orders": target("orders", "/a*b")}}, "API Gateway routes '/a/b' and '/a/*'"),
        (
            {"targets": {"orders": target("orders"), "shop": target("shop")}},
            "'/*' leads to 'orders' already",
        ),
        ({"iam": True, "jwt": {"issuer": "https://a.example", "audiences": ["a"]}}, "one authoriser"),
        ({"jwt": {"issuer": "https://a.example", "audiences": []}}, "no token would do"),
        ({"burst": 0}, "'burst' must be 1 or more"),
        ({"log_retention_days": 2}, "'log_retention_days' must be one of"),
    ],
)
def test_refuses(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=r"^HTTP API 'use1-public'") as refusal:
        door(**changes)
    assert word in str(refusal.value)


def test_a_function_that_is_open_is_called_without_the_apis_token() -> None:
    resources = door(
        jwt={"issuer": "https://login.example.com/", "audiences": ["shop"]},
        targets={
            "orders": target("orders"),
            "openapi": target("openapi", "/openapi.json", is_open=True, rate_rps=20.0),
        },
    )
    guards = {one.inputs["routeKey"]: one.inputs["authorizationType"] for one in resources.of("Route")}
    assert guards == {"$default": "JWT", "ANY /openapi.json": "NONE", "GET /healthz": "NONE"}
