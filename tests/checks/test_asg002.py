from __future__ import annotations

from typing import Any

import pytest

from tests.checks.promised import serving
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

GROUP, SUBNET = "aws:autoscaling/group:Group", "aws:ec2/subnet:Subnet"
SUBNETS = [step(SUBNET, zone, {"availabilityZone": f"eu-west-1{zone}"}) for zone in "abc"]


def group(zones: str, **inputs: Any) -> dict[str, Any]:
    return step(
        GROUP,
        "asg",
        {"targetGroupArns": [LATER], "vpcZoneIdentifiers": [LATER] * len(zones), **inputs},
        links={"vpcZoneIdentifiers": [urn(SUBNET, zone) for zone in zones]},
    )


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (group("abc", minSize=3), PASS),
        (group("abc", minSize=2), FAIL),
        (group("ab", minSize=2), PASS),
        (group("abc", minSize=LATER), UNKNOWN),
        (group("", minSize=2, vpcZoneIdentifiers=["subnet-1"]), UNKNOWN),
        (group("", minSize=2, vpcZoneIdentifiers=None, availabilityZones=["a", "b", "c"]), FAIL),
    ],
)
def test_a_group_behind_a_load_balancer(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("ASG002", *SUBNETS, made) == {"asg": verdict}


@pytest.mark.parametrize("steps", [[], [group("abc", minSize=1, targetGroupArns=None)]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("ASG002", *SUBNETS, *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("role", "judged"), [("standby", {"stack": NOT_APPLICABLE}), ("active", {"asg": FAIL})]
)
def test_a_pilot_light_runs_nothing(role: str, judged: dict[str, str]) -> None:
    roles = serving(us_east_1="active", eu_west_1=role)

    assert verdicts("ASG002", *roles, *SUBNETS, group("abc", minSize=0, region="eu-west-1")) == judged
