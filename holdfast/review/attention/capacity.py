"""Capacity that a lost zone or region leaves, where it gets less or is not enough."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.losses import what_is_lost
from holdfast.review.attention.roles import moved
from holdfast.review.model import Attention, Scope
from holdfast.review.outlook import side_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.graph import ResourceGraph
    from holdfast.review.attention.context import Context
    from holdfast.review.outlook.capacity import Left

_STATIC = "https://aws.amazon.com/builders-library/static-stability-using-availability-zones/"
_LITTLE = 0.01


def capacity(context: Context) -> Iterator[Attention]:
    """Items for what is left when a zone or a region is lost: too little, less, or fewer.

    Args:
        context: The change.
    """
    before, after = _lefts(context.before), _lefts(context.after)
    swapped = moved(context)  # what begins to serve has more to lose: told there
    side = side_of(context.after) if context.after is not None else None
    found: defaultdict[tuple[str, Scope, str, str, bool], list[str]] = defaultdict(list)
    for (scope, what), will in after.items():
        was = before.get((scope, what))
        if (what.rstrip("abcdefgh") if scope is Scope.ZONE else what) in swapped and not will.short:
            continue
        kind = _kind(was, will, promised=side is not None and side.objectives.cover(scope))
        if kind:
            found[kind, scope, was.text if was else "nothing", will.text, will.part == 0].append(what)
    for (kind, scope, earlier, later, nothing), lost in found.items():
        yield _item(kind, scope, lost, (earlier, later), nothing=nothing)


def _lefts(graph: ResourceGraph | None) -> Mapping[tuple[Scope, str], Left]:
    return {} if graph is None or graph.partial else dict(side_of(graph).lefts())


def _kind(was: Left | None, will: Left, *, promised: bool) -> str:
    if promised and will.short and (was is None or not was.short):
        return "capacity-short"
    if was is None or was.part is None:
        return ""
    if will.part is None:
        return "capacity-unknown" if will.unknowns else ""
    if will.part < was.part - _LITTLE:
        return "capacity-lower"
    fewer = was.remaining is not None and will.remaining is not None and will.remaining < was.remaining
    return "capacity-fewer" if fewer else ""


def _item(kind: str, scope: Scope, what: list[str], told: tuple[str, str], *, nothing: bool) -> Attention:
    lost = what_is_lost(scope, what)
    titles = {
        "capacity-short": f"Without {lost} the rest cannot grow to the load",
        "capacity-lower": f"Losing {lost} leaves less of the capacity",
        "capacity-fewer": f"Losing {lost} leaves fewer than before",
        "capacity-unknown": f"What losing {lost} leaves can no longer be told",
    }
    severities = {
        "capacity-short": Severity.HIGH,
        "capacity-lower": Severity.HIGH if nothing else Severity.MEDIUM,
        "capacity-fewer": Severity.LOW,
        "capacity-unknown": Severity.MEDIUM,
    }
    zones = scope is Scope.ZONE
    return Attention(
        id=kind,
        severity=severities[kind],
        title=titles[kind],
        details=(f"left: {told[0]} -> {told[1]}",),
        fix=(
            "run N/(N - 1) of what the load needs over N zones"
            if zones
            else "raise the least and the most that run in the other regions to what they must take over"
        ),
        source=_STATIC,
    )
