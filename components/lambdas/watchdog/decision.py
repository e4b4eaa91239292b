"""What a watchdog makes of its votes: pure rules, without a clock and without AWS."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Verdict(StrEnum):
    """What one round says of the watched region."""

    FAILS = "fails"
    """A quorum says that it fails, and more than say that it is well."""
    WELL = "well"
    """More say that it is well than that it fails."""
    UNCLEAR = "unclear"
    """Too few could be asked, or they disagree."""


class Decision(StrEnum):
    """What is done; all but ``START`` do nothing to the API."""

    NOTHING = "nothing"
    """The region does not fail, or not long enough."""
    UNARMED = "unarmed"
    """It fails, and this watchdog has never seen it well: its probes may be what is wrong."""
    AWAY = "away"
    """It is left already."""
    HELD_DOWN = "held-down"
    """The last start is too young."""
    UNFIT = "unfit"
    """The region that would take over does not answer itself."""
    WOULD_START = "would-start"
    """The document would be started, and the team has asked to be told only."""
    START = "start"
    """The document is started."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Vote:
    """What one voter says: ``fails`` is None where it abstains; ``detail`` says what it saw."""

    voter: str
    fails: bool | None
    detail: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """How sure a watchdog must be, and how long it keeps still.

    Rounds before a gap of more than ``stale_seconds`` count for nothing. Its default is an assumption: as
    long as its silence lasts until somebody is told.
    """

    quorum: int
    failures: int
    rounds: int
    hold_down_seconds: int
    starts: bool
    stale_seconds: int = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """What is kept from one round to the next: in seconds since the epoch, None for never.

    ``failing_since`` is the first of the failing rounds, and names the incident; ``left`` says that a start
    followed, with nothing since that would show that the region is back. ``seen_at`` is when the newest round
    was, and ``away`` whether the region's switches were put when they were last read.
    """

    verdicts: tuple[Verdict, ...] = ()
    seen_at: float | None = None
    armed: bool = False
    away: bool = False
    failing_since: float | None = None
    started_at: float | None = None
    left: bool = False
    told: Decision = Decision.NOTHING


@dataclass(frozen=True, kw_only=True, slots=True)
class Circumstances:
    """What else is known in a round.

    ``is_away`` is None where nothing says whether the region is left: it has no switch, or none can be read.
    ``is_fit`` says whether the own region answers, None where nothing of it should.
    """

    now: float
    is_away: bool | None
    is_fit: bool | None


def verdict(votes: Sequence[Vote], quorum: int) -> Verdict:
    """Count the votes; those that abstain count for nothing.

    Args:
        votes: What each voter says.
        quorum: Votes that must say that the region fails.
    """
    fails = sum(vote.fails is True for vote in votes)
    well = sum(vote.fails is False for vote in votes)
    if fails >= quorum and fails > well:
        return Verdict.FAILS
    return Verdict.WELL if well > fails else Verdict.UNCLEAR


def remembered(before: Memory, found: Verdict, rules: Rules, circumstances: Circumstances) -> Memory:
    """Add a round to what is kept.

    Args:
        before: What was kept.
        found: The round's verdict.
        rules: How many rounds are kept.
        circumstances: What else is known.
    """
    # Whoever stood still for hours would else add one bad round of today to those of yesterday.
    is_stale = before.seen_at is None or circumstances.now - before.seen_at > rules.stale_seconds
    # Whoever was out of traffic may have failed for hours: people who bring it back get all rounds anew.
    is_stale = is_stale or (before.away and circumstances.is_away is False)
    verdicts = (*(() if is_stale else before.verdicts), found)[-rules.rounds :]
    armed = before.armed or found is Verdict.WELL
    since = None if is_stale else before.failing_since
    if found is Verdict.FAILS and since is None:
        since = circumstances.now
    if Verdict.FAILS not in verdicts:
        since = None
    # A switch that is gone says that people came back. Without switches, only they can say so.
    left = before.left and circumstances.is_away is not False
    return replace(
        before,
        verdicts=verdicts,
        seen_at=circumstances.now,
        armed=armed,
        away=before.away if circumstances.is_away is None else circumstances.is_away,
        failing_since=since,
        left=left,
    )


def decide(memory: Memory, rules: Rules, circumstances: Circumstances) -> Decision:
    """Decide, by the newest round and those before.

    Args:
        memory: What is kept, this round included.
        rules: How sure it must be.
        circumstances: What else is known.
    """
    if not fails_long_enough(memory, rules):
        return Decision.NOTHING
    if not memory.armed:
        return Decision.UNARMED
    if circumstances.is_away or memory.left:
        return Decision.AWAY
    if memory.started_at is not None and circumstances.now < memory.started_at + rules.hold_down_seconds:
        return Decision.HELD_DOWN
    if circumstances.is_fit is False:
        return Decision.UNFIT
    return Decision.START if rules.starts else Decision.WOULD_START


def fails_long_enough(memory: Memory, rules: Rules) -> bool:
    """Whether the newest round and enough of those before found the region failing."""
    newest = memory.verdicts[-1:] == (Verdict.FAILS,)
    return newest and memory.verdicts.count(Verdict.FAILS) >= rules.failures


def is_news(memory: Memory, decided: Decision) -> bool:
    """Whether people are told: once for each change, and not of what follows from a start.

    Args:
        memory: What is kept, this round included.
        decided: What was decided now.
    """
    before = memory.told
    if decided in {before, Decision.AWAY}:
        return False
    if decided is Decision.HELD_DOWN and before in {Decision.START, Decision.AWAY}:
        return False
    return not _wavers(memory, decided)


def told_after(memory: Memory, decided: Decision) -> Decision:
    """Give what counts as told after a round.

    Args:
        memory: What is kept, this round included.
        decided: What was decided now.
    """
    return memory.told if _wavers(memory, decided) else decided


def _wavers(memory: Memory, decided: Decision) -> bool:
    """Whether one good round stands among failing ones: that is no end of an incident."""
    return decided is Decision.NOTHING and memory.failing_since is not None


def kept(memory: Memory) -> dict[str, object]:
    """Give the memory as JSON takes it."""
    return {
        "verdicts": [one.value for one in memory.verdicts],
        "seen_at": memory.seen_at,
        "armed": memory.armed,
        "away": memory.away,
        "failing_since": memory.failing_since,
        "started_at": memory.started_at,
        "left": memory.left,
        "told": memory.told.value,
    }


def recalled(found: Mapping[str, object]) -> Memory:
    """Read the memory; an empty object is a new watchdog's, and how people let it start again.

    Args:
        found: What ``kept`` gave.

    Raises:
        TypeError: It is something else.
    """
    if not found:
        return Memory()
    verdicts, failing, started = found["verdicts"], found["failing_since"], found["started_at"]
    if not isinstance(verdicts, list):
        raise TypeError(f"the verdicts are no list: {verdicts!r}")
    return Memory(
        verdicts=tuple(Verdict(one) for one in verdicts),
        seen_at=_seconds(found["seen_at"]),
        armed=bool(found["armed"]),
        away=bool(found["away"]),
        failing_since=_seconds(failing),
        started_at=_seconds(started),
        left=bool(found["left"]),
        told=Decision(str(found["told"])),
    )


def _seconds(value: object) -> float | None:
    if value is None or isinstance(value, int | float):
        return value
    raise TypeError(f"no time: {value!r}")
