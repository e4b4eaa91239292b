"""Whether the places that take over can: they answer, their copies are near, and they are big enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.operate.guards.model import Guard, result
from holdfast.operate.measures import unknown as no_measure
from holdfast.operate.sight import serving_probes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.contracts.operations import Operations
    from holdfast.operate.guards.model import GuardResult, Move
    from holdfast.operate.measures import Measure
    from holdfast.operate.readings import CapacityReading, StoreReading
    from holdfast.operate.sight import Sight

STALE_AFTER = timedelta(minutes=10)
"""Age from which a lag says nothing any more: ten of CloudWatch's one-minute data points are missing then."""


def judge_health(operations: Operations, sight: Sight, move: Move) -> GuardResult:
    """Whether the places that take over answer, and their copies are well."""
    problems, seen = [], []
    for place in move.to:
        idle = _idle(sight.capacity, place)
        for key, answer in sorted(serving_probes(operations, sight, place).items()):
            host = operations["entrances"][key]["endpoints"][place]["host"]
            if answer.value is not None and answer.value.ok:
                seen.append(f"{host} answers {answer.value.detail}")
            elif idle:
                seen.append(f"{host} cannot answer yet: {', '.join(idle)} does not run")
            else:
                problems.append(f"{host}: {answer.value.detail if answer.value else answer.unknown}")
            problems += _out_itself(operations, sight, move, key, place)
    for store, place in _copies_taken_over(operations, move):
        reading = sight.store(store)
        copy = reading.copies.get(place) if reading else None
        if copy is None:
            problems.append(f"{store} in {place}: {sight.unread.get(f'stores in {place}', 'not read')}")
        elif copy.healthy is not True:
            problems.append(f"{store} in {place}: {copy.detail}")
        elif _is_of_its_own(reading, place):
            problems.append(
                f"{store} in {place}: takes writes of its own and copies nobody; have it made anew as a copy"
            )
    return result(Guard.HEALTH, problems, "; ".join(seen) or "nothing to ask", "up to 100 % of requests fail")


def _out_itself(operations: Operations, sight: Sight, move: Move, key: str, place: str) -> list[str]:
    """Whether the place that takes over was taken out of the traffic itself, or that may be so."""
    out = sight.is_out(key, place)
    if move.operation == "failback" or out is False:
        # A place that is returned to is out: that is what the operation ends.
        return []
    if out:
        return [f"{place} itself is out of the traffic of {key}"]
    switch = operations["entrances"][key]["endpoints"][place]["switch"]
    left = operations["regions"][move.away_from]["region"]
    if switch is None or (not move.graceful and switch["region"] == left):
        # A bucket that is lost with its region leaves the place in the traffic: its health check fails open.
        return []
    return [f"whether {place} itself is out of the traffic of {key} is unknown"]


def judge_lag(operations: Operations, sight: Sight, move: Move, now: datetime) -> GuardResult:
    """Whether their copies are near enough."""
    rpo = operations["objectives"]["rpo_seconds"]
    problems, fine, worst = [], [], 0.0
    unknown = False
    for store, place in _copies_taken_over(operations, move):
        reading = sight.store(store)
        if reading is not None and reading.writer == place and not reading.multi_writer:
            continue
        copy = reading.copies.get(place) if reading else None
        lag = no_measure("not read") if copy is None else copy.lag
        why = _unusable(lag, now)
        if lag.value is None or why is not None:
            words = f"{store}: how far {place} is behind is unknown: {why}"
            if reading is not None and reading.multi_writer and not move.graceful:
                # Nothing is promoted that could lose a write: what the lost region did not send yet comes
                # when it is back, and nobody else knows how much that is.
                fine.append(f"{words}; what was not sent yet comes when {move.away_from} is back")
                continue
            unknown = True
            problems.append(words)
            continue
        worst = max(worst, lag.value)
        if rpo is not None and lag.value > rpo:
            problems.append(f"{store}: {place} is {lag.value:g} s behind, the RPO is {rpo} s")
        else:
            fine.append(f"{store}: {place} is {lag.value:g} s behind")
    promise = "no RPO is promised" if rpo is None else f"RPO {rpo} s"
    if move.graceful:
        loss = "no write by the switchover, which waits until nothing is behind: it may not end"
    else:
        loss = f"the last {worst:g} s of writes" + (", and more that is unknown" if unknown else "")
    return result(Guard.LAG, problems, "; ".join([*fine, promise]), loss)


def judge_capacity(sight: Sight, move: Move) -> GuardResult:
    """Whether they can carry the whole load."""
    problems, fine, uncarried = [], [], 0.0
    for one in sight.capacity:
        if one.place not in move.to:
            continue
        if one.maximum.value is None or one.running.value is None:
            why = one.maximum.unknown or one.running.unknown
            problems.append(f"{one.service} in {one.place}: unknown: {why}")
            uncarried = 1.0
        elif one.maximum.value < one.needed:
            share = 1 - one.maximum.value / one.needed
            uncarried = max(uncarried, share)
            problems.append(
                f"{one.service} in {one.place}: can run {one.maximum.value:g}, all load needs {one.needed}"
            )
        else:
            fine.append(
                f"{one.service} in {one.place}: {one.running.value:g} run, {one.needed} needed, "
                f"{one.maximum.value:g} possible"
            )
    problems += [
        f"{place}: {sight.unread[f'capacity in {place}']}"
        for place in move.to
        if f"capacity in {place}" in sight.unread
    ]
    loss = f"up to {100 * (uncarried or 1):.0f} % of the load is not carried"
    return result(Guard.CAPACITY, problems, "; ".join(fine) or "nothing that is counted", loss)


def _copies_taken_over(operations: Operations, move: Move) -> Iterable[tuple[str, str]]:
    """Stores and caches, and where their copies take over."""
    promoted = {step["subject"]: step["place"] for step in move.steps if step["action"] == "promote"}
    for store in sorted({*operations["stores"], *promoted}):
        if store in promoted:
            yield store, promoted[store]
        else:
            known = operations["stores"][store]
            # One writer that stays where it is: nothing is taken over.
            if known["writer"] is None and move.away_from in known["places"]:
                yield from ((store, place) for place in move.to if place in known["places"])


def _is_of_its_own(reading: StoreReading | None, place: str) -> bool:
    """Whether a copy is none: a writer beside the writer, as an RDS instance whose replica was promoted."""
    return reading is not None and place in reading.claiming and reading.writer != place


def _idle(capacity: Iterable[CapacityReading], place: str) -> list[str]:
    """Services of a place that are known not to run at all, so that it cannot answer before they do."""
    return sorted(one.service for one in capacity if one.place == place and one.running.value == 0)


def _unusable(lag: Measure, now: datetime) -> str | None:
    if lag.value is None:
        return lag.unknown
    if lag.at is not None and now - lag.at > STALE_AFTER:
        minutes = (now - lag.at).total_seconds() / 60
        return f"it was {lag.value:g} s at {lag.at.astimezone(UTC):%H:%M}, {minutes:.0f} minutes ago"
    return None
