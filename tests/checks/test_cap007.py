from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

BALANCER, ACL = "aws:lb/loadBalancer:LoadBalancer", "aws:wafv2/webAcl:WebAcl"
ASSOCIATION, DISTRIBUTION = (
    "aws:wafv2/webAclAssociation:WebAclAssociation",
    "aws:cloudfront/distribution:Distribution",
)
LISTENER, RULE = "aws:lb/listener:Listener", "aws:lb/listenerRule:ListenerRule"
RATE = {"name": "rate", "statement": {"rateBasedStatement": {"limit": 100}}}
OTHER = {"name": "other", "statement": {"managedRuleGroupStatement": {"name": "x"}}}
LB = step(BALANCER, "lb", {"internal": False})
LINKED = step(
    ASSOCIATION, "link", links={"resourceArn": [urn(BALANCER, "lb")], "webAclArn": [urn(ACL, "acl")]}
)


@pytest.mark.parametrize(
    ("acl", "verdict"),
    [
        ({"rules": [OTHER, RATE]}, PASS),
        ({"rules": [{"statement": {"andStatement": {"statements": [RATE["statement"]]}}}]}, PASS),
        ({"ruleJson": '[{"Statement": {"RateBasedStatement": {"Limit": 100}}}]'}, PASS),
        ({"ruleJson": "[]"}, FAIL),
        ({"rules": [OTHER]}, FAIL),
        ({}, FAIL),
        ({"rules": LATER}, UNKNOWN),
    ],
)
def test_a_load_balancer_with_a_web_acl(acl: dict[str, Any], verdict: str) -> None:
    assert verdicts("CAP007", LB, LINKED, step(ACL, "acl", acl)) == {"lb": verdict}


def test_an_acl_that_is_not_declared() -> None:
    link = step(ASSOCIATION, "link", {"webAclArn": "arn:x"}, links={"resourceArn": [urn(BALANCER, "lb")]})

    assert verdicts("CAP007", LB, link) == {"lb": UNKNOWN}


def test_cloudflare_limits_in_front() -> None:
    rules = {"phase": "http_ratelimit", "rules": [{"action": "block"}]}

    assert verdicts("CAP007", LB, step("cloudflare:index/ruleset:Ruleset", "r", rules)) == {"lb": PASS}


@pytest.mark.parametrize(
    ("condition", "judged"),
    [
        ({"httpHeader": {"httpHeaderName": "x-origin"}}, {"lb": PASS}),
        ({"pathPattern": {"values": ["/*"]}}, {"stack": NOT_APPLICABLE}),
        (LATER, {"lb": UNKNOWN}),
    ],
)
def test_what_serves_a_cdn_alone(condition: Any, judged: dict[str, str]) -> None:
    listener = step(
        LISTENER,
        "https",
        {"defaultActions": [{"type": "fixed-response"}]},
        links={"loadBalancerArn": [urn(BALANCER, "lb")]},
    )
    rule = step(
        RULE,
        "rule",
        {"conditions": condition if condition == LATER else [condition]},
        links={"listenerArn": [urn(LISTENER, "https")]},
    )

    assert verdicts("CAP007", LB, listener, rule) == judged


@pytest.mark.parametrize(("rules", "verdict"), [([RATE], PASS), ([OTHER], FAIL)])
def test_a_distribution(rules: list[Any], verdict: str) -> None:
    cdn = step(DISTRIBUTION, "cdn", {"webAclId": LATER}, links={"webAclId": [urn(ACL, "acl")]})

    assert verdicts("CAP007", cdn, step(ACL, "acl", {"rules": rules})) == {"cdn": verdict}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [LB],
        [step(DISTRIBUTION, "cdn")],
        [step(BALANCER, "lb", {"internal": True})],
        [step(BALANCER, "lb", {"loadBalancerType": "network"})],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("CAP007", *steps) == {"stack": NOT_APPLICABLE}
