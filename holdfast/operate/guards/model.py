"""What a guard judges, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from holdfast.contracts.operations import RecoveryStep


class Guard(StrEnum):
    """A reason not to move."""

    ACCOUNT = "account"
    """The credentials are of another account than the file; cannot be overridden."""
    LOST = "lost"
    """What was said of the place that is left is not what is seen: it is not lost, or it is."""
    HEALTH = "health"
    """The place that would take over does not answer, is out of the traffic, or its copies are not well."""
    LAG = "lag"
    """Its copies are further behind than the RPO allows."""
    CAPACITY = "capacity"
    """It cannot carry the whole load."""
    FLAP = "flap"
    """The last move was a moment ago."""


OVERRIDABLE = (Guard.LOST, Guard.HEALTH, Guard.LAG, Guard.CAPACITY, Guard.FLAP)


@dataclass(frozen=True, kw_only=True, slots=True)
class GuardResult:
    """What a guard says, and what it costs to override it, in numbers."""

    guard: Guard
    passed: bool
    detail: str
    loss: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """A move that is judged.

    ``away_from`` is where clients and writers are now, ``to`` are the places that take over, the first of
    them the writers, ``place`` what the operation is named by: the place that is left, or returned to.
    """

    operation: str
    place: str
    away_from: str
    to: Sequence[str]
    graceful: bool
    steps: Sequence[RecoveryStep]
    said: bool = False
    """Whether a person said how it is left, so that what is seen may be something else."""
    loses_writes: bool = False
    """Whether a store gets a new writer without the old one's help: what was not copied is gone."""


def result(guard: Guard, problems: Collection[str], fine: str, loss: str) -> GuardResult:
    """What a guard says: it passes where there is no problem."""
    return GuardResult(guard=guard, passed=not problems, detail="; ".join(problems) or fine, loss=loss)
