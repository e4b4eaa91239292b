"""Regions that begin or cease to take requests: a failover, made by a deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.checks.serving import ACTIVE, roles
from holdfast.review.attention.telling import names
from holdfast.review.model import Attention

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.review.attention.context import Context

_SOURCE = "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_disaster_recovery.html"


def moved(context: Context) -> Mapping[str, tuple[str, str]]:
    """The regions whose role is another, with what it was and will be.

    Args:
        context: The change.
    """
    if context.before is None or context.after is None or context.before.partial or context.after.partial:
        return {}
    was, will = roles(context.before), roles(context.after)
    return {
        region: (was[region], will[region])
        for region in sorted(was.keys() & will.keys())
        if was[region] != will[region]
    }


def role_moves(context: Context) -> Iterator[Attention]:
    """One item where requests go to other regions than before.

    Args:
        context: The change.
    """
    found = moved(context)
    if not found:
        return
    to = [region for region, (_, will) in found.items() if will == ACTIVE]
    away = [region for region, (was, _) in found.items() if was == ACTIVE]
    title = f"Moves the traffic {'from ' + names(away) if away else ''}{' to ' + names(to) if to else ''}"
    yield Attention(
        id="role-moves",
        severity=Severity.HIGH,
        title=" ".join(title.split()),
        details=tuple(f"{region}: {was} -> {will}" for region, (was, will) in found.items()),
        fix="see that the writer of the data and the capacity are there, or let the plan of recovery do it",
        source=_SOURCE,
    )
