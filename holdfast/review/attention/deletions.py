"""An unusual number of deletions."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.graph import place_order
from holdfast.review.attention.telling import counted, noun, several, shortened, urns
from holdfast.review.model import Attention, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.attention.context import Context

MANY = 10
"""Deletions and replacements from which on a change is unusual (assumption)."""
MANY_PART = 0.25
"""The part of a stack from which on fewer are unusual too (assumption)."""
GRAVE_PART = 0.1
"""The part of a stack from which on that is grave (assumption)."""
FEW = 3
"""What is never unusual, however small the stack (assumption)."""
_SHOWN = 6


def deletions(context: Context) -> Iterator[Attention]:
    """One item where a change takes away unusually much.

    Args:
        context: The change.
    """
    gone = [one for one in context.resources if one.kind in {Kind.DELETE, Kind.REPLACE}]
    held = sum(not one.component for one in context.before) if context.before is not None else 0
    part = len(gone) / held if held else 0
    if context.after is None and gone:
        severity, title = Severity.CRITICAL, "Takes the whole stack away"
    elif len(gone) >= MANY or (len(gone) > FEW and part >= MANY_PART):
        severity = Severity.HIGH if part >= GRAVE_PART else Severity.MEDIUM
        title = f"Deletes or replaces {len(gone)} of {held} resources"
    else:
        return
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in gone:
        kinds[one.place][noun(one.resource.type)] += 1
    yield Attention(
        id="many-deletions",
        severity=severity,
        title=title,
        details=shortened(f"{place}: {_told(kinds[place])}" for place in sorted(kinds, key=place_order)),
        resources=urns(gone),
        fix="see that each is meant: a renamed component looks like this, and an alias would keep it",
    )


def _told(kinds: Counter[str]) -> str:
    """The kinds of which there are most, and how many others."""
    listed = sorted(kinds.items(), key=lambda one: (-one[1], one[0]))
    others = sum(count for _, count in listed[_SHOWN:])
    told = [counted(count, kind, several(kind)) for kind, count in listed[:_SHOWN]]
    return ", ".join([*told, f"{others} more"] if others else told)
