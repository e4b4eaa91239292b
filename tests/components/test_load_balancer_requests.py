"""What a load balancer does with requests, and what it refuses."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.log_bucket import LogBucket
from tests.components.declared import declared
from tests.components.load_balancer_samples import (
    BILLING,
    ORDERS,
    REGION,
    arguments,
    build,
    target,
    undelegated,
)


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
