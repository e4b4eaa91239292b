"""The objectives that an outcome is held to: those that the stack states, else those of whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.checks.promises import INSTANCE, REGION, promises
from holdfast.review.model import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.graph import ResourceGraph
    from holdfast.review.outlook.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectives:
    """What is promised to clients."""

    rto_seconds: float | None = None
    """In how many seconds they are served again. Default: not promised."""
    rpo_seconds: float | None = None
    """Seconds of what was written that may be lost. Default: not promised."""
    survives: str | None = None
    """The largest loss for which both hold: ``instance``, ``zone`` or ``region``. Default: ``region``."""

    def cover(self, scope: Scope) -> bool:
        """Whether they hold for a loss of this kind: a store that is deleted is no loss of a place.

        Args:
            scope: What is lost.
        """
        if scope is Scope.REGION:
            return self.survives in {None, REGION}
        return scope is Scope.ZONE and self.survives != INSTANCE

    def broken(self, scope: Scope, recoveries: Iterable[Span], losses: Iterable[Span]) -> tuple[str, ...]:
        """Those that do not hold, in words; what is not known breaks nothing.

        Args:
            scope: What is lost.
            recoveries: Times that must all have passed until clients are served again.
            losses: Ages of all that comes back.
        """
        if not self.cover(scope):
            return ()
        asked = (("RTO", self.rto_seconds, recoveries), ("RPO", self.rpo_seconds, losses))
        return tuple(
            f"{name} {limit:g} s"
            for name, limit, spans in asked
            if limit is not None and any(one.seconds is not None and one.seconds > limit for one in spans)
        )


def objectives_of(graph: ResourceGraph, otherwise: Objectives) -> Objectives:
    """The objectives of a stack.

    Args:
        graph: The stack.
        otherwise: What holds where it states none.
    """
    stated = promises(graph)
    if not stated.stated:
        return otherwise
    return Objectives(
        rto_seconds=stated.rto_seconds, rpo_seconds=stated.rpo_seconds, survives=stated.survives
    )
