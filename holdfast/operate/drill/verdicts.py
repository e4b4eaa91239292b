"""Holds what was measured against the objectives, and says what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.drill.measure import judged
from holdfast.operate.drill.model import Compared, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.contracts.operations import Operations
    from holdfast.operate.drill.model import Measures, Phase, Writes
    from holdfast.operate.drill.probe import Sample
    from holdfast.operate.drill.settings import Objectives

_MANY = 5
"""Answers of somebody from which their absence says something."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Objectives, each with where it is from."""

    detect_seconds: tuple[float | None, str]
    recover_seconds: tuple[float | None, str]
    error_percent: tuple[float | None, str]
    lost_seconds: tuple[float | None, str]
    lost_writes: tuple[float | None, str]


def wanted(objectives: Objectives, operations: Operations | None) -> Wanted:
    """The objectives of a drill: its own, or the stack's."""
    stack = operations["objectives"] if operations is not None else None

    def one(own: float | None, of_stack: float | None, name: str) -> tuple[float | None, str]:
        if own is not None:
            return own, "the drill"
        return (of_stack, f"the stack's {name}") if of_stack is not None else (None, "")

    rpo = stack["rpo_seconds"] if stack is not None else None
    return Wanted(
        detect_seconds=one(objectives.detect_seconds, None, ""),
        recover_seconds=one(objectives.recover_seconds, stack["rto_seconds"] if stack else None, "RTO"),
        error_percent=one(objectives.error_percent, None, ""),
        lost_seconds=one(objectives.lost_seconds, rpo, "RPO"),
        lost_writes=one(objectives.lost_writes, 0 if rpo == 0 else None, "RPO"),
    )


def compare(want: Wanted, measures: Measures, during: Phase, writes: Writes | None) -> list[Compared]:
    """Hold every figure against its objective; what could not be measured is said."""
    share = 100 * during["failed"] / during["requests"] if during["requests"] else None
    unread = f"{writes['unknown']} acknowledged writes could not be read back" if writes else ""
    rows = [
        _row(
            "time to detect",
            "seconds",
            measures["detect_seconds"],
            want.detect_seconds,
            measures["detect_words"],
        ),
        _row(
            "time to recover",
            "seconds",
            measures["recover_seconds"],
            want.recover_seconds,
            measures["recover_words"],
        ),
        _row(
            "failed requests",
            "percent",
            None if share is None else round(share, 2),
            want.error_percent,
            f"{during['failed']} of {during['requests']} while it was broken",
        ),
    ]
    if writes is None:
        words = "not measured: the drill has no writes"
        rows.append({**_row("lost writes", "writes", None, want.lost_writes, words), "met": None})
        return rows
    rows.append(
        _row(
            "lost writes",
            "writes",
            float(writes["lost"]),
            want.lost_writes,
            unread if writes["unknown"] else f"of {writes['acknowledged']} that were acknowledged",
            sure=not writes["unknown"],
        )
    )
    rows.append(
        _row(
            "data loss in time",
            "seconds",
            writes["lost_seconds"],
            want.lost_seconds,
            unread if writes["unknown"] else "from the first acknowledged write that is lost",
            sure=not writes["unknown"],
        )
    )
    return rows


def missed(objectives: Sequence[Compared]) -> list[str]:
    """The words for every objective that was not met."""
    told = []
    for one in objectives:
        if one["met"] is not False:
            continue
        measured = "unknown" if one["measured"] is None else f"{one['measured']:g} {one['unit']}"
        told.append(f"{one['name']}: {measured}, the objective is {one['objective']:g} ({one['words']})")
    return told


def effects(
    before: Sequence[Sample], during: Sequence[Sample], proofs: Sequence[str], noticed: str | None
) -> list[str]:
    """What shows that something was broken at all.

    Args:
        before: Samples of the baseline.
        during: Samples since the injection, until it was undone.
        proofs: What the fault itself shows.
        noticed: What noticed it, if anything did.
    """
    found = list(proofs)
    failed = sum(not one.ok for one in judged(during))
    if failed:
        found.append(f"{failed} requests failed")
    well = {one.url for one in before if one.ok and not one.judged}
    ill = sorted({one.url for one in during if not one.ok and not one.judged} & well)
    found += [f"{url} failed, which is watched" for url in ill]
    vanished, new = changed_answerers(before, during)
    found += [f"{one} answers no more" for one in vanished]
    found += [f"{one} answers, which did not before" for one in new]
    if noticed is not None:
        found.append(f"{noticed} noticed it")
    return found


def changed_answerers(before: Sequence[Sample], during: Sequence[Sample]) -> tuple[list[str], list[str]]:
    """Who answered before and does not in the second half since, and who answers that did not before."""
    then = _answers(before)
    now = _answers(during)
    half = _answers(judged(during)[len(judged(during)) // 2 :])
    vanished = sorted(one for one, count in then.items() if count >= _MANY and one not in half)
    return (vanished if sum(half.values()) >= _MANY else []), sorted(set(now) - set(then))


def moved(before: Sequence[Sample], during: Sequence[Sample], injected: float) -> float | None:
    """Seconds from the injection to the first answer of somebody who did not answer before."""
    _, new = changed_answerers(before, during)
    times = [one.ended for one in judged(during) if one.ok and one.by in new]
    return min(times) - injected if times else None


def verdict_of(stopped: Verdict | None, proven: Sequence[str], objectives: Sequence[Compared]) -> Verdict:
    """The verdict: how it was stopped, if it was, then whether anything happened, then the objectives."""
    if stopped is not None:
        return stopped
    if not proven:
        return Verdict.NO_EFFECT
    return Verdict.MISSED if missed(objectives) else Verdict.PASSED


def _answers(samples: Sequence[Sample]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in judged(samples):
        if one.ok and one.by is not None:
            found[one.by] = found.get(one.by, 0) + 1
    return found


def _row(  # noqa: PLR0913  # the columns of a row
    name: str,
    unit: str,
    measured: float | None,
    objective: tuple[float | None, str],
    words: str,
    *,
    sure: bool = True,
) -> Compared:
    limit, source = objective
    met = None if limit is None else sure and measured is not None and measured <= limit
    return {
        "name": name,
        "unit": unit,
        "measured": measured,
        "objective": limit,
        "met": met,
        "source": source,
        "words": words,
    }
