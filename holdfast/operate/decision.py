"""Whether a place can be left gracefully, by what was seen of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.sight import serving_probes

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations
    from holdfast.operate.sight import Sight


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Whether a place is left gracefully, and why."""

    graceful: bool
    why: str


def choose(operations: Operations, sight: Sight, place: str) -> Choice:
    """Choose how a place is left: gracefully, so that no write is lost, where it answers.

    Writers that can be read and are well can be moved without a loss, whatever its door says. Where nothing
    but traffic moves, the door decides.

    Args:
        operations: The stack's contract.
        sight: What was seen.
        place: The place that is left.
    """
    api = sight.answered[place]
    if api.value is None:
        return Choice(graceful=False, why=f"AWS's API in {place} does not answer: {api.unknown}")
    writers = [one for one in sight.stores if one.writer == place and not one.multi_writer]
    ill = [one for one in writers if place not in one.copies or one.copies[place].healthy is not True]
    if ill:
        words = "; ".join(
            f"{one.key}: {one.copies[place].detail if place in one.copies else 'not read'}" for one in ill
        )
        return Choice(graceful=False, why=f"its API answers, but not every writer there is well: {words}")
    if writers:
        names = ", ".join(one.key for one in writers)
        return Choice(graceful=True, why=f"its API answers and the writers there are well ({names})")
    silent = [
        f"{operations['entrances'][key]['endpoints'][place]['host']}: "
        f"{answer.value.detail if answer.value else answer.unknown}"
        for key, answer in sorted(serving_probes(operations, sight, place).items())
        if answer.value is None or not answer.value.ok
    ]
    if silent:
        return Choice(
            graceful=False, why=f"no writer is there, and its door does not answer: {'; '.join(silent)}"
        )
    return Choice(graceful=True, why="it answers")
