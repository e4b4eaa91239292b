from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks import run_rule
from holdfast.checks.rules.ecs001 import RULE
from tests.checks.promised import serving
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import graph as made_of
from tests.graph.documents import step, urn

SERVICE, SUBNET = "aws:ecs/service:Service", "aws:ec2/subnet:Subnet"
TARGET = "aws:appautoscaling/target:Target"
SUBNETS = [step(SUBNET, zone, {"availabilityZone": f"eu-west-1{zone}"}) for zone in "abc"]


def service(zones: str = "abc", **inputs: Any) -> dict[str, Any]:
    given = {
        "desiredCount": 3,
        "loadBalancers": [{"targetGroupArn": LATER}],
        "networkConfiguration": {"subnets": [LATER] * len(zones)},
        **inputs,
    }
    return step(
        SERVICE,
        "api",
        {name: value for name, value in given.items() if value is not None},
        links={"networkConfiguration": [urn(SUBNET, zone) for zone in zones]},
    )


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (service(), PASS),
        (service(deploymentMinimumHealthyPercent=100), PASS),
        (service(deploymentMinimumHealthyPercent=50), FAIL),
        (service(deploymentMinimumHealthyPercent=LATER), UNKNOWN),
        (service(desiredCount=2), FAIL),
        (service("ab", desiredCount=2), PASS),
        (service(desiredCount=1), FAIL),
        (service(desiredCount=None), FAIL),
        (service(desiredCount=LATER), UNKNOWN),
        (service("a"), FAIL),
        (service("", networkConfiguration={"subnets": ["subnet-1"]}), UNKNOWN),
    ],
)
def test_a_service_that_serves(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("ECS001", *SUBNETS, made) == {"api": verdict}


@pytest.mark.parametrize(("least", "verdict"), [(3, PASS), (1, FAIL)])
def test_its_target_says_how_few_there_may_be(least: int, verdict: str) -> None:
    target = step(
        TARGET,
        "t",
        {"minCapacity": least, "maxCapacity": 9, "scalableDimension": "ecs:service:DesiredCount"},
        links={"resourceId": [urn(SERVICE, "api")]},
    )

    assert verdicts("ECS001", *SUBNETS, service(desiredCount=9), target) == {"api": verdict}


def test_two_tasks_are_enough_where_no_zone_is_to_be_outlived() -> None:
    api = step(
        "holdfast:index:MultiRegionApi", "stack", {"objectives": {"survives": "instance"}}, component=True
    )

    assert verdicts("ECS001", *SUBNETS, api, service("a", desiredCount=2)) == {"api": PASS}


@pytest.mark.parametrize(
    "steps", [[], [service(loadBalancers=None)], [service(schedulingStrategy="DAEMON", desiredCount=None)]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("ECS001", *SUBNETS, *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(("least", "verdict"), [(50, PASS), (51, FAIL)])
def test_a_team_says_how_many_tasks_stay(least: int, verdict: str) -> None:
    stack = made_of(*SUBNETS, service(deploymentMinimumHealthyPercent=50))

    assert [one.verdict for one in run_rule(stack, RULE, {"minimum_healthy_percent": least})] == [verdict]


@pytest.mark.parametrize(("role", "verdict"), [("standby", PASS), ("active", FAIL)])
def test_a_pilot_light_runs_nothing(role: str, verdict: str) -> None:
    roles = serving(us_east_1="active", eu_west_1=role)

    assert verdicts("ECS001", *roles, *SUBNETS, service(desiredCount=0, region="eu-west-1")) == {
        "api": verdict
    }
