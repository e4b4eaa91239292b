from __future__ import annotations

from typing import Any

import pytest

from holdfast.components.load_balancer_args import SSL_POLICY
from holdfast.components.target_group import StickinessKind, TargetType
from holdfast.topology.values import LoadBalancingAlgorithm
from tests.components.load_balancer_samples import (
    BILLING,
    CERTIFICATE,
    ORDERS,
    REGION,
    build,
    target,
    undelegated,
)

COMMON = {
    ("holdfast:index:LoadBalancer", "use1-public"),
    ("aws:ec2/securityGroup:SecurityGroup", "use1-public-sg"),
    ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "use1-public-ingress-80-0.0.0.0_0"),
    ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "use1-public-egress"),
    ("aws:lb/loadBalancer:LoadBalancer", "use1-public-lb"),
    ("aws:lb/targetGroup:TargetGroup", "use1-public-orders-tg"),
    ("aws:lb/listener:Listener", "use1-public-http"),
}


def test_the_exact_children() -> None:
    assert build().pairs() == COMMON | {
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "use1-public-ingress-443-0.0.0.0_0"),
        ("aws:lb/listener:Listener", "use1-public-https"),
        ("aws:lb/listenerRule:ListenerRule", "use1-public-orders-rule"),
    }


def test_the_exact_children_while_the_zone_awaits_delegation() -> None:
    assert undelegated().pairs() == COMMON


def test_every_child_is_in_the_region_and_below_the_component() -> None:
    children = [one for one in build(targets={"orders": ORDERS, "billing": BILLING}) if one.custom]
    assert {one.region for one in children} == {REGION}
    assert {one.parent for one in children} == {"use1-public"}
    assert all(one.inputs["tags"]["Name"] == one.name for one in children)


def test_a_second_service_renames_nothing() -> None:
    both = build(targets={"billing": BILLING, "orders": ORDERS})
    assert build().pairs() < both.pairs()
    assert both.names("TargetGroup") == {"use1-public-billing-tg", "use1-public-orders-tg"}


def test_the_load_balancer_is_hardened() -> None:
    inputs = build()("use1-public-lb").inputs
    assert {key: value for key, value in inputs.items() if key != "tags"} == {
        "region": REGION,
        "loadBalancerType": "application",
        "internal": False,
        "subnets": ["subnet-a", "subnet-b"],
        "securityGroups": ["use1-public-sg-id"],
        "accessLogs": {"bucket": "logs", "prefix": "use1-public/access", "enabled": True},
        "connectionLogs": {"bucket": "logs", "prefix": "use1-public/connection", "enabled": True},
        "enableDeletionProtection": True,
        "enableZonalShift": True,
        "enableHttp2": True,
        "enableWafFailOpen": False,
        "dropInvalidHeaderFields": True,
        "desyncMitigationMode": "defensive",
        "xffHeaderProcessingMode": "append",
        "preserveHostHeader": False,
        "idleTimeout": 60,
        "clientKeepAlive": 300,
    }


def test_what_the_caller_says_reaches_the_load_balancer() -> None:
    inputs = build(
        internal=True,
        zonal_shift=False,
        idle_timeout_seconds=30.0,
        client_keep_alive_seconds=120.0,
        preserve_host_header=True,
        tags={"team": "orders"},
    )("use1-public-lb").inputs
    assert (inputs["internal"], inputs["enableZonalShift"], inputs["preserveHostHeader"]) == (
        True,
        False,
        True,
    )
    assert (inputs["idleTimeout"], inputs["clientKeepAlive"]) == (30, 120)
    assert inputs["tags"] == {"team": "orders", "Name": "use1-public-lb"}


@pytest.mark.parametrize(("protection", "protect"), [(True, True), (False, False)])
def test_protection_is_the_services_and_pulumis(protection: bool, protect: bool | None) -> None:
    balancer = build(protection=protection)("use1-public-lb")
    assert (balancer.inputs["enableDeletionProtection"], balancer.protect) == (protection, protect)


def test_clients_come_from_the_allowed_blocks_alone() -> None:
    resources = build(allowed_cidrs=["198.51.100.0/24", "10.0.0.0/8", "10.0.0.0/8"])
    rules = {
        one.name: (one.inputs["cidrIpv4"], one.inputs["fromPort"], one.inputs["toPort"])
        for one in resources.of("SecurityGroupIngressRule")
    }
    assert rules == {
        "use1-public-ingress-443-10.0.0.0_8": ("10.0.0.0/8", 443, 443),
        "use1-public-ingress-443-198.51.100.0_24": ("198.51.100.0/24", 443, 443),
        "use1-public-ingress-80-10.0.0.0_8": ("10.0.0.0/8", 80, 80),
        "use1-public-ingress-80-198.51.100.0_24": ("198.51.100.0/24", 80, 80),
    }


def test_it_sends_to_the_targets_ports_in_the_vpc_alone() -> None:
    resources = build(targets={"orders": ORDERS, "billing": BILLING, "carts": {**ORDERS, "priority": 30}})
    rules = [
        (one.inputs["cidrIpv4"], one.inputs["fromPort"], one.inputs["toPort"], one.inputs["ipProtocol"])
        for one in resources.of("SecurityGroupEgressRule")
    ]
    assert rules == [("10.0.0.0/16", 8080, 9090, "tcp")]


