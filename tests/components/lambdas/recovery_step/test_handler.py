"""The function that does steps: what it is asked, how long it waits, what it says."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from holdfast.components.lambdas.recovery_step import handler
from holdfast.components.lambdas.recovery_step.handler import StillUnderWayError, handle, step_of
from holdfast.components.lambdas.recovery_step.steps import State, StepError, done, todo, under_way

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EVENT: Mapping[str, Any] = {"step": {"key": "promote-orders", "kind": "fake"}}


class Lambda:
    """What Lambda tells the function."""

    def __init__(self, seconds: float = 290) -> None:
        self._seconds = seconds

    def get_remaining_time_in_millis(self) -> int:
        return int(self._seconds * 1000)


class Fake:
    """A step that says what it is told to, the last over and over."""

    def __init__(self, states: Iterable[State], refusal: Exception | None = None) -> None:
        self.states, self.refusal, self.acts = list(states), refusal, 0

    def state(self) -> State:
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]

    def act(self) -> None:
        self.acts += 1
        if self.refusal is not None:
            raise self.refusal


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    monkeypatch.delenv("STEP", raising=False)
    return now


def ask(monkeypatch: pytest.MonkeyPatch, fake: Fake, seconds: float = 290, **more: Any) -> dict[str, str]:
    monkeypatch.setattr(handler, "step_of", lambda _: fake)
    return handle({**EVENT, **more}, Lambda(seconds))


@pytest.mark.usefixtures("clock")
def test_what_is_done_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake([done("it is")])
    assert ask(monkeypatch, fake) == {
        "key": "promote-orders",
        "stage": "done",
        "detail": "it is",
        "verdict": "STEP_DONE",
    }
    assert fake.acts == 0


def test_what_is_not_begun_is_begun_and_waited_for(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    fake = Fake([todo("not yet"), under_way("half"), under_way("more"), done("it is")])
    assert ask(monkeypatch, fake)["verdict"] == "STEP_DONE"
    assert fake.acts == 1
    assert clock[0] == 15


def test_to_begin_waits_for_nothing(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    fake = Fake([todo("a reader")])
    assert ask(monkeypatch, fake, mode="begin")["verdict"] == "STEP_BEGUN"
    assert (fake.acts, clock[0]) == (1, 0.0)


@pytest.mark.parametrize(("seconds", "longest"), [(290, 240), (60, 45)])
def test_what_takes_longer_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, clock: list[float], seconds: float, longest: float
) -> None:
    fake = Fake([under_way("half of it")])
    with pytest.raises(StillUnderWayError, match="promote-orders: half of it"):
        ask(monkeypatch, fake, seconds)
    assert longest - 10 < clock[0] <= longest
    assert fake.acts == 0


@pytest.mark.usefixtures("clock")
def test_aws_refuses_what_somebody_has_just_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = ClientError({"Error": {"Code": "InvalidGlobalClusterStateFault"}}, "FailoverGlobalCluster")
    fake = Fake([todo("a reader"), under_way("failing over"), done("the writer")], refusal)
    assert ask(monkeypatch, fake)["verdict"] == "STEP_DONE"
    denied = ClientError({"Error": {"Code": "AccessDenied"}}, "FailoverGlobalCluster")
    with pytest.raises(ClientError, match="AccessDenied"):
        ask(monkeypatch, Fake([todo("a reader")], denied))


@pytest.mark.usefixtures("clock")
def test_region_switch_names_a_function_whose_environment_has_the_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Mapping[str, Any]] = []

    def made(spec: Mapping[str, Any]) -> Fake:
        asked.append(spec)
        return Fake([done("it is")])

    monkeypatch.setattr(handler, "step_of", made)
    monkeypatch.setenv("STEP", json.dumps({"key": "route-public", "kind": "switch", "bucket": "b"}))
    assert handle({"whatever": "comes"}, Lambda())["key"] == "route-public"
    assert asked == [{"kind": "switch", "bucket": "b"}]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(StepError, match="no step of the kind 'teleport'; there are switch,"):
        step_of({"kind": "teleport"})


@pytest.mark.usefixtures("clock")
def test_each_round_is_logged(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ask(monkeypatch, Fake([done("it is")]))
    assert json.loads(capsys.readouterr().out) == {
        "step": "promote-orders",
        "stage": "done",
        "detail": "it is",
    }
