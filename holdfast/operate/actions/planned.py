"""What every step is made of: what was planned, the contract, and who may be called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.steps import Stage, StepState

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations, RecoveryStep, Store
    from holdfast.operate.aws import Clients


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """A planned step, and what carrying it out takes.

    ``graceful`` says that the place that is left answers and must lose no write; ``away_from`` is that
    place.
    """

    step: RecoveryStep
    operations: Operations
    clients: Clients
    graceful: bool
    away_from: str

    @property
    def place(self) -> str:
        """Where the step acts."""
        return self.step["place"]

    @property
    def store(self) -> Store:
        """The store that the step is about."""
        return self.operations["stores"][self.step["subject"]]

    def region(self, place: str) -> str:
        """AWS region of a place."""
        return self.operations["regions"][place]["region"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedStep:
    """A step with what was planned of it; each kind adds how far it is and how it begins."""

    planned: Planned
    title: str

    @property
    def key(self) -> str:
        """What records and options name it by."""
        return self.planned.step["key"]

    @property
    def expected_seconds(self) -> int:
        """Seconds that it takes at worst."""
        return self.planned.step["worst_seconds"]

    @property
    def source(self) -> str:
        """Where that figure is from."""
        return self.planned.step["source"]


@dataclass(frozen=True, kw_only=True, slots=True)
class NothingToDo(PlannedStep):
    """A step of which there is nothing to do, and why."""

    why: str

    def state(self) -> StepState:
        """Done, and why."""
        return done(self.why)

    def act(self) -> None:
        """Nothing."""


def todo(detail: str) -> StepState:
    """Not begun."""
    return StepState(stage=Stage.TODO, detail=detail)


def under_way(detail: str) -> StepState:
    """Begun by whomever."""
    return StepState(stage=Stage.UNDER_WAY, detail=detail)


def done(detail: str) -> StepState:
    """Reached."""
    return StepState(stage=Stage.DONE, detail=detail)
