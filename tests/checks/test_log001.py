from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

BALANCER, CLASSIC = "aws:lb/loadBalancer:LoadBalancer", "aws:elb/loadBalancer:LoadBalancer"
STAGE, REST_STAGE = "aws:apigatewayv2/stage:Stage", "aws:apigateway/stage:Stage"
DISTRIBUTION, ACL = "aws:cloudfront/distribution:Distribution", "aws:wafv2/webAcl:WebAcl"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
DELIVERY = "aws:cloudwatch/logDeliverySource:LogDeliverySource"


@pytest.mark.parametrize(
    ("token", "inputs", "verdict"),
    [
        (BALANCER, {"accessLogs": {"bucket": "logs", "enabled": True}}, PASS),
        (BALANCER, {"accessLogs": {"bucket": "logs"}}, FAIL),
        (BALANCER, {"accessLogs": {"bucket": "logs", "enabled": LATER}}, UNKNOWN),
        (BALANCER, {"accessLogs": LATER}, UNKNOWN),
        (BALANCER, {}, FAIL),
        (CLASSIC, {"accessLogs": {"bucket": "logs"}}, PASS),
        (CLASSIC, {}, FAIL),
        (STAGE, {"accessLogSettings": {"destinationArn": LATER}}, PASS),
        (STAGE, {"accessLogSettings": LATER}, PASS),
        (STAGE, {}, FAIL),
        (REST_STAGE, {}, FAIL),
        (DISTRIBUTION, {"loggingConfig": {"bucket": "logs"}}, PASS),
        (DISTRIBUTION, {}, FAIL),
        (ACL, {}, FAIL),
    ],
)
def test_an_entrance(token: str, inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("LOG001", step(token, "it", inputs)) == {"it": verdict}


@pytest.mark.parametrize(("token", "by"), [(ACL, LOGGING), (DISTRIBUTION, DELIVERY), (BALANCER, DELIVERY)])
def test_a_log_that_is_a_resource_of_its_own(token: str, by: str) -> None:
    log = step(by, "log", {"resourceArn": LATER}, links={"resourceArn": [urn(token, "it")]})

    assert verdicts("LOG001", step(token, "it"), log) == {"it": PASS}


def test_a_network_load_balancer_reads_no_requests() -> None:
    assert verdicts("LOG001", step(BALANCER, "it", {"loadBalancerType": "network"})) == {
        "stack": NOT_APPLICABLE
    }


def test_what_may_be_logged_by_what_is_not_there() -> None:
    assert verdicts("LOG001", step(ACL, "it"), partial=True) == {"it": UNKNOWN}
