"""What must be so before a place takes over: what is not known is not so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.guards.beginning import judge_account, judge_flap, judge_lost
from holdfast.operate.guards.model import OVERRIDABLE, Guard, GuardResult, Move
from holdfast.operate.guards.taking_over import STALE_AFTER, judge_capacity, judge_health, judge_lag

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.contracts.operations import Operations
    from holdfast.operate.sight import Sight

__all__ = ["OVERRIDABLE", "STALE_AFTER", "Guard", "GuardResult", "Move", "judge"]


def judge(
    operations: Operations, sight: Sight, move: Move, *, now: datetime, flap_minutes: int
) -> list[GuardResult]:
    """Judge a move by every guard.

    Args:
        operations: The stack's contract.
        sight: What was seen.
        move: The move.
        now: The time.
        flap_minutes: Minutes that must lie between two moves.

    Returns:
        What each guard says.
    """
    return [
        judge_account(operations, sight, move),
        judge_lost(operations, sight, move, now),
        judge_health(operations, sight, move),
        judge_lag(operations, sight, move, now),
        judge_capacity(sight, move),
        judge_flap(sight, move, now, flap_minutes),
    ]
