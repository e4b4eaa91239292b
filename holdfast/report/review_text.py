"""A review as text: the verdict, what needs attention, losses, cost and the changes, for a terminal."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.report.lines import WIDTH, Line, shorten
from holdfast.report.review_changes import change_lines
from holdfast.report.review_costs import cost_line, cost_table, money
from holdfast.report.review_losses import outlook_cell, outlook_rest, outlook_rows
from holdfast.report.review_shown import Shown
from holdfast.report.review_words import (
    KINDS,
    SEVERITIES,
    VERDICTS,
    count_rows,
    flat,
    headline,
    holders,
    quiet,
    resource_names,
    tally,
)
from holdfast.review.model import Conclusion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.checks import Finding
    from holdfast.report.review_losses import OutlookRow
    from holdfast.review.model import Attention, Review, StackReview

_VERDICT_STYLES = {
    Conclusion.UNCHANGED: "bold",
    Conclusion.CLEAR: "bold green",
    Conclusion.ATTENTION: "bold yellow",
    Conclusion.DANGER: "bold red",
}
_SEVERITY_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "dim"}
_SIGN_STYLES = {"+": "green", "!": "yellow", "-": "red", "#": "dim"}
_TITLE, _STACK, _NOTE = "bold cyan", "bold reverse", "dim"
_NAME = 28
_NUMBER = 9


def review_lines(review: Review, *, show_values: Sequence[str] = (), width: int = WIDTH) -> list[Line]:
    """The whole report.

    Args:
        review: What is told.
        show_values: Paths of properties whose values are shown beside the harmless ones. Default: none.
        width: Columns. Default: 110.
    """
    shown = Shown(show_values)
    lines = [Line(flat(f"{review.base} → {review.head}"), _NOTE)]
    for stack, reason in sorted(review.failed.items()):
        lines += _told(f"{stack} could not be previewed: {reason}", "", "bold red", width, indent="")
    lines += _counts(review, width)
    for one in review.stacks:
        if one.changes or one.attention or one.notes:
            lines += _stack(one, shown, width)
    verdict = f"{VERDICTS[review.conclusion].upper()}  {headline(review)}"
    return [*lines, Line(), *_told(verdict, "", _VERDICT_STYLES[review.conclusion], width, indent="")]


def _counts(review: Review, width: int) -> Iterator[Line]:
    rows = count_rows(review)
    if rows:
        used = [number for number, _ in enumerate(KINDS) if any(one.counts[number] for one in rows)]
        stack_size = max(len("stack"), *(len(flat(one.stack)) for one in rows))
        place_size = max(len("region"), *(len(flat(one.place)) for one in rows))
        numbers = "".join(KINDS[number].value.rjust(_NUMBER) for number in used)
        yield Line()
        yield Line(f"{'stack'.ljust(stack_size)}  {'region'.ljust(place_size)}{numbers}", _NOTE)
        for one in rows:
            cells = "".join(str(one.counts[number] or "").rjust(_NUMBER) for number in used)
            yield Line(f"{flat(one.stack).ljust(stack_size)}  {flat(one.place).ljust(place_size)}{cells}")
    still = quiet(review)
    if still and rows:
        yield from _told(f"nothing changes in {', '.join(still)}", "", _NOTE, width, indent="")


def _stack(stack: StackReview, shown: Shown, width: int) -> Iterator[Line]:
    yield Line()
    yield Line(f" {flat(stack.stack)} ", _STACK)
    if stack.partial:
        yield from _told("unchanged resources are missing: absence cannot be judged", "", "yellow", width)
    for note in stack.notes:
        yield from _told(note, "note: ", _NOTE, width)
    if stack.attention:
        yield from _title("NEEDS ATTENTION")
        for one in stack.attention:
            yield from _attention(one, width)
    rows = outlook_rows(stack)
    if rows:
        yield from _title("WHAT A LOSS WOULD DO")
        for row in rows:
            yield from _outlook(row, width)
        yield from _told(outlook_rest(stack), "", _NOTE, width)
    yield from _cost(stack, width)
    for title, found in (
        ("NEW FINDINGS", stack.new_findings),
        ("FINDINGS THAT ARE GONE", stack.resolved_findings),
        ("WAIVED", stack.waived),
    ):
        yield from _findings(title, found, width)
    yield from _changes(stack, shown, width)


def _attention(one: Attention, width: int) -> Iterator[Line]:
    level = one.severity.value
    yield from _told(one.title, f"{level:<9}", _SEVERITY_STYLES[level], width)
    details = [*one.details]
    names = resource_names(one)
    if names:
        details.append(", ".join(names))
    for detail in details:
        yield from _told(detail, "", "", width, indent=" " * 11)
    if one.fix:
        yield from _told(one.fix, "to do: ", "", width, indent=" " * 11)


def _outlook(row: OutlookRow, width: int) -> Iterator[Line]:
    style = "red" if row.worse else ""
    yield from _told(f"{row.scope} {', '.join(row.whats)}", "", f"bold {style}".strip(), width)
    for name, figure in (
        ("capacity", row.capacity),
        ("recovery", row.recovery),
        ("data loss", row.data_loss),
        ("breaks", row.breaks),
    ):
        cell = outlook_cell(row, figure)
        if cell is not None:
            told = " → ".join(dict.fromkeys(cell))
            yield from _told(told, f"{name}: ", style if name == "breaks" else "", width, indent=" " * 4)
    for why in (*row.why, *(f"not known: {one}" for one in row.unknowns)):
        yield from _told(why, "", _NOTE, width, indent=" " * 4)


def _cost(stack: StackReview, width: int) -> Iterator[Line]:
    table = cost_table(stack)
    if table is None:
        return
    yield from _title("COST")
    yield from _told(cost_line(table), "", "bold", width)
    if not table.total.difference:
        return
    for row in (*table.by_place, *table.by_component):
        if row.difference:
            amounts = "".join(money(one).rjust(12) for one in (row.before, row.after))
            difference = money(row.difference, signed=True).rjust(12)
            name = shorten(flat(row.name), _NAME).ljust(_NAME)
            yield Line(f"  {name}{amounts}{difference}", "yellow" if row.difference > 0 else "green")
    if table.missing:
        yield from _told(", ".join(table.missing), "without a price: ", _NOTE, width)


def _findings(title: str, found: Sequence[Finding], width: int) -> Iterator[Line]:
    if found:
        yield from _title(f"{title} ({len(found)})")
    for one in sorted(found, key=lambda each: (SEVERITIES.index(each.severity), each.id, each.name)):
        level = one.severity.value
        words = f"{one.id} {one.name}: {one.message}"
        words += f" (waived: {one.waived})" if one.waived else ""
        yield from _told(words, f"{level:<9}", _SEVERITY_STYLES[level], width)


def _changes(stack: StackReview, shown: Shown, width: int) -> Iterator[Line]:
    held = holders(stack)
    if held:
        yield from _title("CHANGES")
    for holder in held:
        yield from _told(f"{holder.title}: {tally(holder.counts)}", "", "bold", width)
        for group in holder.groups:
            for line in change_lines(group, shown):
                yield Line(f"    {_cut(line, width - 4)}", _SIGN_STYLES[line[0]])


def _cut(line: str, width: int) -> str:
    """A line cut at a width; what stands before its words stays."""
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _title(text: str) -> Iterator[Line]:
    yield Line()
    yield Line(text, _TITLE)


def _told(text: str, before: str, style: str, width: int, *, indent: str = "  ") -> Iterator[Line]:
    under = indent + " " * (len(before) if len(before) <= _NUMBER else 2)
    lines = wrap(
        before + flat(text), width, initial_indent=indent, subsequent_indent=under, break_on_hyphens=False
    )
    yield from (Line(line, style) for line in lines)
