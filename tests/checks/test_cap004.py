from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks import run_rule
from holdfast.checks.rules.cap004 import RULE
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import graph as made_of
from tests.graph.documents import step, urn

GROUP, POLICY = "aws:autoscaling/group:Group", "aws:autoscaling/policy:Policy"
SERVICE, SERVICE_POLICY = "aws:ecs/service:Service", "aws:appautoscaling/policy:Policy"
TARGET, SUBNET = "aws:appautoscaling/target:Target", "aws:ec2/subnet:Subnet"
SUBNETS = [step(SUBNET, zone, {"availabilityZone": f"eu-west-1{zone}"}) for zone in "abc"]


def in_zones(zones: str) -> list[str]:
    return [urn(SUBNET, zone) for zone in zones]


def group(zones: str) -> dict[str, Any]:
    return step(
        GROUP,
        "asg",
        {"vpcZoneIdentifiers": [LATER] * len(zones)},
        links={"vpcZoneIdentifiers": in_zones(zones)},
    )


def policy(target: Any, metric: str = "ASGAverageCPUUtilization") -> dict[str, Any]:
    tracked = {"targetValue": target, "predefinedMetricSpecification": {"predefinedMetricType": metric}}
    return step(
        POLICY,
        "cpu",
        {"targetTrackingConfiguration": tracked},
        links={"autoscalingGroupName": [urn(GROUP, "asg")]},
    )


@pytest.mark.parametrize(
    ("zones", "target", "verdict"),
    [
        ("abc", 66, PASS),
        ("abc", 70, FAIL),
        ("ab", 50, PASS),
        ("ab", 60, FAIL),
        ("abc", LATER, UNKNOWN),
    ],
)
def test_a_target_against_the_zones(zones: str, target: Any, verdict: str) -> None:
    assert verdicts("CAP004", *SUBNETS, group(zones), policy(target)) == {"cpu": verdict}


def test_zones_that_are_not_known() -> None:
    elsewhere = step(GROUP, "asg", {"vpcZoneIdentifiers": ["subnet-1", "subnet-2"]})

    assert verdicts("CAP004", elsewhere, policy(50)) == {"cpu": UNKNOWN}


@pytest.mark.parametrize("linked", [SERVICE, TARGET])
def test_a_service_by_itself_or_through_its_target(linked: str) -> None:
    service = step(
        SERVICE,
        "api",
        {"networkConfiguration": {"subnets": [LATER] * 2}},
        links={"networkConfiguration": in_zones("ab")},
    )
    target = step(TARGET, "api", links={"resourceId": [urn(SERVICE, "api")]})
    tracked = {
        "targetValue": 70,
        "predefinedMetricSpecification": {"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
    }
    cpu = step(
        SERVICE_POLICY,
        "cpu",
        {"targetTrackingScalingPolicyConfiguration": tracked},
        links={"resourceId": [urn(linked, "api")]},
    )

    assert verdicts("CAP004", *SUBNETS, service, target, cpu) == {"cpu": FAIL}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [*SUBNETS, group("abc"), policy(90, "ALBRequestCountPerTarget")],
        [*SUBNETS, group("a"), policy(90)],
        [
            *SUBNETS,
            group("abc"),
            policy(90),
            step(
                "holdfast:index:MultiRegionApi",
                "api",
                {"objectives": {"survives": "instance"}},
                component=True,
            ),
        ],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("CAP004", *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(("full", "verdict"), [(90, PASS), (89, FAIL)])
def test_a_team_says_how_full_the_rest_may_be(full: int, verdict: str) -> None:
    stack = made_of(*SUBNETS, group("abc"), policy(60))

    assert [one.verdict for one in run_rule(stack, RULE, {"full_percent": full})] == [verdict]
