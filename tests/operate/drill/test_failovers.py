"""A failover as a drill, on the emulator: what clients would be answered by is what its state says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from holdfast.cli import drill as command
from holdfast.cli import recovering
from holdfast.operate.engine import Pace
from tests.operate.drill.conftest import PROBE, Api, Drills

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.operate.planning import World as Recovering
    from tests.operate.emulated_stack import World

DECLARED = """[drills.leave-use1]
description = "leave use1 and come back"
stack = "prod"
hold_seconds = 1
quiet_seconds = 1
[drills.leave-use1.failover]
away_from = "use1"
"""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A failover that polls twenty times a second, and keeps its records with the drill's."""
    world_of = recovering.world_of

    def hurried(stack: str, records: str) -> Recovering:
        world = world_of(stack, str(tmp_path / records))
        return replace(world, pace=Pace(poll_seconds=0.05))

    monkeypatch.setattr(command, "world_of", hurried)


def declare(drills: Drills, api: Api, stack: World, more: str = "") -> None:
    text = DECLARED.replace('"prod"', f'"{stack.operations["stack"]}"')
    drills.declare(text + PROBE.format(name="leave-use1", url=api.url) + more)


@pytest.mark.usefixtures("quick")
def test_a_failover_is_measured_and_taken_back(drills: Drills, api: Api, stack: World) -> None:
    api.region = stack.leads_to
    declare(drills, api, stack)

    code, report = drills.run("leave-use1", stack.operations)

    assert (code, report["verdict"]) == (0, "passed"), report["reasons"]
    assert (stack.writer(), stack.leads_to(), stack.switched("use1")) == ("use1", "use1", False)
    assert report["measures"] is not None
    assert report["measures"]["moved_seconds"] is not None
    assert report["measures"]["recover_seconds"] == 0
    assert any(one.startswith("the failover acted: ") for one in report["effects"])
    assert "euw1 answers, which did not before" in report["effects"]
    assert report["undone"] is not None
    assert report["undone"].startswith("failed back to use1 (")
    assert {one["name"] for one in report["safety"] if one["ok"]} >= {
        "operators",
        "guard: account",
        "guard: health",
        "guard: lag",
        "guard: capacity",
        "guard: flap",
        "steady state",
    }
    # The objective is the stack's own.
    (row,) = [one for one in report["objectives"] if one["name"] == "time to recover"]
    assert (row["objective"], row["source"], row["met"]) == (900, "the stack's RTO", True)
    names = sorted(one.name for one in (drills.folder / "records").rglob("*.json"))
    assert [name.split("-")[1] for name in names] == ["failover", "failback"]


@pytest.mark.usefixtures("quick")
def test_a_guard_that_refuses_makes_it_unsafe(drills: Drills, api: Api, stack: World) -> None:
    stack.lag(600)
    declare(drills, api, stack)

    code, report = drills.run("leave-use1", stack.operations)

    assert (code, report["verdict"]) == (1, "not safe")
    assert any(one.startswith("guard: lag: ") for one in report["reasons"])
    assert not stack.switched("use1")


@pytest.mark.usefixtures("quick")
def test_an_operator_at_work_makes_it_unsafe(drills: Drills, api: Api, stack: World) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415  # this test's alone

    from holdfast.operate.aws import clients  # noqa: PLC0415  # this test's alone
    from holdfast.operate.lock import Lock, holder_of  # noqa: PLC0415  # this test's alone
    from holdfast.operate.places import switch_buckets  # noqa: PLC0415  # this test's alone

    now = datetime.now(UTC)
    lock = Lock(
        clients=clients(),
        buckets=switch_buckets(stack.operations),
        holder=holder_of(operator="grace@laptop", run="x", what="failover prod use1", now=now),
        now=lambda: now,
    )
    lock.acquire(take_over=False)
    declare(drills, api, stack)

    code, report = drills.run("leave-use1", stack.operations)

    assert (code, report["verdict"]) == (1, "not safe")
    assert any(
        one.startswith("operators: grace@laptop operates the stack (failover prod use1, since ")
        for one in report["reasons"]
    )


@pytest.mark.usefixtures("quick")
def test_a_step_that_fails_misses_the_objectives_and_goes_back(
    drills: Drills, api: Api, stack: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from holdfast.operate.steps import StepError  # noqa: PLC0415  # this test's alone
    from holdfast.operate.waiting import VerifyStep  # noqa: PLC0415  # this test's alone

    state = VerifyStep.state

    def refused(self: VerifyStep) -> object:
        if self.place == "euw1":
            raise StepError("AWS denies it")
        return state(self)

    monkeypatch.setattr(VerifyStep, "state", refused)
    api.region = stack.leads_to
    declare(drills, api, stack)

    code, report = drills.run("leave-use1", stack.operations)

    assert (code, report["verdict"]) == (1, "objectives missed")
    assert report["reasons"][0].startswith("the failover failed: ")
    assert (stack.leads_to(), stack.writer()) == ("use1", "use1")


def test_a_place_that_is_not_there_is_refused(drills: Drills, api: Api, stack: World) -> None:
    drills.declare(
        DECLARED.replace("use1", "apse2").replace('"prod"', f'"{stack.operations["stack"]}"')
        + PROBE.format(name="leave-apse2", url=api.url)
    )

    found = drills("leave-apse2", "--yes", "--operations", drills.operations(stack.operations))

    assert found.exit_code == 2
    assert "has no place apse2; it has euw1, use1" in found.stderr
