"""A region that is down: what an update still does, and how a release goes to one region first."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.faulty import Faulty, faulty, settings_of
from tests.engine.faulty_page import is_shown
from tests.engine.faulty_state import nothing_lost_nothing_doubled
from tests.engine.standin.faults import Call, Fault
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("faulty-regions"),  # a module's stack is made once, not once per worker
]

REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1"}
OTHER = {"use1": "euw1", "euw1": "use1"}
DOWN = "RequestError: send request failed, caused by: dial tcp: i/o timeout"
NEWER = "222233334444.dkr.ecr.{region}.amazonaws.com/orders:1.15.0"


@pytest.fixture(scope="module")
def staging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    settings = settings_of("staging")
    with faulty(tmp_path_factory.mktemp("staging"), "staging", settings) as one:
        one.again("up")
        yield one


@pytest.fixture
def settings(staging: Faulty) -> Iterator[dict[str, Any]]:
    """The stack's settings, to change; afterwards the stack stands as before."""
    yield copy.deepcopy(staging.settings)
    staging.stack.configure(staging.settings)
    staging.again("up")
    nothing_lost_nothing_doubled(staging)


def release(settings: dict[str, Any], image: str | dict[str, str]) -> dict[str, Any]:
    settings["holdfast:services"]["orders"]["image"] = image
    settings["holdfast:services"]["orders"]["environment"] = {"LOG_LEVEL": "debug"}
    return settings


def calls_of(calls: list[Call], place: str) -> list[Call]:
    """Calls of a region, and of what is the place's own where AWS has one for all regions."""
    return [call for call in calls if call.region == REGIONS[place] or call.name.startswith(f"{place}-")]


@pytest.mark.parametrize("down", REGIONS)
def test_a_change_goes_through_in_one_region_while_the_other_is_down_and_on_hold(
    staging: Faulty, settings: dict[str, Any], down: str
) -> None:
    before = len(staging.faults.calls)
    staging.stack.configure({**release(settings, NEWER), "holdfast:hold": [down]})
    with staging.failing(Fault(region=REGIONS[down], message=DOWN)):
        told = staging.again("up", "--suppress-outputs")

    calls = staging.faults.calls[before:]
    assert calls_of(calls, down) == []
    assert {call.operation for call in calls} == {"update"}
    assert {f"{OTHER[down]}-orders-lt", f"{OTHER[down]}-orders-asg"} <= {call.name for call in calls}
    if down == "euw1":
        is_shown("a-region-on-hold", told)


def test_what_was_on_hold_follows_when_its_region_is_back(staging: Faulty, settings: dict[str, Any]) -> None:
    changed = release(settings, NEWER)
    staging.stack.configure({**changed, "holdfast:hold": ["euw1"]})
    staging.again("up")
    before = len(staging.faults.calls)
    staging.stack.configure(changed)
    staging.again("up")

    calls = staging.faults.calls[before:]
    assert calls_of(calls, "use1") == []
    assert {"euw1-orders-lt", "euw1-orders-asg"} <= {call.name for call in calls}


def test_without_hold_an_update_fails_and_may_leave_the_other_region_half_done(
    staging: Faulty, settings: dict[str, Any]
) -> None:
    start = len(staging.faults.calls)
    staging.stack.configure(release(settings, NEWER))
    with staging.failing(Fault(region=REGIONS["euw1"], message=DOWN)):
        is_shown("a-region-down", staging.fails("up", "--suppress-outputs"))
        before = len(staging.faults.calls)
        staging.fails("up", "--continue-on-error")

    ended = {call.name for call in staging.faults.calls[start:] if call.region == REGIONS["use1"]}
    assert {"use1-orders-lt", "use1-orders-asg"} <= ended
    assert [call.name for call in staging.faults.calls[before:]][-1] == "euw1-orders-lt"


@pytest.mark.parametrize("first", REGIONS)
def test_a_release_goes_to_one_region_first(staging: Faulty, settings: dict[str, Any], first: str) -> None:
    older = settings["holdfast:services"]["orders"]["image"]
    settings["holdfast:services"]["orders"]["image"] = {
        first: NEWER.replace("{region}", REGIONS[first]),
        OTHER[first]: older,
    }
    staging.stack.configure(settings)
    before = len(staging.faults.calls)
    staging.again("up")

    calls = staging.faults.calls[before:]
    assert calls_of(calls, OTHER[first]) == []
    assert {f"{first}-orders-lt", f"{first}-orders-asg"} <= {call.name for call in calls}
