"""Routes of an access point, by a script: moto has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.operate.actions import step_for
from holdfast.operate.steps import Stage
from tests.operate.contracts import planned

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.contracts.operations import Operations
    from holdfast.operate.steps import Step
    from tests.operate.scripted import Aws

EUW1, USE1, OTHER = "eu-west-1", "us-east-1", "ap-northeast-1"
MRAP = "arn:aws:s3::111122223333:accesspoint/global-files-access-point.mrap"


def routes(script: Aws, region: str, *, use1: int, euw1: int) -> None:
    script.answers(
        "s3control",
        region,
        "get_multi_region_access_point_routes",
        {
            "Mrap": MRAP,
            "Routes": [
                {"Bucket": "one", "Region": USE1, "TrafficDialPercentage": use1},
                {"Bucket": "two", "Region": EUW1, "TrafficDialPercentage": euw1},
            ],
        },
        AccountId="111122223333",
        Mrap=MRAP,
    )


def test_requests_are_led_away_by_the_region_that_takes_over(step: Callable[..., Step], script: Aws) -> None:
    lead = step("route-store-files")
    script.avoided = {USE1}
    routes(script, EUW1, use1=100, euw1=0)
    state = lead.state()
    assert (state.stage, state.detail) == (Stage.TODO, "requests go to us-east-1")
    script.answers(
        "s3control",
        EUW1,
        "submit_multi_region_access_point_routes",
        {},
        AccountId="111122223333",
        Mrap=MRAP,
        RouteUpdates=[
            {"Region": EUW1, "TrafficDialPercentage": 100},
            {"Region": USE1, "TrafficDialPercentage": 0},
        ],
    )
    lead.act()
    routes(script, EUW1, use1=0, euw1=100)
    assert lead.state().stage is Stage.DONE


def test_another_failover_region_is_asked_when_one_does_not_answer(
    step: Callable[..., Step], script: Aws
) -> None:
    script.refuses("s3control", EUW1, "get_multi_region_access_point_routes", "SlowDown")
    routes(script, OTHER, use1=0, euw1=100)
    assert step("route-store-files").state().stage is Stage.DONE
    assert [region for _, region in script.asked] == [EUW1, OTHER]


@pytest.mark.parametrize(
    ("active", "dials"),
    [
        (["euw1", "use1"], [{"Region": USE1, "TrafficDialPercentage": 100}]),
        (
            ["use1"],
            [
                {"Region": EUW1, "TrafficDialPercentage": 0},
                {"Region": USE1, "TrafficDialPercentage": 100},
            ],
        ),
    ],
)
def test_coming_back_gives_requests_to_whom_the_settings_give_them(
    contract: Operations, script: Aws, active: list[str], dials: list[dict[str, object]]
) -> None:
    point = contract["stores"]["files"]["access_point"]
    assert point is not None
    point["active"] = active
    back = step_for(
        planned("return", "files", "store", "use1"), contract, script, graceful=True, away_from="euw1"
    )
    script.answers(
        "s3control",
        USE1,
        "submit_multi_region_access_point_routes",
        {},
        AccountId="111122223333",
        Mrap=MRAP,
        RouteUpdates=dials,
    )
    back.act()


@pytest.mark.parametrize("action", ["route", "return"])
def test_buckets_without_an_access_point_need_nothing(contract: Operations, script: Aws, action: str) -> None:
    contract["stores"]["files"]["access_point"] = None
    found = step_for(planned(action, "files", "store"), contract, script, graceful=True, away_from="use1")
    assert found.state().stage is Stage.DONE
    found.act()
    assert not script.asked
