from __future__ import annotations

from typing import Any

import pulumi
import pytest

from holdfast.components.load_balancer import SSL_POLICY, LoadBalancer, LoadBalancerArgs
from holdfast.components.log_bucket import LogBucket
from holdfast.components.target_group import StickinessKind, TargetGroupArgs, TargetType
from holdfast.topology.values import LoadBalancingAlgorithm
from tests.components.declared import Resources, declared

REGION = "us-east-1"
CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/0"
ORDERS: TargetGroupArgs = {"port": 8080, "health_check": {"path": "/healthz"}, "priority": 10}
BILLING: TargetGroupArgs = {
    "port": 9090,
    "health_check": {"path": "/healthz"},
    "priority": 20,
    "paths": ["/billing/*"],
    "hosts": ["billing.example.com"],
}


def arguments(**more: Any) -> LoadBalancerArgs:
    args: LoadBalancerArgs = {
        "region": REGION,
        "vpc_id": "vpc-1",
        "vpc_cidr": "10.0.0.0/16",
        "subnet_ids": ["subnet-a", "subnet-b"],
        "log_bucket": "logs",
        "targets": {"orders": ORDERS},
        "allowed_cidrs": ["0.0.0.0/0"],
        "certificate_arn": CERTIFICATE,
    }
    return {**args, **more}  # type: ignore[typeddict-item]  # any key


def build(**more: Any) -> Resources:
    return declared(lambda: LoadBalancer("use1-public", arguments(**more)))


def undelegated(**more: Any) -> Resources:
    args = arguments(**more)
    del args["certificate_arn"]
    return declared(lambda: LoadBalancer("use1-public", args))


def target(**more: Any) -> Resources:
    return build(targets={"orders": {**ORDERS, **more}})


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


def test_outputs() -> None:
    resources = build(origin={"internal": "holdfast:entrances.public.internal"})
    assert resources("use1-public").outputs == {
        "load_balancer_arn": resources("use1-public-lb").arn,
        "arn_suffix": "app/use1-public-lb/0",
        "dns_name": "use1-public-lb.us-east-1.elb.amazonaws.com",
        "zone_id": "use1-public-lb-zone-id",
        "security_group_id": "use1-public-sg-id",
        "target_group_arns": {"orders": resources("use1-public-orders-tg").arn},
        "target_group_arn_suffixes": {"orders": "targetgroup/use1-public-orders-tg/0"},
        "origin": {"internal": "holdfast:entrances.public.internal"},
    }


class Service(pulumi.CustomResource):
    def __init__(self, target_group_arn: pulumi.Output[str]) -> None:
        super().__init__("test:index:Service", "service", {"arn": target_group_arn})


def test_a_service_waits_for_its_own_rule_alone() -> None:
    def program() -> None:
        args = arguments(targets={"orders": ORDERS, "billing": BILLING})
        Service(LoadBalancer("use1-public", args).target_group_arn("orders"))

    assert {one for one in declared(program)("service").depends_on if one.endswith(("-rule", "-tg"))} == {
        "use1-public-orders-rule",
        "use1-public-orders-tg",
    }


def test_a_service_waits_for_no_rule_where_there_is_none() -> None:
    def program() -> None:
        args = arguments()
        del args["certificate_arn"]
        Service(LoadBalancer("use1-public", args).target_group_arn_suffix("orders"))

    assert declared(program)("service").depends_on == {"use1-public-orders-tg"}


