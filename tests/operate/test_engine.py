"""The engine with steps of a small cloud in memory; test_failover.py runs it on the emulator."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from holdfast.operate.documents import DocumentFolder
from holdfast.operate.engine import Pace, Run
from holdfast.operate.journal import Journal
from holdfast.operate.lock import LockLostError
from holdfast.operate.records import Records
from holdfast.operate.steps import Stage, StepError, StepState

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.operate.records import Record

BEGAN = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


class Clock:
    """Time that goes by only while the engine waits."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._lock = threading.Lock()

    def wait(self, stop: threading.Event, seconds: float) -> bool:
        with self._lock:
            self.seconds += seconds
        return stop.is_set()

    def now(self) -> datetime:
        return BEGAN + timedelta(seconds=self.seconds)


@dataclass
class Cloud:
    """What is so, whoever looks: it outlives a run that is killed."""

    begun: dict[str, int] = field(default_factory=dict)
    looks_left: dict[str, int] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


@dataclass
class FakeStep:
    """Done after it was begun and looked at a few times."""

    key: str
    cloud: Cloud
    looks: int = 2
    expected_seconds: int = 60
    source: str = "a test"
    failing: list[Exception] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"do {self.key}"

    def state(self) -> StepState:
        if self.failing:
            raise self.failing.pop(0)
        if self.key not in self.cloud.begun:
            return StepState(stage=Stage.TODO, detail="not begun")
        left = self.cloud.looks_left[self.key]
        if left == 0:
            return StepState(stage=Stage.DONE, detail="so it is")
        self.cloud.looks_left[self.key] = left - 1
        return StepState(stage=Stage.UNDER_WAY, detail=f"{left} looks left")

    def act(self) -> None:
        self.cloud.begun[self.key] = self.cloud.begun.get(self.key, 0) + 1
        self.cloud.looks_left.setdefault(self.key, self.looks)
        self.cloud.order.append(self.key)


def record_of(groups: list[list[Any]]) -> Record:
    return {
        "version": 1,
        "run": "20261122T030000Z-failover-use1-0000",
        "project": "holdfast",
        "stack": "prod",
        "operation": "failover",
        "away_from": "use1",
        "to": ["euw1"],
        "graceful": False,
        "operator": "ann@laptop",
        "started": BEGAN.isoformat(),
        "ended": None,
        "outcome": "running",
        "forced": [],
        "steps": [
            {
                "key": step.key,
                "action": "promote",
                "subject": "orders",
                "place": "euw1",
                "title": step.title,
                "group": number,
                "worst_seconds": step.expected_seconds,
                "source": step.source,
                "stage": "todo",
                "detail": "",
                "began": None,
                "ended": None,
            }
            for number, group in enumerate(groups, start=1)
            for step in group
        ],
        "events": [],
    }


class Killed(BaseException):
    """As if the process had been killed."""


class Dying:
    """Keeps records, and dies right after one of the writes."""

    def __init__(self, folder: Path, after: int | None = None) -> None:
        self.kept, self.after, self.writes = Records(DocumentFolder(folder)), after, 0
        self.name = str(folder)

    def write(self, record: Record) -> None:
        self.kept.write(record)
        self.writes += 1
        if self.writes == self.after:
            raise Killed

    def newest(self) -> list[Record]:
        return self.kept.newest()


def run_of(
    groups: list[list[Any]], keep: Any, clock: Clock, *, skip: tuple[str, ...] = (), renew: Any = lambda: None
) -> Run:
    def seen(record: Record) -> None:
        json.dumps(record)

    journal = Journal(
        record_of(groups),
        keep=keep,
        copies=[],
        now=clock.now,
        changed=seen,
    )
    pace = Pace(monotonic=lambda: clock.seconds, wait=clock.wait)
    return Run(groups=groups, journal=journal, renew=renew, skip=skip, pace=pace)


def three_groups(cloud: Cloud) -> list[list[FakeStep]]:
    names = [["route"], ["capacity", "promote"], ["verify"]]
    return [[FakeStep(name, cloud) for name in group] for group in names]


def test_groups_follow_each_other_and_each_step_is_begun_once(tmp_path: Path) -> None:
    cloud, clock = Cloud(), Clock()
    run = run_of(three_groups(cloud), Records(DocumentFolder(tmp_path)), clock)
    assert run.carry_out() == "done"
    assert cloud.order[0] == "route"
    assert cloud.order[-1] == "verify"
    assert set(cloud.begun.values()) == {1}
    (record,) = Records(DocumentFolder(tmp_path)).newest()
    assert record["outcome"] == "done"
    assert [step["stage"] for step in record["steps"]] == ["done"] * 4
    assert all(step["began"] and step["ended"] for step in record["steps"])


def test_what_is_done_already_is_not_done_again(tmp_path: Path) -> None:
    cloud = Cloud(begun={"route": 1, "promote": 1}, looks_left={"route": 0, "promote": 3})
    assert run_of(three_groups(cloud), Records(DocumentFolder(tmp_path)), Clock()).carry_out() == "done"
    assert cloud.order == ["capacity", "verify"]


def writes_of_a_whole_run(folder: Path) -> int:
    keep = Dying(folder)
    run_of(three_groups(Cloud()), keep, Clock()).carry_out()
    return keep.writes


