from __future__ import annotations

from typing import Any

import pytest

from holdfast.graph.values import BLINDED_SECRET
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

BALANCER, ASSOCIATION = "aws:lb/loadBalancer:LoadBalancer", "aws:wafv2/webAclAssociation:WebAclAssociation"
LISTENER, LISTENER_RULE = "aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"
GROUP, RULE = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
)
STAGE, API = "aws:apigateway/stage:Stage", "aws:apigateway/restApi:RestApi"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
HEADER = [{"httpHeader": {"httpHeaderName": "X-Origin", "values": ["even"]}}]
ONE_PATH = [{"hostHeader": {"values": ["a.example.com"]}}, {"pathPattern": {"values": ["/healthz"]}}]
HOST = [{"hostHeader": {"values": ["a.example.com"]}}, {"pathPattern": {"values": ["/v1/*"]}}]
BEHIND_GROUP = {"securityGroups": [urn(GROUP, "group")]}


def association(token: str) -> dict[str, Any]:
    return step(ASSOCIATION, "waf", {"resourceArn": LATER}, links={"resourceArn": [urn(token, "it")]})


def test_a_load_balancer_with_and_without_a_web_acl() -> None:
    assert verdicts("SEC012", step(BALANCER, "it"), association(BALANCER)) == {"it": PASS}
    assert verdicts("SEC012", step(BALANCER, "it")) == {"it": FAIL}
    assert verdicts("SEC012", step(BALANCER, "it"), partial=True) == {"it": UNKNOWN}


@pytest.mark.parametrize("inputs", [{"internal": True}, {"loadBalancerType": "network"}])
def test_a_load_balancer_inside_or_without_requests(inputs: dict[str, Any]) -> None:
    assert verdicts("SEC012", step(BALANCER, "it", inputs)) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(("source", "verdict"), [("192.0.2.0/24", PASS), ("0.0.0.0/0", FAIL), (LATER, FAIL)])
def test_a_load_balancer_that_named_addresses_alone_reach(source: str, verdict: str) -> None:
    inputs = {
        "cidrIpv4": source,
        "fromPort": 443,
        "toPort": 443,
        "ipProtocol": "tcp",
        "securityGroupId": LATER,
    }
    rule = step(RULE, "rule", inputs, links={"securityGroupId": [urn(GROUP, "group")]})
    balancer = step(BALANCER, "it", {"securityGroups": [LATER]}, links=BEHIND_GROUP)

    assert verdicts("SEC012", step(GROUP, "group"), rule, balancer) == {"it": verdict}


@pytest.mark.parametrize(
    ("default", "conditions", "verdict"),
    [
        ("fixed-response", [HEADER], PASS),
        ("fixed-response", [HEADER, ONE_PATH], PASS),
        ("fixed-response", [HEADER, HOST], FAIL),
        ("forward", [HEADER], FAIL),
        ("fixed-response", [], FAIL),
        ("fixed-response", [BLINDED_SECRET, ONE_PATH], UNKNOWN),
        ("fixed-response", [BLINDED_SECRET, HOST], FAIL),
    ],
)
def test_a_load_balancer_that_takes_a_cdn_alone(default: str, conditions: list[Any], verdict: str) -> None:
    inputs = {"defaultActions": [{"type": default}], "loadBalancerArn": LATER}
    listener = step(LISTENER, "listener", inputs, links={"loadBalancerArn": [urn(BALANCER, "it")]})
    rules = [
        step(
            LISTENER_RULE,
            f"rule-{number}",
            {"conditions": one, "listenerArn": LATER},
            links={"listenerArn": [urn(LISTENER, "listener")]},
        )
        for number, one in enumerate(conditions)
    ]

    assert verdicts("SEC012", step(BALANCER, "it"), listener, *rules) == {"it": verdict}


@pytest.mark.parametrize(("acl", "verdict"), [(LATER, PASS), (None, FAIL)])
def test_a_distribution(acl: str | None, verdict: str) -> None:
    assert verdicts("SEC012", step(DISTRIBUTION, "cdn", {"webAclId": acl})) == {"cdn": verdict}


@pytest.mark.parametrize(
    ("kind", "verdict"), [("REGIONAL", {"it": FAIL}), ("PRIVATE", {"stack": NOT_APPLICABLE})]
)
def test_a_stage_of_an_api(kind: str, verdict: dict[str, str]) -> None:
    api = step(API, "api", {"endpointConfiguration": {"types": kind}})
    stage = step(STAGE, "it", {"restApi": LATER}, links={"restApi": [urn(API, "api")]})

    assert verdicts("SEC012", api, stage) == verdict
    if "it" in verdict:
        assert verdicts("SEC012", api, stage, association(STAGE)) == {"it": PASS}
