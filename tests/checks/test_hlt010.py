from __future__ import annotations

from typing import Any

import pytest

from tests.checks.traffic import BALANCERS, LB, endpoint, host, pool
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

ACL, RULE = "aws:wafv2/webAcl:WebAcl", "aws:wafv2/webAclRule:WebAclRule"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
ALLOW: dict[str, Any] = {"allow": {}}
BLOCK: dict[str, Any] = {"block": {}}
CHECKED = [*BALANCERS, host("eu"), endpoint("check", "eu.example.com")]


def rule(priority: int, action: dict[str, Any], statement: dict[str, Any]) -> dict[str, Any]:
    return {"name": f"r{priority}", "priority": priority, "action": action, "statement": statement}


OUTSIDE = {"notStatement": {"statements": [{"geoMatchStatement": {"countryCodes": ["DE"]}}]}}
SPARED = {"notStatement": {"statements": [{"ipSetReferenceStatement": {"arn": LATER}}]}}
ABROAD = rule(10, BLOCK, OUTSIDE)
CHECKERS = rule(0, ALLOW, {"ipSetReferenceStatement": {"arn": LATER}})
LATE = rule(20, ALLOW, {"ipSetReferenceStatement": {"arn": LATER}})
OTHERS = rule(0, ALLOW, {"geoMatchStatement": {"countryCodes": ["DE"]}})


def acl(*rules: Any, default: Any = ALLOW, **inputs: Any) -> list[dict[str, Any]]:
    given = {"region": "eu-west-1", "defaultAction": default, "rules": list(rules), **inputs}
    links = {"webAclArn": [urn(ACL, "acl")], "resourceArn": [urn(LB, "eu-lb")]}
    return [
        step(ACL, "acl", given),
        step(ASSOCIATION, "a", {"webAclArn": LATER, "resourceArn": LATER}, links=links),
    ]


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        (acl(), PASS),
        (acl(rule(1, BLOCK, {"rateBasedStatement": {"limit": 100}})), PASS),
        (acl(ABROAD), FAIL),
        (acl(rule(1, BLOCK, {"rateBasedStatement": {"limit": 30}})), FAIL),
        (acl(rule(1, BLOCK, {"rateBasedStatement": {"limit": 10, "evaluationWindowSec": 60}})), PASS),
        (acl(rule(1, BLOCK, {"rateBasedStatement": {"limit": 10, "scopeDownStatement": {}}})), PASS),
        (acl(rule(1, BLOCK, {"rateBasedStatement": {"limit": LATER}})), PASS),
        (acl(rule(1, BLOCK, {"geoMatchStatement": {"countryCodes": ["KP"]}})), PASS),
        (acl(rule(1, BLOCK, {"geoMatchStatement": {"countryCodes": ["KP", "US"]}})), FAIL),
        (acl(rule(1, BLOCK, {"orStatement": {"statements": [{"byteMatchStatement": {}}, OUTSIDE]}})), FAIL),
        (acl(rule(1, BLOCK, {"andStatement": {"statements": [SPARED, OUTSIDE]}})), PASS),
        (acl(rule(1, {"count": {}}, OUTSIDE)), PASS),
        (acl(CHECKERS, ABROAD), PASS),
        (acl(ABROAD, LATE), FAIL),
        (acl(OTHERS, ABROAD), FAIL),
        (acl(default=BLOCK), FAIL),
        (acl(CHECKERS, default=BLOCK), PASS),
        (acl(rules=LATER), UNKNOWN),
        (acl(ruleJson="[]"), UNKNOWN),
    ],
)
def test_an_acl_in_front_of_what_is_checked(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("HLT010", *CHECKED, *steps) == {"acl": verdict}


def test_of_a_partial_preview_nothing_is_said_to_be_missing() -> None:
    assert verdicts("HLT010", *CHECKED, *acl(ABROAD), partial=True) == {"acl": UNKNOWN}


def test_rules_that_stand_apart() -> None:
    apart = step(RULE, "rule", {**ABROAD, "webAclArn": LATER}, links={"webAclArn": [urn(ACL, "acl")]})

    assert verdicts("HLT010", *CHECKED, *acl(), apart) == {"acl": FAIL}


def test_an_acl_that_is_attached_when_its_logging_stands() -> None:
    first, association = acl(ABROAD)
    logging = step(LOGGING, "logging", {"resourceArn": LATER}, links={"resourceArn": [urn(ACL, "acl")]})
    association["newState"]["propertyDependencies"]["webAclArn"] = [urn(LOGGING, "logging")]

    assert verdicts("HLT010", *CHECKED, first, logging, association) == {"acl": FAIL}


def test_what_cloudflare_looks_at() -> None:
    assert verdicts("HLT010", *BALANCERS, pool("p", "eu"), *acl(ABROAD)) == {"acl": FAIL}


@pytest.mark.parametrize(
    "steps",
    [[], [*BALANCERS, *acl(ABROAD)], [*CHECKED, acl(ABROAD)[0]], [*CHECKED, *acl(region="us-east-1")]],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("HLT010", *steps) == {"stack": NOT_APPLICABLE}
