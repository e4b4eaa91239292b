"""What to improve, by what was measured: each advice says the figure that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.drill.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.operate.drill.model import DrillReport

_SLOWER = 2
"""How many times slower answers are told of."""
_NOTABLE_MILLISECONDS = 50
_NOTABLE_SECONDS = 1
_LATE_SECONDS = 0.5


def improvements(report: DrillReport) -> list[str]:
    """What to improve.

    Args:
        report: The report, whole but for this.
    """
    return list(_all(report))


def _all(report: DrillReport) -> Iterator[str]:
    if report["verdict"] == Verdict.NO_EFFECT:
        yield (
            "Find out why nothing happened: targets that match nothing, a command that breaks nothing, a "
            "probe that cannot see it. Name who answers (probe.answered_by_header or answered_by_field), so "
            "that a loss which clients do not feel is seen too."
        )
        return
    yield from _times(report)
    yield from _writes(report)
    yield from _others(report)


def _times(report: DrillReport) -> Iterator[str]:
    measures = report["measures"]
    if measures is None:
        return
    first, detect, recover = (
        measures["first_failure_seconds"],
        measures["detect_seconds"],
        measures["recover_seconds"],
    )
    objective = next(
        (one for one in report["objectives"] if one["name"] == "time to recover" and one["met"] is False),
        None,
    )
    if first is not None and detect is None:
        yield (
            f"Clients saw failures after {first:.1f} s and nothing noticed: {measures['detect_words']}. "
            "Nobody would have been told."
        )
    elif (
        first is not None
        and detect is not None
        and recover is not None
        and detect - recover > _NOTABLE_SECONDS
    ):
        yield (
            f"It was noticed {detect - recover:.1f} s after it was over: somebody would have been called for "
            "nothing, or too late. Look at the period and the number of periods of what notices."
        )
    if objective is not None and recover is not None:
        words = f"Recovery took {recover:.1f} s, {recover - (objective['objective'] or 0):.1f} s too long."
        if detect is not None and detect < recover:
            words += (
                f" {detect:.1f} s of it passed until it was noticed, {recover - detect:.1f} s after that."
            )
        moved = measures["moved_seconds"]
        if moved is not None and moved < recover:
            words += f" Somebody else answered after {moved:.1f} s; clients came over until the end."
        yield f"{words} The longest part is the one to shorten."
    if first is not None and recover is None:
        yield "It did not recover by itself while it was broken: what should have taken over did not."


def _writes(report: DrillReport) -> Iterator[str]:
    writes = report["writes"]
    if writes is None:
        if any(one["name"] == "lost writes" for one in report["objectives"]):
            yield (
                "Add writes to the drill: without them nobody knows whether acknowledged writes are "
                "lost, which happens without a single failed request."
            )
        return
    if writes["lost"]:
        yield (
            f"{writes['lost']} acknowledged writes are gone, over {writes['lost_seconds']:.1f} s. "
            "Copies lag, or the old writer still took writes: acknowledge after the copy, or fence the old "
            "writer first."
        )
    if writes["unacknowledged"]:
        yield (
            f"{writes['unacknowledged']} writes are there that were never acknowledged: clients that try "
            "again write twice. Give writes an idempotency key."
        )
    if writes["unknown"]:
        yield f"{writes['unknown']} writes could not be read back: whether they are lost is not known."


def _others(report: DrillReport) -> Iterator[str]:
    phases, measures = report["phases"], report["measures"]
    if phases is None or measures is None:
        return
    after, before, during = phases["after"], phases["before"], phases["during"]
    if after["failed"]:
        yield (
            f"Putting it back failed {after['failed']} of {after['requests']} requests: what comes back gets "
            "requests before it can answer them."
        )
    slow, usual = during["p95_milliseconds"], before["p95_milliseconds"]
    if slow and usual and slow > _SLOWER * usual and slow - usual > _NOTABLE_MILLISECONDS:
        yield (
            f"Answers were slower while it was broken: p95 {slow} ms, {usual} ms before. What was left was "
            "too small."
        )
    if report["verdict"] != Verdict.NOT_SAFE and not any(
        one["objective"] is not None for one in report["objectives"]
    ):
        yield "Give the drill objectives: without them any result passes."
    if measures["late_seconds"] > _LATE_SECONDS:
        yield (
            f"Requests went out up to {measures['late_seconds']:.1f} s late: the machine of the probe was "
            "busy, and times are as uncertain as that."
        )
