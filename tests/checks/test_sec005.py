from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

GROUP, RULE = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
)
OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
BALANCER, LISTENER = "aws:lb/loadBalancer:LoadBalancer", "aws:lb/listener:Listener"
CLASSIC = "aws:elb/loadBalancer:LoadBalancer"
WORLD = "0.0.0.0/0"


def rule(ports: tuple[object, object], *, source: Any = WORLD, protocol: str = "tcp") -> dict[str, Any]:
    inputs = {
        "cidrIpv4": source,
        "fromPort": ports[0],
        "toPort": ports[1],
        "ipProtocol": protocol,
        "securityGroupId": LATER,
    }
    return step(RULE, "rule", inputs, links={"securityGroupId": [urn(GROUP, "group")]})


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (rule((443, 443)), PASS),
        (rule((80, 80)), PASS),
        (rule((22, 22)), FAIL),
        (rule((22, 22), source="10.0.0.0/8"), PASS),
        (rule((80, 443)), FAIL),
        (rule((0, 65535)), FAIL),
        (rule((None, None), protocol="-1"), FAIL),
        (rule((None, None), protocol="-1", source=None), PASS),
        (rule((8443, 8443)), UNKNOWN),
        (rule((8440, 8449)), UNKNOWN),
        (rule((443, 443), protocol="udp"), PASS),
        (rule((LATER, LATER)), UNKNOWN),
        (rule((22, 22), source=LATER), UNKNOWN),
    ],
)
def test_a_rule(given: dict[str, Any], verdict: str) -> None:
    assert verdicts("SEC005", step(GROUP, "group"), given) == {"rule": verdict}


def test_ping_has_no_ports() -> None:
    assert verdicts("SEC005", rule((-1, -1), protocol="icmp")) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("internal", "port", "verdict"),
    [(False, 8443, PASS), (True, 8443, UNKNOWN), (False, 9443, UNKNOWN), (False, 5432, FAIL)],
)
def test_the_ports_of_a_public_load_balancer_are_the_front_door(
    internal: bool, port: int, verdict: str
) -> None:
    balancer = step(
        BALANCER,
        "lb",
        {"internal": internal, "securityGroups": [LATER]},
        links={"securityGroups": [urn(GROUP, "group")]},
    )
    links = {"loadBalancerArn": [urn(BALANCER, "lb")]}
    listener = step(LISTENER, "listener", {"port": 8443, "loadBalancerArn": LATER}, links=links)
    given = [step(GROUP, "group"), balancer, listener, rule((port, port))]

    assert verdicts("SEC005", *given) == {"rule": verdict}


def test_the_ports_of_a_classic_load_balancer() -> None:
    inputs = {"listeners": [{"lbPort": 8443}], "securityGroups": [LATER]}
    balancer = step(CLASSIC, "elb", inputs, links={"securityGroups": [urn(GROUP, "group")]})

    assert verdicts("SEC005", step(GROUP, "group"), balancer, rule((8443, 8443))) == {"rule": PASS}


@pytest.mark.parametrize(
    ("ingress", "verdict"),
    [
        ([{"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": [WORLD]}], FAIL),
        ([{"protocol": "tcp", "fromPort": 22, "toPort": 22, "ipv6CidrBlocks": ["::/0"]}], FAIL),
        ([{"protocol": "tcp", "fromPort": 22, "toPort": 22, "securityGroups": [LATER]}], PASS),
        ([{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": [WORLD]}], PASS),
        ([{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": [WORLD]}], FAIL),
        ([{"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": LATER}], UNKNOWN),
        (LATER, UNKNOWN),
    ],
)
def test_rules_inside_a_group(ingress: Any, verdict: str) -> None:
    assert verdicts("SEC005", step(GROUP, "group", {"ingress": ingress})) == {"group": verdict}


@pytest.mark.parametrize(
    ("kind", "verdict"), [("ingress", {"old": FAIL}), ("egress", {"stack": NOT_APPLICABLE})]
)
def test_a_rule_of_the_older_type(kind: str, verdict: dict[str, str]) -> None:
    inputs = {"type": kind, "protocol": "tcp", "fromPort": 5432, "toPort": 5432, "cidrBlocks": [WORLD]}

    assert verdicts("SEC005", step(OLD_RULE, "old", inputs)) == verdict
