"""Whether a move may begin: the account, the place that is left, and how long ago the last move was."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.operate.guards.model import Guard, result
from holdfast.operate.lock import is_over
from holdfast.operate.places import region_of

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations
    from holdfast.operate.guards.model import GuardResult, Move
    from holdfast.operate.sight import Sight


def judge_account(operations: Operations, sight: Sight, move: Move) -> GuardResult:
    """Whether the credentials are of the account that the file is of."""
    wanted = operations["account_id"]
    seen = {place: sight.answered[place] for place in move.to}
    problems = [
        f"the API of {place} does not say which account this is: {answer.unknown}"
        if answer.value is None
        else f"the credentials are of the account {answer.value}, the file of {wanted}"
        for place, answer in sorted(seen.items())
        if answer.value != wanted
    ]
    return result(Guard.ACCOUNT, sorted(set(problems)), f"account {wanted}", "")


def judge_lost(operations: Operations, sight: Sight, move: Move, now: datetime) -> GuardResult:
    """Whether the place that is left is what was said of it."""
    place = move.away_from
    answer = sight.answered[place]
    problems = []
    if move.graceful:
        if answer.value is None:
            problems.append(
                f"AWS's API in {place} does not answer, and hands no writer over: {answer.unknown}"
            )
        return result(Guard.LOST, problems, f"AWS's API in {place} answers", "steps that ask it do not end")
    if move.said and answer.value is not None:
        problems.append(
            f"AWS's API in {place} answers: without --lost its writers are looked at, and handed over "
            "without a loss where they are well"
        )
    region = region_of(operations, place)
    problems += [
        f"{held.value['operator']} holds the lock in {place} for: {held.value['what']}"
        for bucket, held in sorted(sight.locks.items())
        if bucket.region == region
        and held.value is not None
        and not is_over(held.value, socket.gethostname(), now)
    ]
    loss = f"writes of {place} that a switchover would keep, and two writers where it still takes writes"
    fine = "its API answers, but it is not well" if answer.value else f"{place} does not answer"
    return result(Guard.LOST, problems, fine, loss)


def judge_flap(sight: Sight, move: Move, now: datetime, minutes: int) -> GuardResult:
    """Whether the last move is long enough ago."""
    loss = "each move costs clients errors while names change; moving to and fro costs them each time"
    records = sight.records.value
    if records is None:
        return result(Guard.FLAP, [f"when the last move was is unknown: {sight.records.unknown}"], "", loss)
    last = records[0] if records else None
    if last is None:
        return result(Guard.FLAP, [], "no move is on record", loss)
    named = last["away_from"] if last["operation"] == "failover" else last["to"][0]
    same = (last["operation"], named) == (move.operation, move.place)
    if same and last["outcome"] != "done":
        return result(Guard.FLAP, [], f"goes on with {last['run']}, which did not end", loss)
    at = datetime.fromisoformat(last["ended"] or last["started"])
    passed = now - at
    words = f"the last {last['operation']} ({last['run']}) was {passed.total_seconds() / 60:.0f} minutes ago"
    problems = [f"{words}; {minutes} must lie between"] if passed < timedelta(minutes=minutes) else []
    return result(Guard.FLAP, problems, words, loss)