def test_https_is_modern_and_knows_only_its_rules() -> None:
    inputs = build()("use1-public-https").inputs
    assert (inputs["port"], inputs["protocol"], inputs["certificateArn"]) == (443, "HTTPS", CERTIFICATE)
    assert inputs["sslPolicy"] == SSL_POLICY == "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    assert inputs["routingHttpResponseServerEnabled"] is False
    assert inputs["routingHttpResponseStrictTransportSecurityHeaderValue"] == "max-age=31536000"
    (action,) = inputs["defaultActions"]
    assert (action["type"], action["fixedResponse"]["statusCode"]) == ("fixed-response", "404")


def test_hsts_and_policy_are_the_callers() -> None:
    inputs = build(hsts_seconds=0, ssl_policy="ELBSecurityPolicy-TLS13-1-3-2021-06")(
        "use1-public-https"
    ).inputs
    assert inputs["routingHttpResponseStrictTransportSecurityHeaderValue"] == "max-age=0"
    assert inputs["sslPolicy"] == "ELBSecurityPolicy-TLS13-1-3-2021-06"


def test_http_redirects_once_https_listens() -> None:
    http = build()("use1-public-http")
    assert http.inputs["defaultActions"] == [
        {"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}
    ]
    assert "use1-public-https" in http.depends_on


def test_http_says_what_it_waits_for_without_a_certificate() -> None:
    resources = undelegated()
    (action,) = resources("use1-public-http").inputs["defaultActions"]
    assert (action["type"], action["fixedResponse"]["statusCode"]) == ("fixed-response", "503")
    assert "awaits delegation" in action["fixedResponse"]["messageBody"]
    assert resources("use1-public-http").urn == build()("use1-public-http").urn


def test_rules_forward_by_path_and_host() -> None:
    resources = build(targets={"orders": ORDERS, "billing": BILLING})
    orders, billing = resources("use1-public-orders-rule"), resources("use1-public-billing-rule")
    assert orders.inputs["conditions"] == [{"pathPattern": {"values": ["/*"]}}]
    assert billing.inputs["conditions"] == [
        {"hostHeader": {"values": ["billing.example.com"]}},
        {"pathPattern": {"values": ["/billing/*"]}},
    ]
    assert (orders.inputs["priority"], billing.inputs["priority"]) == (10, 20)
    assert orders.inputs["listenerArn"] == resources("use1-public-https").arn
    group = resources("use1-public-orders-tg")
    assert orders.inputs["actions"] == [{"type": "forward", "targetGroupArn": group.arn}]


def test_a_target_group_says_every_attribute() -> None:
    group = build()("use1-public-orders-tg")
    assert {key: value for key, value in group.inputs.items() if key != "tags"} == {
        "region": REGION,
        "vpcId": "vpc-1",
        "port": 8080,
        "protocol": "HTTP",
        "targetType": "instance",
        "healthCheck": {
            "enabled": True,
            "protocol": "HTTP",
            "port": "traffic-port",
            "path": "/healthz",
            "interval": 10,
            "timeout": 5,
            "healthyThreshold": 2,
            "unhealthyThreshold": 2,
            "matcher": "200",
        },
        "deregistrationDelay": 30,
        "slowStart": 0,
        "stickiness": {"enabled": False, "type": "lb_cookie"},
        "loadBalancingAlgorithmType": "round_robin",
        "loadBalancingAnomalyMitigation": "off",
        "loadBalancingCrossZoneEnabled": "use_load_balancer_configuration",
        "targetGroupHealth": {
            "dnsFailover": {
                "minimumHealthyTargetsCount": "off",
                "minimumHealthyTargetsPercentage": "off",
            },
            "unhealthyStateRouting": {
                "minimumHealthyTargetsCount": 1,
                "minimumHealthyTargetsPercentage": "off",
            },
        },
    }
    assert group.delete_before_replace is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"slow_start_seconds": 60.0}, {"slowStart": 60}),
        ({"target_type": TargetType.IP}, {"targetType": "ip"}),
        ({"deregistration_delay_seconds": 0}, {"deregistrationDelay": 0}),
        ({"cross_zone": False}, {"loadBalancingCrossZoneEnabled": "false"}),
        (
            {"algorithm": LoadBalancingAlgorithm.WEIGHTED_RANDOM, "anomaly_mitigation": True},
            {"loadBalancingAlgorithmType": "weighted_random", "loadBalancingAnomalyMitigation": "on"},
        ),
        (
            {"algorithm": "least_outstanding_requests"},
            {"loadBalancingAlgorithmType": "least_outstanding_requests"},
        ),
        (
            {"stickiness": {"kind": StickinessKind.LB_COOKIE, "duration_seconds": 600}},
            {"stickiness": {"enabled": True, "type": "lb_cookie", "cookieDuration": 600}},
        ),
        (
            {"stickiness": {"kind": "app_cookie", "cookie_name": "SESSION"}},
            {
                "stickiness": {
                    "enabled": True,
                    "type": "app_cookie",
                    "cookieDuration": 86400,
                    "cookieName": "SESSION",
                }
            },
        ),
        (
            {
                "health_thresholds": {
                    "dns_failover_count": 3,
                    "dns_failover_percent": 50.0,
                    "routing_failover_count": 2,
                    "routing_failover_percent": 50,
                }
            },
            {
                "targetGroupHealth": {
                    "dnsFailover": {
                        "minimumHealthyTargetsCount": "3",
                        "minimumHealthyTargetsPercentage": "50",
                    },
                    "unhealthyStateRouting": {
                        "minimumHealthyTargetsCount": 2,
                        "minimumHealthyTargetsPercentage": "50",
                    },
                }
            },
        ),
    ],
)
def test_what_the_caller_says_reaches_the_target_group(
    given: dict[str, Any], expected: dict[str, Any]
) -> None:
    inputs = target(**given)("use1-public-orders-tg").inputs
    assert {key: inputs[key] for key in expected} == expected
