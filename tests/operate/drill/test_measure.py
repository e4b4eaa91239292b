"""Figures of requests that were not made: every number is known beforehand."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.operate.drill import measure
from holdfast.operate.drill.probe import Sample, accepts
from holdfast.operate.drill.verdicts import changed_answerers, effects, moved

INJECTED = 100.0


def at(seconds: float, *, ok: bool = True, took: float = 0.01, **more: Any) -> Sample:
    found: dict[str, Any] = {"url": "http://x/", "judged": True, "detail": "status 200", "by": None, **more}
    return Sample(sent=INJECTED + seconds, seconds=took, ok=ok, **found)


def every(begin: float, end: float, *, step: float = 0.1, **more: Any) -> list[Sample]:
    return [at(begin + number * step, **more) for number in range(round((end - begin) / step))]


def test_recovery_is_the_answer_after_the_last_failure() -> None:
    samples = [
        *every(-2, 0),
        at(0.1, ok=False),
        at(0.5),
        at(1.0, ok=False),
        at(1.2, took=0.3),
        *every(1.3, 5),
    ]

    # Asked for at 1.2 and answered at 1.5, but what was asked for at 1.3 was answered sooner.
    assert measure.recovered(samples, INJECTED, quiet_seconds=2) == pytest.approx(1.31)


def test_a_failure_before_quiet_is_over_is_no_recovery() -> None:
    samples = [at(0.1, ok=False), *every(0.2, 2)]

    assert measure.recovered(samples, INJECTED, quiet_seconds=3) is None
    assert measure.recovered([*samples, at(3.2)], INJECTED, quiet_seconds=3) == pytest.approx(0.21)


def test_without_a_failure_there_is_nothing_to_recover_from() -> None:
    assert measure.recovered(every(-2, 5), INJECTED, quiet_seconds=3) == 0


def test_the_slowest_address_counts() -> None:
    slow = [at(2, ok=False, url="http://y/"), *every(2.1, 6, url="http://y/")]

    assert measure.recovered([at(0.1, ok=False), *every(0.2, 6), *slow], INJECTED, quiet_seconds=2) == (
        pytest.approx(2.11)
    )


def test_what_was_in_flight_counts_and_what_failed_before_does_not() -> None:
    samples = [at(-5, ok=False), at(-0.5, ok=False, took=1.5), *every(0, 4)]

    first = measure.first_failure(samples, INJECTED)
    assert first is not None
    assert first.ended == pytest.approx(INJECTED + 1)
    assert measure.recovered(samples, INJECTED, quiet_seconds=2) == pytest.approx(0.01)


def test_percentiles_are_by_nearest_rank() -> None:
    times = [number / 100 for number in range(1, 101)]

    assert [measure.percentile(times, one) for one in (50, 95, 99, 100)] == [500, 950, 990, 1000]
    assert measure.percentile([], 50) is None


def test_a_phase_counts_times_of_good_answers_alone() -> None:
    found = measure.phase([at(0, took=0.1), at(1, took=0.2), at(2, ok=False, took=5)])

    assert found == {
        "requests": 3,
        "failed": 1,
        "availability_percent": pytest.approx(66.667),
        "p50_milliseconds": 100,
        "p95_milliseconds": 200,
        "p99_milliseconds": 200,
    }
    assert measure.phase([])["availability_percent"] is None


def test_a_timeline_has_whole_slots_alone_and_empty_ones_too() -> None:
    samples = [at(-1.4), at(-0.5, by="a"), at(0.5, ok=False), at(2.5, by="b"), at(3.2)]

    found = measure.timeline(samples, INJECTED, begin=INJECTED - 1.5, end=INJECTED + 3.5, slot=1)

    assert [(one["seconds"], one["ok"], one["failed"], one["answered"]) for one in found] == [
        (-1, 1, 0, {"a": 1}),
        (0, 0, 1, {measure.NOBODY: 1}),
        (1, 0, 0, {}),
        (2, 1, 0, {"b": 1}),
    ]


@pytest.mark.parametrize(
    ("rates", "seconds", "slot"),
    [([20], 30, 0.25), ([10, 10], 30, 0.5), ([10], 30, 0.5), ([2], 30, 1), ([20], 300, 1), ([20, 5], 30, 1)],
)
def test_slots_are_as_fine_as_whole_requests_allow(rates: list[float], seconds: float, slot: float) -> None:
    assert measure.slot_seconds(rates, seconds) == slot


def test_statuses_are_numbers_and_ranges() -> None:
    assert [accepts(["200-299", "404"], one) for one in (199, 200, 299, 300, 404)] == [
        False,
        True,
        True,
        False,
        True,
    ]


def test_who_stopped_answering_and_who_began() -> None:
    before = [*every(-2, -1, by="a"), *every(-1, 0, by="b")]
    during = [*every(0, 1, by="a"), *every(1, 4, by="c")]

    assert changed_answerers(before, during) == (["a", "b"], ["c"])
    assert moved(before, during, INJECTED) == pytest.approx(1.01)


def test_a_quiet_drill_has_no_effect() -> None:
    before, during = every(-2, 0, by="a"), every(0, 4, by="a")

    assert effects(before, during, (), None) == []
    assert effects(before, during, ("FIS ran it",), "alarm x") == ["FIS ran it", "alarm x noticed it"]


def test_what_is_watched_counts_as_an_effect_only_if_it_was_well_before() -> None:
    watched: dict[str, Any] = {"judged": False, "url": "http://w/"}
    ill = [at(1, ok=False, **watched)]

    assert effects([at(-1, **watched)], ill, (), None) == ["http://w/ failed, which is watched"]
    assert effects([at(-1, ok=False, **watched)], ill, (), None) == []
