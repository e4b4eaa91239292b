from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

GROUP, SERVICE = "aws:autoscaling/group:Group", "aws:ecs/service:Service"
RESERVATION, TEMPLATE = (
    "aws:ec2/capacityReservation:CapacityReservation",
    "aws:ec2/launchTemplate:LaunchTemplate",
)
API = "holdfast:index:MultiRegionApi"


def group(name: str, region: str, least: Any, **more: Any) -> dict[str, Any]:
    return step(GROUP, name, {"region": region, "minSize": least, "maxSize": 9, **more})


HOME = group("use1-api", "us-east-1", 6)


@pytest.mark.parametrize(("least", "verdict"), [(6, PASS), (8, PASS), (2, FAIL), (0, FAIL), (LATER, UNKNOWN)])
def test_a_group_that_starts_smaller(least: Any, verdict: str) -> None:
    assert verdicts("CAP002", HOME, group("euw1-api", "eu-west-1", least))["euw1-api"] == verdict


@pytest.mark.parametrize(("region", "verdict"), [("eu-west-1", PASS), ("us-east-1", FAIL)])
def test_a_reservation_counts_in_its_region(region: str, verdict: str) -> None:
    reservation = step(RESERVATION, "r", {"region": region, "instanceCount": 4})

    assert verdicts("CAP002", HOME, group("euw1-api", "eu-west-1", 2), reservation)["euw1-api"] == verdict


def test_a_template_that_asks_for_reserved_capacity() -> None:
    wanted = {
        "capacityReservationSpecification": {"capacityReservationPreference": "capacity-reservations-only"}
    }
    template = step(TEMPLATE, "lt", wanted)
    small = step(
        GROUP,
        "euw1-api",
        {"region": "eu-west-1", "minSize": 2, "launchTemplate": {"id": LATER}},
        links={"launchTemplate": [urn(TEMPLATE, "lt")]},
    )

    assert verdicts("CAP002", HOME, template, small)["euw1-api"] == PASS


@pytest.mark.parametrize(("launch", "verdict"), [(None, FAIL), ("FARGATE", FAIL), ("EC2", PASS)])
def test_nobody_reserves_fargate(launch: str | None, verdict: str) -> None:
    def service(name: str, region: str, count: int) -> dict[str, Any]:
        return step(
            SERVICE,
            name,
            {"region": region, "desiredCount": count, **({"launchType": launch} if launch else {})},
        )

    reservation = step(RESERVATION, "r", {"region": "eu-west-1"})
    steps = [service("use1-api", "us-east-1", 6), service("euw1-api", "eu-west-1", 2), reservation]

    assert verdicts("CAP002", *steps)["euw1-api"] == verdict


def test_a_reservation_may_be_among_what_does_not_change() -> None:
    assert verdicts("CAP002", HOME, group("euw1-api", "eu-west-1", 2), partial=True)["euw1-api"] == UNKNOWN


@pytest.mark.parametrize(("survives", "judged"), [("region", True), ("zone", False), ("instance", False)])
def test_only_where_the_loss_of_a_region_is_to_be_outlived(survives: str, judged: bool) -> None:
    api = step(API, "api", {"objectives": {"survives": survives}}, component=True)
    found = verdicts("CAP002", HOME, group("euw1-api", "eu-west-1", 2), api)

    assert found == ({"use1-api": PASS, "euw1-api": FAIL} if judged else {"stack": NOT_APPLICABLE})


@pytest.mark.parametrize("steps", [[], [HOME]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("CAP002", *steps) == {"stack": NOT_APPLICABLE}
