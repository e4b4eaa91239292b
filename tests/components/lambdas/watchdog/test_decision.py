"""The decision table of docs/watchdog.md, row by row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from holdfast.components.lambdas.watchdog.decision import (
    Circumstances,
    Decision,
    Memory,
    Rules,
    Verdict,
    Vote,
    decide,
    is_news,
    kept,
    recalled,
    remembered,
    told_after,
    verdict,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

FAILS, WELL, UNCLEAR = Verdict.FAILS, Verdict.WELL, Verdict.UNCLEAR
RULES = Rules(quorum=2, failures=3, rounds=4, hold_down_seconds=3600, starts=True)
NOW = Circumstances(now=10_000.0, is_away=False, is_fit=True)
LOST = Memory(verdicts=(WELL, FAILS, FAILS, FAILS), seen_at=9_970.0, armed=True, failing_since=9_900.0)


def votes(*fails: bool | None) -> list[Vote]:
    return [Vote(voter=str(number), fails=one, detail="") for number, one in enumerate(fails)]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((True, True, True), FAILS),
        ((True, True, False), FAILS),
        ((True, True, None), FAILS),
        ((True, None, None), UNCLEAR),  # one voter is no quorum, whoever abstains
        ((None, None, None), UNCLEAR),
        ((True, False, None), UNCLEAR),
        ((False, False, True), WELL),
        ((False, None, None), WELL),
        ((True, True, False, False), UNCLEAR),  # a quorum, and as many say the contrary
        ((), UNCLEAR),
    ],
)
def test_a_quorum_decides_and_who_cannot_be_asked_abstains(
    found: Sequence[bool | None], expected: Verdict
) -> None:
    assert verdict(votes(*found), quorum=2) is expected


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((FAILS, FAILS, FAILS), Decision.START),
        ((FAILS, FAILS, WELL, FAILS), Decision.START),
        ((FAILS, FAILS, FAILS, UNCLEAR), Decision.NOTHING),  # the newest must fail
        ((FAILS, FAILS, FAILS, WELL), Decision.NOTHING),
        ((FAILS, WELL, WELL, FAILS), Decision.NOTHING),
        ((FAILS, FAILS), Decision.NOTHING),
        ((), Decision.NOTHING),
    ],
)
def test_enough_of_the_last_rounds_must_fail(verdicts: tuple[Verdict, ...], expected: Decision) -> None:
    assert decide(replace(LOST, verdicts=verdicts), RULES, NOW) is expected


def test_a_region_that_was_never_seen_well_is_not_left() -> None:
    assert decide(replace(LOST, armed=False), RULES, NOW) is Decision.UNARMED


def test_what_is_left_already_is_not_left_again() -> None:
    assert decide(LOST, RULES, replace(NOW, is_away=True)) is Decision.AWAY
    assert decide(replace(LOST, left=True), RULES, replace(NOW, is_away=None)) is Decision.AWAY


def test_nothing_is_started_soon_after_a_start() -> None:
    assert decide(replace(LOST, started_at=6_401.0), RULES, NOW) is Decision.HELD_DOWN
    assert decide(replace(LOST, started_at=6_400.0), RULES, NOW) is Decision.START


def test_nothing_is_started_while_the_own_region_does_not_answer() -> None:
    assert decide(LOST, RULES, replace(NOW, is_fit=False)) is Decision.UNFIT
    assert decide(LOST, RULES, replace(NOW, is_fit=None)) is Decision.START


def test_a_team_that_only_watches_is_told() -> None:
    assert decide(LOST, replace(RULES, starts=False), NOW) is Decision.WOULD_START


def test_rounds_are_remembered_as_far_back_as_they_count() -> None:
    memory = Memory()
    for number, found in enumerate((WELL, FAILS, UNCLEAR, FAILS, FAILS)):
        memory = remembered(memory, found, RULES, replace(NOW, now=float(number)))
    assert memory.verdicts == (FAILS, UNCLEAR, FAILS, FAILS)
    assert memory.armed
    assert memory.failing_since == 1.0  # the same incident through a round that was unclear


def test_rounds_before_a_long_silence_count_for_nothing() -> None:
    later = replace(NOW, now=9_970.0 + RULES.stale_seconds + 1)
    memory = remembered(LOST, FAILS, RULES, later)
    assert (memory.verdicts, memory.failing_since) == ((FAILS,), later.now)
    assert memory.armed
    assert decide(memory, RULES, later) is Decision.NOTHING
    soon = remembered(LOST, FAILS, RULES, replace(later, now=later.now - 1))
    assert decide(soon, RULES, NOW) is Decision.START


def test_an_incident_ends_when_no_round_of_it_counts_any_more() -> None:
    memory = replace(LOST, verdicts=(FAILS, WELL, WELL, WELL))
    assert remembered(memory, WELL, RULES, NOW).failing_since is None


def test_a_switch_that_is_gone_says_that_people_came_back() -> None:
    left = replace(LOST, left=True)
    assert not remembered(left, WELL, RULES, replace(NOW, is_away=False)).left
    assert remembered(left, WELL, RULES, replace(NOW, is_away=None)).left
    assert remembered(left, WELL, RULES, replace(NOW, is_away=True)).left


def test_people_are_told_once_for_each_change() -> None:
    assert is_news(LOST, Decision.START)
    assert not is_news(replace(LOST, told=Decision.START), Decision.START)
    assert is_news(LOST, Decision.UNFIT)
    assert is_news(LOST, Decision.HELD_DOWN)


@pytest.mark.parametrize("after", [Decision.HELD_DOWN, Decision.AWAY])
def test_what_follows_from_a_start_is_no_news(after: Decision) -> None:
    memory = replace(LOST, told=Decision.START)
    assert not is_news(memory, after)
    assert told_after(memory, after) is after


def test_one_good_round_among_failing_ones_is_no_end() -> None:
    wavers = replace(LOST, told=Decision.WOULD_START)
    assert not is_news(wavers, Decision.NOTHING)
    assert told_after(wavers, Decision.NOTHING) is Decision.WOULD_START
    over = replace(wavers, failing_since=None)
    assert is_news(over, Decision.NOTHING)
    assert told_after(over, Decision.NOTHING) is Decision.NOTHING


def test_what_is_kept_is_read_again() -> None:
    memory = replace(LOST, started_at=5.5, left=True, told=Decision.START)
    assert recalled(kept(memory)) == memory
    assert recalled({}) == Memory()


@pytest.mark.parametrize(("key", "value"), [("verdicts", "fails"), ("started_at", "yesterday")])
def test_what_somebody_else_wrote_is_refused(key: str, value: str) -> None:
    with pytest.raises(TypeError, match=value):
        recalled({**kept(LOST), key: value})
