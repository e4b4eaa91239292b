"""Entrances that notice later than before that what they lead to is down."""

from __future__ import annotations

from collections import defaultdict
from math import inf
from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.review.attention.telling import names
from holdfast.review.model import Attention
from holdfast.review.outlook.entrances import Entrances
from holdfast.review.outlook.span import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.attention.context import Context


def detection(context: Context) -> Iterator[Attention]:
    """Items for records, load balancers and accelerators that leave what is down later than before.

    Args:
        context: The change.
    """
    if context.before is None or context.after is None or context.before.partial or context.after.partial:
        return
    before, after = Entrances(context.before).noticed(), Entrances(context.after).noticed()
    told_already = {
        one.after.recovery.text
        for one in context.outlooks
        if one.before is not None and one.after is not None and one.before.recovery != one.after.recovery
    }
    found: defaultdict[tuple[bool, str, str], list[tuple[str, str]]] = defaultdict(list)
    for urn, (name, will) in after.items():
        was = before[urn][1] if urn in before else None
        if was is None or was.seconds is None or was.seconds in {inf, will.seconds}:
            continue
        if will.figure().text not in told_already and (will.seconds is None or will.seconds > was.seconds):
            never = will.seconds == inf
            line = f"{_line(was.seconds, was.text)} -> {_line(will.seconds, will.text)}"
            found[never, line if not never else "", will.source].append((urn, f"{name}: {line}"))
    for (never, _, source), members in found.items():
        about = names(line.partition(":")[0] for _, line in members)
        yield Attention(
            id="detection-longer",
            severity=Severity.HIGH if never else Severity.MEDIUM,
            title=f"A failure behind {about} is {'never noticed' if never else 'noticed later'}",
            details=tuple(line for _, line in members),
            resources=tuple(urn for urn, _ in members),
            fix="keep interval x threshold + TTL within what the recovery time allows",
            source=source,
        )


def _line(seconds: float | None, text: str) -> str:
    return text if seconds is None or seconds == inf else f"{told(seconds)} ({text})"
