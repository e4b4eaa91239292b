from __future__ import annotations

from typing import Any

import pytest

from tests.checks.promised import serving
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

GROUP, SUBNET = "aws:autoscaling/group:Group", "aws:ec2/subnet:Subnet"
SUBNETS = [step(SUBNET, zone, {"availabilityZone": f"eu-west-1{zone}"}) for zone in "ab"] + [
    step(SUBNET, "later", {"availabilityZone": LATER})
]
GOOD = {
    "minSize": 2,
    "maxSize": 4,
    "healthCheckType": "ELB",
    "healthCheckGracePeriod": 120,
    "targetGroupArns": [LATER],
    "vpcZoneIdentifiers": [LATER, LATER],
}


def group(*subnets: str, **inputs: Any) -> dict[str, Any]:
    given = {key: value for key, value in {**GOOD, **inputs}.items() if value is not None}
    return step(GROUP, "asg", given, links={"vpcZoneIdentifiers": [urn(SUBNET, name) for name in subnets]})


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (group("a", "b"), PASS),
        (group("a", "b", healthCheckGracePeriod=None), PASS),
        (group("a", "b", healthCheckType="EC2"), FAIL),
        (group("a", "b", healthCheckType=None), FAIL),
        (group("a", "b", healthCheckType=LATER), UNKNOWN),
        (group("a", "b", healthCheckGracePeriod=0), FAIL),
        (group("a", "b", healthCheckGracePeriod=LATER), UNKNOWN),
        (group("a", "b", minSize=1), FAIL),
        (group("a", "b", minSize=LATER), UNKNOWN),
        (group("a", vpcZoneIdentifiers=[LATER]), FAIL),
        (group("a"), UNKNOWN),
        (group("a", "later"), UNKNOWN),
        (group("a", "b", vpcZoneIdentifiers=LATER), PASS),
        (group(vpcZoneIdentifiers=LATER), UNKNOWN),
        (group(vpcZoneIdentifiers=None, availabilityZones=["eu-west-1a", "eu-west-1b"]), PASS),
        (group(vpcZoneIdentifiers=None, availabilityZones=["eu-west-1a"]), FAIL),
        (group("a", "b", targetGroupArns=None, trafficSources=[{"identifier": LATER}]), PASS),
        (group("a", "b", targetGroupArns=LATER, healthCheckType="EC2"), FAIL),
    ],
)
def test_a_group_behind_a_load_balancer(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("ASG001", *SUBNETS, made) == {"asg": verdict}


def test_a_group_that_an_attachment_puts_behind_a_load_balancer() -> None:
    attachment = step(
        "aws:autoscaling/attachment:Attachment",
        "attached",
        {"autoscalingGroupName": LATER},
        links={"autoscalingGroupName": [urn(GROUP, "asg")]},
    )

    assert verdicts("ASG001", *SUBNETS, group("a", "b", targetGroupArns=None), attachment) == {"asg": PASS}


@pytest.mark.parametrize(
    "steps", [[], [group("a", "b", targetGroupArns=None)], [group("a", targetGroupArns=[])]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("ASG001", *SUBNETS, *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("role", "least", "verdict"), [("standby", 0, PASS), ("standby", 1, FAIL), ("active", 0, FAIL)]
)
def test_a_pilot_light_runs_nothing(role: str, least: int, verdict: str) -> None:
    roles = serving(us_east_1="active", eu_west_1=role)
    made = group("a", "b", minSize=least, region="eu-west-1")

    assert verdicts("ASG001", *roles, *SUBNETS, made) == {"asg": verdict}
