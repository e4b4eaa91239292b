"""Waiting for clients: the switch and the metric on the emulator's own clock, and by a script."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from holdfast.operate.actions.drain import Drain
from holdfast.operate.actions.planned import Planned
from holdfast.operate.levers import levers_of
from holdfast.operate.steps import Stage
from tests.operate.contracts import planned

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.contracts.operations import Operations
    from tests.operate.scripted import Aws

EUW1, USE1 = "eu-west-1", "us-east-1"
SET = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
BALANCER = "app/use1-public-lb/50dc6c495c0c9188"


@pytest.fixture
def drain(contract: Operations, script: Aws) -> Callable[[int], Drain]:
    """The step, some seconds after the switch was set; detection and TTL take 90 of them."""
    entrance = contract["entrances"]["public"]
    entrance["detection_seconds"], entrance["ttl_seconds"] = 30, 60
    entrance["endpoints"]["use1"]["load_balancer_arn"] = (
        f"arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/{BALANCER}"
    )

    def made(seconds: int) -> Drain:
        step = planned("drain", "public", "entrance", "use1", worst=180)
        return Drain(
            planned=Planned(step=step, operations=contract, clients=script, graceful=True, away_from="use1"),
            title="wait",
            entrance=entrance,
            levers=levers_of(contract, script, "public", "use1"),
            now=lambda: SET + timedelta(seconds=seconds),
        )

    return made


def switched(script: Aws, *, on: bool = True) -> None:
    if on:
        script.answers("s3", EUW1, "head_object", {"LastModified": SET})
    else:
        script.refuses("s3", EUW1, "head_object", "404")


def requests(script: Aws, *values: tuple[int, float]) -> None:
    script.answers(
        "cloudwatch",
        USE1,
        "get_metric_statistics",
        {
            "Datapoints": [
                {"Timestamp": SET + timedelta(seconds=at), "Minimum": 1, "Maximum": 1, "Sum": value}
                for at, value in values
            ]
        },
    )


def test_clients_learn_of_it_first(script: Aws, drain: Callable[[int], Drain]) -> None:
    switched(script)
    state = drain(89).state()
    assert (state.stage, state.detail) == (Stage.UNDER_WAY, "clients learn of it until 10:01:30 UTC")


def test_requests_that_still_come_are_waited_for_and_not_for_ever(
    script: Aws, drain: Callable[[int], Drain]
) -> None:
    switched(script)
    requests(script, (60, 4000), (0, 9000))
    state = drain(120).state()
    assert (state.stage, state.detail) == (Stage.UNDER_WAY, "4000 requests a minute still reach use1")

    switched(script)
    requests(script, (120, 900))
    state = drain(180).state()
    assert state.stage is Stage.DONE
    assert "900 requests a minute still reach use1, from clients that keep connections" in state.detail


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "no requests reach use1"),
        ([(60, 150)], "no more than health checks make"),
        ([(-600, 5000)], "no requests reach use1"),
    ],
)
def test_it_ends_when_nobody_comes(
    script: Aws, drain: Callable[[int], Drain], values: list[tuple[int, float]], words: str
) -> None:
    switched(script)
    requests(script, *values)
    state = drain(150).state()
    assert (state.stage, words in state.detail) == (Stage.DONE, True)


def test_a_region_that_is_not_called_is_waited_out(script: Aws, drain: Callable[[int], Drain]) -> None:
    script.avoided = {USE1}
    switched(script)
    assert "use1 is not asked" in drain(91).state().detail


def test_a_place_that_nothing_took_out_is_not_waited_for(script: Aws, drain: Callable[[int], Drain]) -> None:
    switched(script, on=False)
    step = drain(0)
    assert step.state().stage is Stage.DONE
    step.act()


def test_other_doors_are_waited_for_by_the_clock(
    contract: Operations, script: Aws, drain: Callable[[int], Drain]
) -> None:
    contract["entrances"]["public"]["endpoints"]["use1"]["load_balancer_arn"] = None
    switched(script)
    assert drain(91).state().stage is Stage.DONE
