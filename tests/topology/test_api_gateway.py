"""API Gateway planned: what the settings become."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.topology.plan import plan
from holdfast.topology.values import ApiGatewayPlan, Door, EntrancePlan
from holdfast.topology.values.api_gateway import (
    AuthorizerKind,
    QuotaPeriod,
    UsagePlanPlan,
    covers,
    is_route,
)
from tests.topology.examples import ENTRANCE, changed, settings
from tests.topology.test_function import SERVICE

TWO: dict[str, Any] = {"use1": {}, "euw1": {}}


def entrance(api: dict[str, Any], services: dict[str, Any] | None = None, **more: Any) -> EntrancePlan:
    raw = changed(
        regions=TWO,
        services=services or {"orders": SERVICE},
        entrances={"public": {**ENTRANCE, "api_gateway": api, **more}},
    )
    return plan(settings(raw), project="holdfast", stack="prod").entrances[0]


def api(asked: dict[str, Any], **more: Any) -> ApiGatewayPlan:
    found = entrance(asked, **more).api_gateway
    assert found is not None
    return found


def test_the_kind_is_the_door() -> None:
    assert entrance({}).door is Door.HTTP_API
    assert entrance({"kind": "rest"}).door is Door.REST_API


def test_what_differs_by_region_is_filled_in() -> None:
    found = api(
        {"mutual_tls": {"truststore": "s3://trust-{region}/a.pem", "version": {"use1": "1", "euw1": "2"}}}
    )
    assert found.truststores == {"use1": "s3://trust-us-east-1/a.pem", "euw1": "s3://trust-eu-west-1/a.pem"}
    assert found.truststore_versions == {"use1": "1", "euw1": "2"}
    pool = "arn:aws:cognito-idp:{region}:111122223333:userpool/{region}_AbCdEfGhI"
    cognito = api({"kind": "rest", "authorizer": {"cognito": {"user_pools": pool}}}).authorizer
    assert cognito is not None
    assert cognito.kind is AuthorizerKind.COGNITO
    assert cognito.user_pools["euw1"] == pool.replace("{region}", "eu-west-1")


def test_keys_and_plans() -> None:
    found = api(
        {
            "kind": "rest",
            "api_keys": {"zoo": {"plan": "free"}, "acme": {"plan": "gold"}},
            "usage_plans": {
                "gold": {"rate_rps": 50.5, "quota": {"limit": 9, "period": "day"}},
                "free": {"rate_rps": 1, "burst": 3},
            },
        }
    )
    assert list(found.api_keys.items()) == [("acme", "gold"), ("zoo", "free")]
    assert found.usage_plans == {
        "free": UsagePlanPlan(rate_rps=1, burst=3, quota=None, period=QuotaPeriod.MONTH),
        "gold": UsagePlanPlan(rate_rps=50.5, burst=51, quota=9, period=QuotaPeriod.DAY),
    }


def test_the_accounts_role_is_declared_for_rest_alone() -> None:
    assert not api({}).declares_account
    assert api({"kind": "rest"}).declares_account
    assert not api({"kind": "rest", "account_logging": "existing"}).declares_account


@pytest.mark.parametrize(
    ("health", "service"),
    [
        ({}, "aa"),
        ({"path": "/zz/health"}, "zz"),
        ({"path": "/zz/deep/health"}, "deep"),
        ({"path": "/x"}, "aa"),
    ],
)
def test_health_checks_are_answered_by_the_service_whose_path_they_are(
    health: dict[str, str], service: str
) -> None:
    paths = {"aa": ["/aa/*"], "zz": ["/zz/*"], "deep": ["/zz/deep/*"]}
    services = {key: {**SERVICE, "paths": own} for key, own in paths.items()}
    assert api({}, services=services, health=health).health_service == service


@pytest.mark.parametrize(
    ("path", "routed"),
    [
        ("/", True),
        ("/*", True),
        ("/orders", True),
        ("/v1.0/orders_all/*", True),
        ("/orders/", False),
        ("/orders*", False),
        ("/*/orders", False),
        ("/a//b", False),
        ("/a?b", False),
    ],
)
def test_routes(path: str, routed: bool) -> None:
    assert is_route(path) is routed


def test_a_path_covers_itself_and_what_lies_below() -> None:
    assert covers("/a/*", "/a/b")
    assert covers("/a/*", "/a/b/*")
    assert covers("/*", "/")
    assert covers("/a", "/a")
    assert not covers("/a/*", "/a")
    assert not covers("/a", "/a/b")
