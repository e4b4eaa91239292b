"""The API's description behind a load balancer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components.declared import ACCOUNT_ID, Resources
from tests.components.load_balancer_samples import BILLING, ORDERS, REGION, build, undelegated

ALIAS = f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:openapi:live"
DESCRIPTION: dict[str, Any] = {
    "path": "/openapi.json",
    "function_name": "openapi",
    "alias_name": "live",
    "alias_arn": ALIAS,
}
HEALTH = {"host": "use1.api.example.com", "path": "/healthz", "target": "orders"}
JWT = {"issuer": "https://issuer.example.com", "jwks_endpoint": "https://issuer.example.com/jwks.json"}
NAME = "use1-public-openapi"


def balancer(description: dict[str, Any] | None = None, **more: Any) -> Resources:
    return build(description={**DESCRIPTION, **(description or {})}, tags={"Team": "shop"}, **more)


def test_adds_exactly_these() -> None:
    assert balancer().pairs() - build().pairs() == {
        ("aws:lb/targetGroup:TargetGroup", f"{NAME}-tg"),
        ("aws:lambda/permission:Permission", f"{NAME}-permission"),
        ("aws:lb/targetGroupAttachment:TargetGroupAttachment", f"{NAME}-target"),
        ("aws:lb/listenerRule:ListenerRule", f"{NAME}-rule"),
    }


def test_before_there_is_a_certificate_nothing_leads_there() -> None:
    assert undelegated(description=DESCRIPTION).pairs() == undelegated().pairs()


def test_a_group_of_a_function_without_a_network_and_without_health_checks() -> None:
    group = balancer()(f"{NAME}-tg")
    assert dict(group.inputs) == {
        "region": REGION,
        "targetType": "lambda",
        "lambdaMultiValueHeadersEnabled": False,
        "healthCheck": {"enabled": False, "interval": 35, "timeout": 30},
        "tags": {"Team": "shop", "Name": f"{NAME}-tg"},
    }


def test_this_group_alone_may_invoke_the_alias_and_is_given_it_afterwards() -> None:
    found = balancer()
    assert dict(found(f"{NAME}-permission").inputs) == {
        "region": REGION,
        "action": "lambda:InvokeFunction",
        "function": "openapi",
        "qualifier": "live",
        "principal": "elasticloadbalancing.amazonaws.com",
        "sourceArn": found(f"{NAME}-tg").arn,
    }
    target = found(f"{NAME}-target")
    assert (target.inputs["targetGroupArn"], target.inputs["targetId"]) == (found(f"{NAME}-tg").arn, ALIAS)
    assert f"{NAME}-permission" in target.depends_on


def test_its_rule_comes_before_every_service_and_after_there_is_somebody_to_answer() -> None:
    found = balancer()
    rule = found(f"{NAME}-rule")
    assert rule.inputs["priority"] == 2
    assert rule.inputs["conditions"] == [{"pathPattern": {"values": ["/openapi.json"]}}]
    assert rule.inputs["actions"] == [{"type": "forward", "targetGroupArn": found(f"{NAME}-tg").arn}]
    assert rule.inputs["listenerArn"] == found("use1-public-https").arn
    assert f"{NAME}-target" in rule.depends_on
    assert rule.inputs["priority"] < min(
        one.inputs["priority"] for one in found.of("ListenerRule") if one.name != rule.name
    )


def test_it_asks_for_the_apis_tokens_unless_it_is_open() -> None:
    guard = {"health": HEALTH, "jwt": JWT}
    closed, opened = (
        balancer({"is_open": is_open}, authorization=guard)(f"{NAME}-rule").inputs["actions"]
        for is_open in (False, True)
    )
    assert [(one["type"], one["order"]) for one in closed] == [("jwt-validation", 1), ("forward", 2)]
    assert [one["type"] for one in opened] == ["forward"]


def test_it_is_locked_as_the_services_are() -> None:
    lock = {"header": "X-Origin-Verify", "values": ["one", "two"], "health": HEALTH}
    rule = balancer(origin_lock=lock)(f"{NAME}-rule")
    assert rule.inputs["conditions"] == [
        {"pathPattern": {"values": ["/openapi.json"]}},
        {"httpHeader": {"httpHeaderName": "X-Origin-Verify", "values": ["one", "two"]}},
    ]


@pytest.mark.parametrize(
    ("description", "more", "message"),
    [
        (
            {},
            {"targets": {"orders": {**ORDERS, "priority": 2}}},
            "target 'orders': 'priority' 2 comes before",
        ),
        ({}, {"targets": {"openapi": BILLING}}, "target 'openapi' has the name of the API's description"),
        ({"path": "/docs/*"}, {}, r"'description\.path' must be a plain path"),
        ({"path": "openapi.json"}, {}, r"'description\.path' must be a plain path"),
    ],
)
def test_refuses(description: dict[str, Any], more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        balancer(description, **more)
