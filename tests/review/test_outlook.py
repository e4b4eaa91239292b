"""What a loss would do: the published arithmetic, and what must hold whatever the stack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.review.outlook import Objectives
from tests.graph.documents import UNKNOWN, step, urn
from tests.review.outlook_samples import EUW1, FAST, SLOW, USE1, accelerated, region, zone
from tests.review.outlook_stacks import (
    BALANCER,
    LISTENER,
    RECORD,
    SHORT,
    balancer,
    failover,
    group,
    latency,
    promises,
    site,
    weighted,
)

if TYPE_CHECKING:
    from tests.review.outlook_stacks import Steps


@pytest.mark.parametrize(
    ("check", "seconds", "text"),
    [
        (FAST, 90, "90 s: 10 s x 3 + TTL 60 s"),
        (SLOW, 150, "150 s: 30 s x 3 + TTL 60 s"),
        ({}, 150, "150 s: 30 s x 3 + TTL 60 s"),
    ],
)
def test_route_53_takes_interval_times_threshold_and_ttl(
    check: dict[str, Any], seconds: int, text: str
) -> None:
    recovery = region(
        USE1, *site(USE1, latency(USE1), check=check), *site(EUW1, latency(EUW1), check=check)
    ).recovery

    assert (recovery.seconds, recovery.text, recovery.bounded) == (seconds, text, False)
    assert recovery.source.startswith("https://docs.aws.amazon.com/Route53/")


@pytest.mark.parametrize("kind", ["application", "network"])
@pytest.mark.parametrize(
    ("check", "seconds"),
    [
        ({"interval": 30, "unhealthyThreshold": 2}, 60),
        ({"interval": 35, "unhealthyThreshold": 2}, 70),
        ({"interval": 5, "unhealthyThreshold": 2}, 10),
        ({}, 90),
    ],
)
def test_a_zone_takes_what_its_targets_do_and_the_name_of_the_load_balancer(
    kind: str, check: dict[str, Any], seconds: int
) -> None:
    stack = [*group(USE1, 6, 3), *balancer(USE1, kind=kind, check=check)]

    recovery = zone("us-east-1a", *stack).recovery

    assert recovery.seconds == seconds + 60
    assert "load balancer's name" in recovery.text


def test_a_load_balancer_that_sends_to_nothing_yet_is_named() -> None:
    closed = [one for one in site(USE1, latency(USE1)) if one["urn"] != urn(LISTENER, "use1-https")]

    found, bare = (zone("us-east-1a", *stack).recovery for stack in (closed, group(USE1, 6, 3)))

    assert found.text == "use1-lb sends requests to no target group of this stack yet"
    assert bare.text == "how requests leave what stood in us-east-1a is not known"


@pytest.mark.parametrize("check", [{}, {"healthCheck": {"enabled": False, "interval": 35}}])
def test_a_function_that_is_not_asked_for_its_health_delays_nothing(check: dict[str, Any]) -> None:
    rule, targets = "aws:lb/listenerRule:ListenerRule", "aws:lb/targetGroup:TargetGroup"
    https = urn("aws:lb/listener:Listener", "use1-https")
    stack = [
        *group(USE1, 6, 3),
        *balancer(USE1, check={"interval": 5, "unhealthyThreshold": 2}),
        step(targets, "use1-openapi-tg", {"region": USE1, "targetType": "lambda", **check}),
        step(
            rule,
            "use1-openapi-rule",
            {"region": USE1},
            links={"listenerArn": [https], "actions": [urn(targets, "use1-openapi-tg")]},
        ),
    ]

    assert zone("us-east-1a", *stack).recovery.seconds == 10 + 60
    asked = step(targets, "use1-openapi-tg", {"targetType": "lambda", "healthCheck": {"enabled": True}})
    stack[-2] = asked
    assert zone("us-east-1a", *stack).recovery.seconds == 30 * 3 + 60


def test_global_accelerator_takes_a_minute_with_a_load_balancer_that_takes_half() -> None:
    check = {"interval": 10, "unhealthyThreshold": 3}
    stack = [
        part
        for one in (USE1, EUW1)
        for part in (*group(one, 6, 3), *balancer(one, check=check), *accelerated(one))
    ]

    recovery = region(USE1, *stack).recovery

    assert (recovery.seconds, recovery.text) == (60, "60 s: targets 10 s x 3 + 30 s of Global Accelerator")


def test_an_alias_without_a_check_goes_by_the_health_of_its_targets() -> None:
    recovery = region(USE1, *site(USE1, latency(USE1)), *site(EUW1, latency(EUW1))).recovery

    assert recovery.text == "150 s: targets 30 s x 3 + TTL 60 s"


POOL = "cloudflare:index/loadBalancerPool:LoadBalancerPool"


def pooled(where: str) -> Steps:
    """A Cloudflare pool whose only origin is a load balancer, with a monitor."""
    pool, monitor = f"{SHORT[where]}-pool", "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor"
    return [
        step(monitor, f"{SHORT[where]}-monitor", {"interval": 60, "timeout": 5, "retries": 2}),
        step(
            POOL,
            pool,
            {"origins": [{"address": UNKNOWN}], "monitor": UNKNOWN},
            links={
                "origins": [urn(BALANCER, f"{SHORT[where]}-lb")],
                "monitor": [urn(monitor, f"{SHORT[where]}-monitor")],
            },
        ),
    ]


@pytest.mark.parametrize(("proxied", "seconds"), [(True, 75), (False, 105)])
def test_cloudflare_takes_its_monitor_and_the_ttl_of_what_it_does_not_proxy(
    proxied: bool,
    seconds: int,
) -> None:
    stack = [part for one in (USE1, EUW1) for part in (*group(one, 6, 3), *balancer(one), *pooled(one))]
    pools = [urn(POOL, f"{SHORT[one]}-pool") for one in (USE1, EUW1)]
    balanced = step(
        "cloudflare:index/loadBalancer:LoadBalancer",
        "global",
        {"defaultPools": [UNKNOWN, UNKNOWN], "proxied": proxied},
        links={"defaultPools": pools},
    )

    assert region(USE1, *stack, balanced).recovery.seconds == seconds


def test_weight_0_takes_over_when_the_other_is_unhealthy() -> None:
    stack = [*site(USE1, weighted(10), check=FAST), *site(EUW1, weighted(0), check=FAST)]

    assert region(USE1, *stack).recovery.seconds == 90
    assert (region(EUW1, *stack).recovery.seconds, region(EUW1, *stack).capacity) == (0, 1)


def test_a_primary_without_a_check_is_never_left() -> None:
    stack = [*site(USE1, failover("PRIMARY"), check=FAST), *site(EUW1, failover("SECONDARY"))]
    for one in stack:
        if one["urn"] == urn(RECORD, "use1-record"):
            del one["newState"]["inputs"]["healthCheckId"]
            one["newState"]["propertyDependencies"].pop("healthCheckId")

    found = region(USE1, *stack, *promises(rto_seconds=300, survives="region"))

    assert found.recovery.seconds is None
    assert found.recovery.text == "nothing takes use1-record out of service"
    assert found.breaks == ("RTO 300 s",)
    assert found.unknowns == ()


def test_a_secondary_without_a_check_is_answered_when_the_primary_is_bad() -> None:
    stack = [*site(USE1, failover("PRIMARY"), check=FAST), *site(EUW1, failover("SECONDARY"))]

    assert region(USE1, *stack).recovery.seconds == 90


def test_a_disabled_check_never_notices() -> None:
    disabled = {**FAST, "disabled": True}
    stack = [*site(USE1, latency(USE1), check=disabled), *site(EUW1, latency(EUW1), check=FAST)]

    assert region(USE1, *stack).recovery.text == "nothing takes use1-record out of service"


def test_records_that_lead_to_one_region_move_nobody() -> None:
    stack = [*site(USE1, latency(USE1), check=FAST), *group(EUW1, 6, 3)]

    assert region(USE1, *stack).recovery.text == "nothing moves clients to another region by itself"


def test_an_interval_that_is_not_known_is_said() -> None:
    check = {"requestInterval": UNKNOWN, "failureThreshold": 3}
    found = region(
        USE1,
        *site(USE1, latency(USE1), check=check),
        *site(EUW1, latency(EUW1), check=FAST),
        objectives=Objectives(rto_seconds=10),
    )

    assert found.recovery.seconds is None
    assert found.unknowns == ("use1-record: when its health check notices is not known",)
    assert found.breaks == ()
