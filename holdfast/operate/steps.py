"""What a recovery is made of: steps that say how far they are by what AWS says, and never by memory."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """How far a step is."""

    TODO = "todo"
    """Not begun: ``act`` begins it."""
    UNDER_WAY = "under way"
    """Begun, by whomever: wait."""
    DONE = "done"
    """What the step is for is so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StepState:
    """How far a step is, and the words for it: ``euw1 is promoted``, ``3 of 6 instances run``."""

    stage: Stage
    detail: str


class StepError(Exception):
    """A step cannot be done by trying again: AWS refuses it, or it would lose what nobody gave up."""


class Step(Protocol):
    """One change to a running API, safe to be asked again at any time.

    Both methods may raise botocore's errors: the engine tries again until the step is overdue. They raise
    ``StepError`` where that is no use. Neither waits for anything but its own calls.
    """

    @property
    def key(self) -> str:
        """What records and ``--skip`` name it by: ``promote-orders``."""

    @property
    def title(self) -> str:
        """What it does, for the person who is asked: ``promote orders in euw1``."""

    @property
    def expected_seconds(self) -> int:
        """Seconds that it takes at worst."""

    @property
    def source(self) -> str:
        """Where that figure is from."""

    def state(self) -> StepState:
        """Read how far it is."""

    def act(self) -> None:
        """Begin it, by calls that do no harm when they are made twice; called while it is ``todo`` alone."""