@pytest.mark.parametrize("after", range(1, 25))
def test_killed_after_any_write_the_next_run_finishes(tmp_path: Path, after: int) -> None:
    cloud = Cloud()
    keep = Dying(tmp_path / "killed", after)
    try:
        run_of(three_groups(cloud), keep, Clock()).carry_out()
    except Killed:
        pass
    else:
        assert after > keep.writes  # the run has fewer writes than that
    again = run_of(three_groups(cloud), Records(DocumentFolder(tmp_path / "again")), Clock())
    assert again.carry_out() == "done"
    # What was begun and seen is begun no second time; only the kill between the note and the call repeats.
    assert set(cloud.begun) == {"route", "capacity", "promote", "verify"}
    assert set(cloud.begun.values()) == {1}


def test_the_kills_reach_every_write(tmp_path: Path) -> None:
    assert writes_of_a_whole_run(tmp_path) <= 24


def test_an_interruption_lets_nothing_new_begin(tmp_path: Path) -> None:
    cloud, clock = Cloud(), Clock()
    groups = three_groups(cloud)
    run = run_of(groups, Records(DocumentFolder(tmp_path)), clock)
    act = groups[0][0].act
    groups[0][0].act = lambda: (act(), run.stop.set())  # type: ignore[method-assign, assignment, func-returns-value]
    assert run.carry_out() == "interrupted"
    assert cloud.order == ["route"]
    (record,) = Records(DocumentFolder(tmp_path)).newest()
    assert record["outcome"] == "interrupted"
    assert record["reason"] == "interrupted; the same command goes on where this stopped"
    assert run_of(three_groups(cloud), Records(DocumentFolder(tmp_path)), clock).carry_out() == "done"
    assert cloud.begun["route"] == 1


def test_a_failed_step_stops_before_the_next_group_and_its_neighbour_goes_on(tmp_path: Path) -> None:
    cloud = Cloud()
    groups = three_groups(cloud)
    groups[1][0].failing = [StepError("AWS denies it")]
    assert run_of(groups, Records(DocumentFolder(tmp_path)), Clock()).carry_out() == "failed"
    assert cloud.order == ["route", "promote"]
    (record,) = Records(DocumentFolder(tmp_path)).newest()
    assert record["reason"] == "capacity: AWS denies it"
    assert [step["stage"] for step in record["steps"]] == ["done", "failed", "done", "todo"]


def test_a_step_is_left_out_on_demand(tmp_path: Path) -> None:
    cloud = Cloud()
    groups = three_groups(cloud)
    groups[1][0].failing = [StepError("AWS denies it")]
    assert (
        run_of(groups, Records(DocumentFolder(tmp_path)), Clock(), skip=("capacity",)).carry_out() == "done"
    )
    assert cloud.order == ["route", "promote", "verify"]


@pytest.mark.parametrize(
    "error",
    [
        EndpointConnectionError(endpoint_url="https://rds"),
        ConnectionError("Cloudflare answers 503"),
        ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow"}}, "FailoverGlobalCluster"),
    ],
)
def test_what_may_pass_is_tried_again(tmp_path: Path, error: Exception) -> None:
    cloud = Cloud()
    groups = three_groups(cloud)
    groups[0][0].failing = [error, error, error]
    assert run_of(groups, Records(DocumentFolder(tmp_path)), Clock()).carry_out() == "done"
    (record,) = Records(DocumentFolder(tmp_path)).newest()
    assert any("route" in event["what"] for event in record["events"])


def test_a_step_without_end_is_late_and_then_given_up(tmp_path: Path) -> None:
    cloud, clock = Cloud(), Clock()
    groups = [[FakeStep("promote", cloud, looks=10_000)]]
    assert run_of(groups, Records(DocumentFolder(tmp_path)), clock).carry_out() == "failed"
    (record,) = Records(DocumentFolder(tmp_path)).newest()
    assert clock.seconds == pytest.approx(180, abs=6)
    assert "promote: takes longer than its worst case of 60 s" in [one["what"] for one in record["events"]]
    assert "not done after 18" in record["steps"][0]["detail"]


def test_a_step_that_stays_undone_is_acted_on_again_after_a_while(tmp_path: Path) -> None:
    cloud, clock = Cloud(), Clock()
    step = FakeStep("promote", cloud)
    acts: list[float] = []

    def act() -> None:
        acts.append(clock.seconds)
        if len(acts) == 3:
            cloud.begun["promote"], cloud.looks_left["promote"] = 1, 0

    step.act = act  # type: ignore[method-assign]
    assert run_of([[step]], Records(DocumentFolder(tmp_path)), clock).carry_out() == "done"
    assert acts == [0, 30, 60]


def test_a_step_with_two_beginnings_is_acted_on_at_each(tmp_path: Path) -> None:
    said = [Stage.TODO, Stage.UNDER_WAY, Stage.TODO, Stage.UNDER_WAY, Stage.DONE]
    cloud, clock = Cloud(), Clock()
    step = FakeStep("promote", cloud)
    step.state = lambda: StepState(stage=said.pop(0), detail="")  # type: ignore[method-assign]
    assert run_of([[step]], Records(DocumentFolder(tmp_path)), clock).carry_out() == "done"
    assert cloud.begun["promote"] == 2
    assert clock.seconds < 30


def test_a_lost_lock_stops_everything(tmp_path: Path) -> None:
    cloud = Cloud()

    def renew() -> None:
        if cloud.order:
            raise LockLostError("the lock was taken over")

    assert (
        run_of(three_groups(cloud), Records(DocumentFolder(tmp_path)), Clock(), renew=renew).carry_out()
        == "failed"
    )
    assert cloud.order == ["route"]


def test_a_record_that_cannot_be_kept_stops_the_run(tmp_path: Path) -> None:
    cloud = Cloud()
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Exception, match="cannot write to"):
        run_of(three_groups(cloud), Records(DocumentFolder(tmp_path / "file")), Clock()).carry_out()
    assert cloud.order == []
