"""A review as a page: one file, nothing from elsewhere, readable on a phone, in the light and in the dark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.report.lines import plural
from holdfast.report.page import page
from holdfast.report.review_changes import change_lines
from holdfast.report.review_costs import cost_line, cost_table, money
from holdfast.report.review_losses import outlook_cell, outlook_rest, outlook_rows
from holdfast.report.review_shown import Shown
from holdfast.report.review_words import (
    DONE,
    KINDS,
    NONE,
    SEVERITIES,
    SIGNS,
    VERDICTS,
    count_rows,
    flat,
    groups,
    headlines,
    holders,
    quiet,
    resource_names,
    tally,
)
from holdfast.report.topology_layout import NARROW
from holdfast.report.topology_svg import topology_svg
from holdfast.review.model import Conclusion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.checks import Finding
    from holdfast.report.review_costs import CostRow, CostTable
    from holdfast.report.review_words import Holder
    from holdfast.review.model import Review, StackReview

_TONES = {
    Conclusion.UNCHANGED: "still",
    Conclusion.CLEAR: "good",
    Conclusion.ATTENTION: "doubt",
    Conclusion.DANGER: "bad",
}
_WEB = re.compile(r"https://[^\s<>\"']+")
_MOST_GROUPS = 2000
"""Groups of changes on a page; a browser stays quick with these."""


def review_html(review: Review, *, show_values: Sequence[str] = ()) -> str:
    """The page.

    Args:
        review: What is told.
        show_values: Paths of properties whose values are shown beside the harmless ones. Default: none.
    """
    shown = Shown(show_values)
    rows = count_rows(review)
    return page(
        "review.html.j2",
        base=flat(review.base),
        head=flat(review.head),
        word=VERDICTS[review.conclusion],
        tone=_TONES[review.conclusion],
        headline=flat(headlines(review)[0]),
        amount=flat(headlines(review)[1]),
        failed=sorted(review.failed.items()),
        rows=rows,
        used=[number for number, _ in enumerate(KINDS) if any(one.counts[number] for one in rows)],
        kinds=KINDS,
        signs=[SIGNS[one] for one in KINDS],
        done=[DONE[one] for one in KINDS],
        quiet=quiet(review),
        stacks=[
            _stack(one, number, shown)
            for number, one in enumerate(review.stacks)
            if one.changes or one.attention or one.notes
        ],
        flat=flat,
        money=money,
        nothing=NONE,
    )


def _stack(stack: StackReview, number: int, shown: Shown) -> dict[str, Any]:
    """What the template reads of a stack."""
    costs = cost_table(stack)
    everything = groups(stack)
    return {
        "name": stack.stack,
        "key": f"stack-{number}",
        "tally": tally(_counts(stack)),
        "notes": stack.notes,
        "partial": stack.partial,
        "attention": [
            {
                "level": one.severity.value,
                "title": flat(one.title),
                "details": [flat(each) for each in one.details],
                "names": resource_names(one),
                "fix": flat(one.fix),
                "source": _address(one.source),
            }
            for one in stack.attention
        ],
        "outlooks": [
            {
                "row": one,
                "cells": [
                    (name, outlook_cell(one, pair))
                    for name, pair in (
                        ("capacity left", one.capacity),
                        ("recovery", one.recovery),
                        ("data loss", one.data_loss),
                        ("breaks", one.breaks),
                    )
                ],
            }
            for one in outlook_rows(stack)
        ],
        "rest": outlook_rest(stack),
        "wide": topology_svg(stack.picture, key=f"wide-{number}"),
        "narrow": topology_svg(stack.picture, key=f"narrow-{number}", form=NARROW),
        "cost": _cost(costs) if costs is not None else None,
        "findings": [
            (title, kind, [_finding(one) for one in _ordered(found)])
            for title, kind, found in (
                ("New findings", "new", stack.new_findings),
                ("Findings that are gone", "gone", stack.resolved_findings),
                ("Waived", "waived", stack.waived),
            )
            if found
        ],
        "holders": list(_holders(stack, shown)),
        "groups": len(everything),
        "left_out": plural(len(everything) - _MOST_GROUPS, "more group")
        if len(everything) > _MOST_GROUPS
        else "",
    }


def _counts(stack: StackReview) -> dict[Any, int]:
    found = dict.fromkeys(KINDS, 0)
    for kinds in stack.counts().values():
        for kind, number in kinds.items():
            found[kind] += number
    return found


@dataclass(frozen=True, slots=True)
class _Bar:
    """A row of cost with the widths of its bars in percent."""

    row: CostRow
    before: int
    after: int
    tone: str


def _cost(costs: CostTable) -> dict[str, Any]:
    return {
        "table": costs,
        "line": cost_line(costs),
        "tone": _rise(costs.total),
        "places": _bars(costs.by_place),
        "components": _bars(costs.by_component[:_MOST_ROWS]),
        "more": max(len(costs.by_component) - _MOST_ROWS, 0),
    }


_MOST_ROWS = 25


def _bars(rows: Sequence[CostRow]) -> list[_Bar]:
    most = max((max(one.before, one.after) for one in rows), default=0)
    return [
        _Bar(
            one,
            round(100 * one.before / most) if most else 0,
            round(100 * one.after / most) if most else 0,
            _rise(one),
        )
        for one in rows
    ]


def _rise(row: CostRow) -> str:
    if not row.difference:
        return "level"
    return "up" if row.difference > 0 else "down"


def _ordered(found: Sequence[Finding]) -> list[Finding]:
    return sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.id, one.name))


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "id": one.id,
        "level": one.severity.value,
        "unknown": one.verdict == "unknown",
        "name": one.name,
        "message": one.message,
        "fix": one.fix if one.verdict == "fail" else "",
        "waived": one.waived,
        "source": _address(one.source),
    }


def _holders(stack: StackReview, shown: Shown) -> Iterator[dict[str, Any]]:
    left = _MOST_GROUPS
    for one in holders(stack):
        members = one.groups[:left]
        left -= len(members)
        if members:
            yield {
                "title": one.title,
                "tally": tally(one.counts),
                "lines": list(_lines(one, shown, len(members))),
            }


def _lines(holder: Holder, shown: Shown, most: int) -> Iterator[tuple[str, str, bool]]:
    """Each line of a diff with the class that colours it, and whether it names a resource."""
    for group in holder.groups[:most]:
        kind = group.changes[0].kind.value
        for line in change_lines(group, shown):
            sign, text = line[0], line[1:].rstrip()
            yield ("aside" if sign == "#" else kind), text.strip(), not text.startswith("   ")


def _address(source: str) -> str:
    """An address of the web; empty for anything else, which could run when it is followed."""
    return source if _WEB.fullmatch(source) else ""
