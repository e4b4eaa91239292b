"""What holds of a watchdog's decisions, over thousands of made-up histories."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field, replace

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

_INTERVAL = 30.0
_ROUNDS = 300


@dataclass
class History:
    """A watchdog's life: what each round saw, what it decided, and what people were told."""

    rules: Rules
    memory: Memory = field(default_factory=Memory)
    now: float = 0.0
    rounds: list[tuple[float, Verdict, Decision, Circumstances]] = field(default_factory=list)
    told: list[Decision] = field(default_factory=list)

    def round(
        self, found: Verdict, *, away: bool | None = False, fit: bool | None = True, gap: float = _INTERVAL
    ) -> Decision:
        """Live through a round, as the function does, its memory written and read again."""
        self.now += gap
        circumstances = Circumstances(now=self.now, is_away=away, is_fit=fit)
        memory = remembered(self.memory, found, self.rules, circumstances)
        decided = decide(memory, self.rules, circumstances)
        if decided is Decision.START:
            memory = replace(memory, started_at=self.now, left=True)
        if is_news(memory, decided):
            self.told.append(decided)
        self.memory = recalled(kept(replace(memory, told=told_after(memory, decided))))
        self.rounds.append((self.now, found, decided, circumstances))
        return decided

    @property
    def starts(self) -> list[int]:
        """Numbers of the rounds that started something."""
        return [number for number, one in enumerate(self.rounds) if one[2] is Decision.START]


def _rules(chance: random.Random) -> Rules:
    rounds = chance.randint(2, 10)
    return Rules(
        quorum=2,
        failures=chance.randint(2, rounds),
        rounds=rounds,
        hold_down_seconds=chance.choice([600, 3600]),
        starts=chance.random() < 0.8,  # most
    )


def _lived(seed: int) -> History:
    chance = random.Random(seed)  # noqa: S311  # no secret
    history = History(rules=_rules(chance))
    weights = [chance.random(), chance.random(), chance.random() / 4]
    for _ in range(_ROUNDS):
        if chance.random() < 0.05:  # now and then the weather changes
            weights = [chance.random() ** 3, chance.random() ** 3, chance.random() / 4]
        (found,) = chance.choices([Verdict.FAILS, Verdict.WELL, Verdict.UNCLEAR], weights)
        history.round(
            found,
            away=chance.choice([False, False, False, True, None]),
            fit=chance.choice([True, True, True, False, None]),
            gap=chance.choice([_INTERVAL] * 20 + [86_400.0]),
        )
    return history


@pytest.fixture(scope="module")
def histories() -> list[History]:
    return [_lived(seed) for seed in range(300)]


def test_histories_hold_starts_and_refusals_of_every_kind(histories: list[History]) -> None:
    assert {one[2] for history in histories for one in history.rounds} == set(Decision)


def test_nothing_starts_without_enough_fresh_failing_rounds(histories: list[History]) -> None:
    for history in histories:
        rules = history.rules
        for number in history.starts:
            window = history.rounds[max(0, number + 1 - rules.rounds) : number + 1]
            while any(after[0] - one[0] > rules.stale_seconds for one, after in itertools.pairwise(window)):
                window = window[1:]
            assert window[-1][1] is Verdict.FAILS
            assert sum(one[1] is Verdict.FAILS for one in window) >= rules.failures


def test_nothing_starts_of_a_region_that_is_left_or_was_never_well_or_from_one_that_is_unfit(
    histories: list[History],
) -> None:
    for history in histories:
        for number in history.starts:
            circumstances = history.rounds[number][3]
            assert history.rules.starts
            assert circumstances.is_away is not True
            assert circumstances.is_fit is not False
            assert any(one[1] is Verdict.WELL for one in history.rounds[:number])


def test_people_who_bring_a_region_back_get_all_rounds_anew(histories: list[History]) -> None:
    seen = 0
    for history in histories:
        for number in history.starts:
            away = [one for one in range(number) if history.rounds[one][3].is_away]
            back = (
                next(
                    (one for one in range(away[-1], number + 1) if history.rounds[one][3].is_away is False),
                    None,
                )
                if away
                else None
            )
            if back is not None:
                seen += 1
                since = history.rounds[back : number + 1]
                assert sum(one[1] is Verdict.FAILS for one in since) >= history.rules.failures
    assert seen


def test_two_starts_are_never_closer_than_the_hold_down(histories: list[History]) -> None:
    for history in histories:
        times = [history.rounds[number][0] for number in history.starts]
        for one, after in itertools.pairwise(times):
            assert after - one >= history.rules.hold_down_seconds


def test_a_region_that_flaps_is_left_at_most_once_an_hour() -> None:
    history = History(rules=Rules(quorum=2, failures=4, rounds=5, hold_down_seconds=3600, starts=True))
    for number in range(1000):
        history.round(Verdict.FAILS if number % 10 < 5 else Verdict.WELL)  # five and five
    assert 1 < len(history.starts) <= 1000 * _INTERVAL / 3600 + 1


def test_a_lost_region_is_left_within_the_promised_rounds_and_once() -> None:
    rules = Rules(quorum=2, failures=4, rounds=5, hold_down_seconds=3600, starts=True)
    history = History(rules=rules)
    for _ in range(10):
        history.round(Verdict.WELL)
    decisions = [history.round(Verdict.FAILS, away=number > rules.failures) for number in range(300)]
    assert decisions.index(Decision.START) == rules.failures - 1
    assert decisions.count(Decision.START) == 1
    assert history.told == [Decision.START]


@pytest.mark.parametrize("abstaining", range(6))
def test_who_is_cut_off_alone_leaves_nobody(abstaining: int) -> None:
    """The watchdog's own way is broken: its probes fail, and nobody else can be asked, or all are well."""
    others = [None] * abstaining + [False] * (5 - abstaining)
    found = [Vote(voter=str(number), fails=one, detail="") for number, one in enumerate([True, *others])]
    for quorum in range(2, 7):
        assert verdict(found, quorum) is not Verdict.FAILS


@pytest.mark.parametrize("seed", range(200))
def test_more_voters_that_are_well_never_make_a_region_fail(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    found = [
        Vote(voter=str(number), fails=chance.choice([True, False, None]), detail="")
        for number in range(chance.randint(1, 8))
    ]
    quorum = chance.randint(2, 5)
    if verdict(found, quorum) is not Verdict.FAILS:
        well = Vote(voter="another", fails=False, detail="")
        assert verdict([*found, well], quorum) is not Verdict.FAILS
        assert verdict([*found, replace(well, fails=None)], quorum) is not Verdict.FAILS
    assert verdict(found, quorum) is verdict(list(reversed(found)), quorum)
