from __future__ import annotations

from typing import Any

import pytest

from holdfast.checks import run_rule
from holdfast.checks.rules.cap005 import RULE
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import graph as made_of
from tests.graph.documents import step, urn

GROUP, SUBNET = "aws:autoscaling/group:Group", "aws:ec2/subnet:Subnet"


def subnets(block: Any) -> list[dict[str, Any]]:
    return [step(SUBNET, name, {"availabilityZone": f"eu-west-1{name}", "cidrBlock": block}) for name in "ab"]


def group(most: Any, name: str = "asg") -> dict[str, Any]:
    return step(
        GROUP,
        name,
        {"maxSize": most, "vpcZoneIdentifiers": [LATER, LATER]},
        links={"vpcZoneIdentifiers": [urn(SUBNET, "a"), urn(SUBNET, "b")]},
    )


@pytest.mark.parametrize(
    ("block", "most", "verdict"),
    [
        ("10.0.0.0/27", 19, PASS),
        ("10.0.0.0/27", 20, FAIL),
        ("10.0.0.0/24", 200, PASS),
        (LATER, 2, UNKNOWN),
        (None, 2, UNKNOWN),
        ("10.0.0.0/24", LATER, UNKNOWN),
    ],
)
def test_the_whole_group_must_fit_into_the_zone_that_is_left(block: Any, most: Any, verdict: str) -> None:
    assert verdicts("CAP005", *subnets(block), group(most)) == {"a": verdict, "b": verdict}


def test_groups_in_the_same_subnets_add_up() -> None:
    assert verdicts("CAP005", *subnets("10.0.0.0/27"), group(10), group(10, "other")) == {
        "a": FAIL,
        "b": FAIL,
    }


@pytest.mark.parametrize("steps", [[], [*subnets("10.0.0.0/28")], [step(GROUP, "asg", {"maxSize": 900})]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("CAP005", *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(("spare", "verdict"), [(7, PASS), (8, FAIL)])
def test_a_team_says_how_many_are_spare(spare: int, verdict: str) -> None:
    stack = made_of(*subnets("10.0.0.0/27"), group(20))

    assert {one.verdict for one in run_rule(stack, RULE, {"spare_addresses": spare})} == {verdict}
