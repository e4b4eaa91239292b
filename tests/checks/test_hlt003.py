from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks import RULES, run_rule
from tests.checks.traffic import (
    ALARM,
    BALANCERS,
    CHECK,
    MONITOR,
    accelerated,
    balancer,
    calculated,
    cloudflare,
    endpoint,
    group,
    of_alarm,
    pool,
    record,
    routed,
)
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import graph, step

RULE = next(one for one in RULES if one.code == "HLT003")


def promise(seconds: Any) -> dict[str, Any]:
    return step(
        "holdfast:index:MultiRegionApi", "api", {"objectives": {"rto_seconds": seconds}}, component=True
    )


def quick(name: str, **inputs: Any) -> dict[str, Any]:
    return endpoint(name, "a.example.com", **{"requestInterval": 10, "failureThreshold": 3, **inputs})


SOON = of_alarm("a", "brief", insufficientDataHealthStatus="Unhealthy")


@pytest.mark.parametrize(
    ("checks", "seconds", "verdict"),
    [
        # 10 s x 3 + 60 s, and 30 s x 3 + 60 s by the defaults.
        ([quick("check")], 90, PASS),
        ([quick("check")], 89, FAIL),
        ([endpoint("check", "a.example.com")], 150, PASS),
        ([endpoint("check", "a.example.com")], 149, FAIL),
        ([endpoint("check", "a.example.com", requestInterval=LATER)], 149, UNKNOWN),
        ([quick("a"), quick("b", failureThreshold=9), calculated("check", "a", "b", least=2)], 90, PASS),
        ([quick("a"), quick("b", failureThreshold=9), calculated("check", "a", "b", least=1)], 149, FAIL),
        ([quick("a"), quick("b", failureThreshold=9), calculated("check", "a", "b", least=1)], 150, PASS),
        ([quick("a"), calculated("check", "a", least=LATER)], 90, UNKNOWN),
        ([quick("a"), quick("s", invertHealthcheck=True), calculated("check", "a", "s", least=2)], 90, PASS),
        # Only people notice: that takes as long as they take.
        ([quick("check", invertHealthcheck=True)], 90, UNKNOWN),
        ([quick("check", disabled=True)], 90, UNKNOWN),
        ([quick("a"), calculated("check", "a", least=0)], 90, UNKNOWN),
        ([step(CHECK, "check", {"type": "RECOVERY_CONTROL"})], 90, UNKNOWN),
        ([of_alarm("check", "alarm")], 180, PASS),
        ([of_alarm("check", "alarm")], 179, FAIL),
        ([of_alarm("check", None)], 179, UNKNOWN),
        # An alarm that is healthy without data does not notice that all is gone; one that is not does.
        ([of_alarm("a", "alarm"), endpoint("b", "b"), calculated("check", "a", "b", least=2)], 150, PASS),
        ([of_alarm("a", "alarm"), endpoint("b", "b"), calculated("check", "a", "b", least=2)], 149, FAIL),
        ([SOON, endpoint("b", "b"), calculated("check", "a", "b", least=2)], 149, PASS),
    ],
)
def test_a_record_with_a_health_check(checks: list[dict[str, Any]], seconds: int, verdict: str) -> None:
    alarms = [
        step(ALARM, "alarm", {"period": 60, "evaluationPeriods": 2}),
        step(ALARM, "brief", {"period": 60, "evaluationPeriods": 1}),
    ]
    steps = [*BALANCERS, *alarms, promise(seconds), *checks, routed("us", check="check")]

    assert verdicts("HLT003", *steps) == {"latency-us": verdict}


@pytest.mark.parametrize(
    ("inputs", "seconds", "verdict"),
    [
        ({"healthCheck": {"interval": 10, "unhealthyThreshold": 2}}, 80, PASS),
        ({"healthCheck": {"interval": 10, "unhealthyThreshold": 2}}, 79, FAIL),
        ({}, 150, PASS),
        ({}, 149, FAIL),
        ({"healthCheck": LATER}, 149, UNKNOWN),
    ],
)
def test_an_alias_that_evaluates_its_load_balancer(
    inputs: dict[str, Any], seconds: int, verdict: str
) -> None:
    steps = [balancer("eu"), *group("tg", **inputs), promise(seconds), routed("eu")]

    assert verdicts("HLT003", *steps) == {"latency-eu": verdict}


@pytest.mark.parametrize(
    ("kind", "inputs", "seconds", "verdict"),
    [
        # The load balancer's 90 s and 30 s more; of a network load balancer the group's own 10 s x 3.
        ("application", {}, 120, PASS),
        ("application", {}, 119, FAIL),
        ("network", {"healthCheckIntervalSeconds": 10}, 30, PASS),
        ("network", {"healthCheckIntervalSeconds": 10}, 29, FAIL),
        ("network", {"thresholdCount": LATER}, 29, UNKNOWN),
    ],
)
def test_global_accelerator(kind: str, inputs: dict[str, Any], seconds: int, verdict: str) -> None:
    steps = [
        balancer("eu", loadBalancerType=kind),
        *group("tg"),
        promise(seconds),
        accelerated("eu", **inputs),
    ]

    assert verdicts("HLT003", *steps) == {"group-eu": verdict}


@pytest.mark.parametrize(
    ("monitor", "front", "seconds", "verdict"),
    [
        # 15 s x 2 failures and 4 s x 2 attempts, and 30 s of TTL where Cloudflare answers by DNS alone.
        ({"interval": 15, "consecutiveDown": 2, "timeout": 4, "retries": 1}, {"proxied": True}, 38, PASS),
        ({"interval": 15, "consecutiveDown": 2, "timeout": 4, "retries": 1}, {"proxied": True}, 37, FAIL),
        ({"interval": 15, "consecutiveDown": 2, "timeout": 4, "retries": 1}, {}, 68, PASS),
        ({"interval": 15, "consecutiveDown": 2, "timeout": 4, "retries": 1}, {}, 67, FAIL),
        ({}, {"proxied": True}, 75, PASS),
        ({}, {"proxied": True}, 74, FAIL),
        ({"interval": LATER}, {"proxied": True}, 74, UNKNOWN),
        ({}, {"ttl": LATER}, 74, UNKNOWN),
    ],
)
def test_cloudflare(monitor: dict[str, Any], front: dict[str, Any], seconds: int, verdict: str) -> None:
    steps = [step(MONITOR, "m", monitor), pool("p", monitored_by="m"), cloudflare("p", **front)]

    assert verdicts("HLT003", promise(seconds), *steps) == {"front": verdict}


def test_a_stack_that_states_no_objective_has_the_team_s() -> None:
    stack = graph(*BALANCERS, endpoint("check", "a.example.com"), routed("us", check="check"))

    assert [one.verdict for one in run_rule(stack, RULE)] == ["pass"]
    assert [one.verdict for one in run_rule(stack, RULE, {"rto_seconds": 149})] == ["fail"]


@pytest.mark.parametrize(
    "steps", [[], [record("plain", "us")], [routed("us", aliases=[{"evaluateTargetHealth": False}])]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("HLT003", *BALANCERS, *steps) == {"stack": NOT_APPLICABLE}
