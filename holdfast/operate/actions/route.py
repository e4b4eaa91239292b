"""Take a place out of an entrance's traffic, or let it in again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.actions.planned import PlannedStep, done, todo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.operate.levers.lever import Lever, Position
    from holdfast.operate.steps import StepState


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveTraffic(PlannedStep):
    """Every lever of one place, all out or all in."""

    levers: Sequence[Lever]
    out: bool

    def state(self) -> StepState:
        """Read every lever."""
        read = self._read()
        words = "; ".join(position.detail for _, position in read)
        if all(position.out is self.out for _, position in read):
            return done(words)
        return todo(words)

    def act(self) -> None:
        """Turn those that stand otherwise: a switch that is set keeps the time that it was set at."""
        for lever, position in self._read():
            if position.out is self.out:
                continue
            if self.out:
                lever.take_out()
            else:
                lever.let_in()

    def _read(self) -> list[tuple[Lever, Position]]:
        return [(lever, lever.read()) for lever in self.levers]