def test_the_load_balancer_waits_for_the_buckets_policy() -> None:
    def program() -> None:
        logs = LogBucket("use1", {"region": REGION, "account_id": "111122223333"})
        LoadBalancer("use1-public", arguments(log_bucket=logs.bucket))

    balancer = declared(program)("use1-public-lb")
    assert "use1-logs-policy" in balancer.depends_on
    assert balancer.inputs["accessLogs"]["bucket"] == "use1-logs-bucket"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"slow_start_seconds": 60, "algorithm": "weighted_random"},
            "'slow_start_seconds' needs the algorithm",
        ),
        (
            {"slow_start_seconds": 60, "algorithm": "least_outstanding_requests"},
            "'slow_start_seconds' needs the algorithm 'round_robin', got 'least_outstanding_requests'",
        ),
        ({"slow_start_seconds": 20}, "'slow_start_seconds' must be 30 to 900, got 20"),
        ({"anomaly_mitigation": True}, "'anomaly_mitigation' needs the algorithm 'weighted_random'"),
        ({"stickiness": {"kind": "lb_cookie"}, "cross_zone": False}, "'stickiness' needs 'cross_zone'"),
        ({"stickiness": {"kind": "app_cookie"}}, "'stickiness.cookie_name' is needed with 'app_cookie'"),
        ({"stickiness": {"kind": "lb_cookie", "cookie_name": "A"}}, "is refused with 'lb_cookie'"),
        ({"stickiness": {"kind": "app_cookie", "cookie_name": "AWSALBAPP-0"}}, "the load balancer's own"),
        ({"stickiness": {"kind": "lb_cookie", "duration_seconds": 604801}}, "must be 1 to 604800"),
        (
            {"health_check": {"path": "/", "interval_seconds": 5}},
            r"'health_check.timeout_seconds' \(5\) must be",
        ),
        ({"health_check": {"path": "healthz"}}, "path 'healthz' must start with '/'"),
        (
            {"health_thresholds": {"dns_failover_percent": 30, "routing_failover_percent": 50}},
            r"'health_thresholds.dns_failover_percent' \(30\) must not be lower",
        ),
        (
            {"health_thresholds": {"dns_failover_count": 1, "routing_failover_count": 2}},
            r"'health_thresholds.dns_failover_count' \(1\) must not be lower",
        ),
        ({"health_thresholds": {"dns_failover_percent": 101}}, "must be 1 to 100, got 101"),
        ({"paths": []}, "'paths' is empty"),
        ({"paths": ["/a", "/b", "/c", "/d"], "hosts": ["a.test", "b.test"]}, "hold 6 patterns together"),
        ({"priority": 0}, "'priority' must be 1 to 50000, got 0"),
        ({"port": 70000}, "'port' must be 1 to 65535, got 70000"),
    ],
)
def test_what_aws_refuses_of_a_target_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(
        ValueError, match=r"(?s)load balancer 'use1-public':\n.*target 'orders': .*" + message
    ):
        target(**given)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"targets": {}}, "'targets' is empty"),
        ({"allowed_cidrs": []}, "'allowed_cidrs' is empty"),
        ({"allowed_cidrs": ["10.0.0.1/8"]}, "10.0.0.1/8 has host bits set"),
        ({"allowed_cidrs": ["::/0"]}, "'allowed_cidrs' takes IPv4 blocks"),
        ({"ssl_policy": "ELBSecurityPolicy-2016-08"}, "'ssl_policy' must serve TLS 1.2 or later"),
        ({"ssl_policy": "ELBSecurityPolicy-TLS13-1-0-2021-06"}, "'ssl_policy' must serve TLS 1.2 or later"),
        ({"idle_timeout_seconds": 0}, "'idle_timeout_seconds' must be 1 to 4000, got 0"),
        ({"client_keep_alive_seconds": 30}, "'client_keep_alive_seconds' must be 60 to 604800, got 30"),
        (
            {"targets": {"orders": ORDERS, "carts": ORDERS}},
            "targets 'carts' and 'orders' have the same 'priority', 10",
        ),
    ],
)
def test_what_makes_no_load_balancer_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build(**given)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ValueError, match="'allowed_cidrs' is empty") as refused:
        build(allowed_cidrs=[], targets={"orders": {**ORDERS, "port": 0, "anomaly_mitigation": True}})
    assert str(refused.value).count("\n- ") == 3


LOCK: dict[str, Any] = {
    "header": "X-Origin-Verify",
    "values": ["one", "two"],
    "health": {"host": "use1.api.example.com", "path": "/healthz", "target": "orders"},
}


def test_a_lock_asks_every_rule_for_the_header_but_the_health_check() -> None:
    resources = build(origin_lock=LOCK, targets={"orders": ORDERS, "billing": BILLING})
    header = {"httpHeader": {"httpHeaderName": "X-Origin-Verify", "values": ["one", "two"]}}
    for key in ("orders", "billing"):
        assert resources(f"use1-public-{key}-rule").inputs["conditions"][-1] == header
    rule = resources("use1-public-open-health-rule")
    assert rule.inputs["priority"] == 1
    assert rule.inputs["conditions"] == [
        {"hostHeader": {"values": ["use1.api.example.com"]}},
        {"pathPattern": {"values": ["/healthz"]}},
    ]
    assert rule.inputs["actions"] == [
        {"type": "forward", "targetGroupArn": resources("use1-public-orders-tg").outputs["arn"]}
    ]
    assert rule.region == REGION


def test_what_comes_past_the_lock_is_refused() -> None:
    (answer,) = build(origin_lock=LOCK)("use1-public-https").inputs["defaultActions"]
    assert answer["fixedResponse"]["statusCode"] == "403"
    (answer,) = build()("use1-public-https").inputs["defaultActions"]
    assert answer["fixedResponse"]["statusCode"] == "404"


def test_the_values_of_a_lock_stay_secret() -> None:
    resources = declared(
        lambda: LoadBalancer(
            "use1-public",
            arguments(origin_lock={**LOCK, "values": [pulumi.Output.secret("hush"), "two"]}),
        )
    )
    assert "conditions" in resources("use1-public-orders-rule").secrets


def test_without_a_lock_there_is_no_health_rule() -> None:
    assert "use1-public-open-health-rule" not in build().names("ListenerRule")
    assert "use1-public-open-health-rule" not in undelegated(origin_lock=LOCK).names("ListenerRule")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"origin_lock": {**LOCK, "health": {**LOCK["health"], "target": "users"}}},
            "'origin_lock.health.target' names no target: 'users'",
        ),
        (
            {"origin_lock": LOCK, "targets": {"orders": {**ORDERS, "priority": 1}}},
            "target 'orders': 'priority' 1 is that of the rule that keeps the health path open",
        ),
    ],
)
def test_a_lock_that_does_not_fit_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build(**given)
