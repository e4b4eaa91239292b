from __future__ import annotations

from typing import Any

import pytest

from tests.checks.promised import serving
from tests.checks.traffic import ASG, GROUP, accelerated, balancer, group, host, instances, record, routed
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

FRONT = [balancer("eu"), host("eu")]
SERVICE, SCALING = "aws:ecs/service:Service", "aws:appautoscaling/target:Target"


def service(**inputs: Any) -> dict[str, Any]:
    links = {"loadBalancers": [urn(GROUP, "tg")]}
    return step(SERVICE, "service", {"loadBalancers": [{"targetGroupArn": LATER}], **inputs}, links=links)


def scaled(least: Any) -> dict[str, Any]:
    links = {"resourceId": [urn(SERVICE, "service")]}
    return step(SCALING, "scaling", {"resourceId": LATER, "minCapacity": least}, links=links)


def attached(token: str, name: str) -> list[dict[str, Any]]:
    links = {name: [urn(GROUP, "tg")], "autoscalingGroupName": [urn(ASG, "loose")]}
    return [step(ASG, "loose", {"minSize": 1}), step(token, "attached", {name: LATER}, links=links)]


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([instances("tg", minSize=2)], PASS),
        ([instances("tg", minSize=0)], FAIL),
        ([instances("tg", minSize=0, desiredCapacity=2)], PASS),
        ([instances("tg", minSize=2, desiredCapacity=0)], FAIL),
        ([instances("tg", minSize=LATER)], UNKNOWN),
        ([service(desiredCount=2)], PASS),
        ([service()], FAIL),
        ([service(), scaled(2)], PASS),
        ([service(), scaled(0)], FAIL),
        ([service(desiredCount=LATER)], UNKNOWN),
        ([service(desiredCount=LATER), scaled(2)], PASS),
        (attached("aws:autoscaling/attachment:Attachment", "lbTargetGroupArn"), PASS),
        (attached("aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment", "trafficSource"), PASS),
        (attached("aws:lb/targetGroupAttachment:TargetGroupAttachment", "targetGroupArn"), PASS),
        ([], FAIL),
        ([step("aws:eks/cluster:Cluster", "cluster")], UNKNOWN),
    ],
)
def test_a_target_group(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("LBR001", *FRONT, *group("tg"), *steps) == {"eu-lb": verdict}


def test_addresses_may_be_registered_from_outside() -> None:
    assert verdicts("LBR001", *FRONT, *group("tg", targetType="ip")) == {"eu-lb": UNKNOWN}


def test_one_of_two_is_empty() -> None:
    groups = [*group("tg"), *group("idle"), instances("tg", minSize=2)]

    assert verdicts("LBR001", *FRONT, *groups) == {"eu-lb": FAIL}


def test_a_group_of_a_rule() -> None:
    rule = step(
        "aws:lb/listenerRule:ListenerRule",
        "rule",
        {"listenerArn": LATER, "actions": LATER},
        links={
            "listenerArn": [urn("aws:lb/listener:Listener", "tg-listener")],
            "actions": [urn(GROUP, "idle")],
        },
    )
    steps = [*group("tg"), instances("tg", minSize=2), step(GROUP, "idle"), rule]

    assert verdicts("LBR001", *FRONT, *steps) == {"eu-lb": FAIL}


def test_what_global_accelerator_evaluates() -> None:
    assert verdicts("LBR001", balancer("eu"), accelerated("eu"), *group("tg")) == {"eu-lb": FAIL}


def test_of_a_partial_preview_nothing_is_said_to_be_missing() -> None:
    assert verdicts("LBR001", *FRONT, *group("tg"), partial=True) == {"eu-lb": UNKNOWN}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [balancer("eu"), *group("tg")],
        [balancer("eu"), *group("tg"), record("eu", "eu", aliases=[{"evaluateTargetHealth": False}])],
        [balancer("eu"), routed("eu")],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("LBR001", *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("role", "judged"), [("standby", {"stack": NOT_APPLICABLE}), ("active", {"eu-lb": FAIL})]
)
def test_a_pilot_light_is_down_until_it_is_lit(role: str, judged: dict[str, str]) -> None:
    roles = serving(us_east_1="active", eu_west_1=role)

    assert verdicts("LBR001", *roles, *FRONT, *group("tg"), instances("tg", minSize=0)) == judged
