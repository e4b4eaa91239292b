"""A review as Markdown: the comment on a pull request of GitHub or a merge request of GitLab."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from holdfast.checks.model import BLOCKING
from holdfast.report.budget import Section, fit
from holdfast.report.lines import plural
from holdfast.report.markdown_text import block, code, html, link, prose
from holdfast.report.mermaid import mermaid
from holdfast.report.review_changes import change_lines
from holdfast.report.review_costs import CostRow, cost_line, cost_table, money
from holdfast.report.review_losses import outlook_cell, outlook_rest, outlook_rows
from holdfast.report.review_shown import Shown
from holdfast.report.review_words import (
    KINDS,
    NONE,
    SEVERITIES,
    VERDICTS,
    count_rows,
    flat,
    groups,
    headline,
    holders,
    quiet,
    resource_names,
    tally,
)
from holdfast.review.model import Conclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.checks import Finding
    from holdfast.report.review_costs import CostTable
    from holdfast.report.review_losses import OutlookRow
    from holdfast.review.model import Attention, Review, StackReview

BUDGET = 60_000
"""Characters of a comment. GitHub refuses more than 65,536
(https://github.com/orgs/community/discussions/27190, 2026-11), and whoever posts it adds a marker."""
_MARKS = {
    Conclusion.UNCHANGED: "⚪",
    Conclusion.CLEAR: "🟢",
    Conclusion.ATTENTION: "🟡",
    Conclusion.DANGER: "🔴",
}
_SEVERITY_MARKS = {"critical": "🔴", "high": "🟠", "medium": "🟡", "low": "⚪"}
_NAMES = 6
"""Names of resources that are told of something."""
_ITEMS = (100, 40, 15, 5)
_GROUPS = (None, 800, 400, 200, 100, 50, 20)
_ROWS = (None, 60, 15)
_LINE = 400
"""Characters of a text that others wrote."""


def review_markdown(review: Review, *, show_values: Sequence[str] = (), budget: int = BUDGET) -> str:
    """The comment: the verdict first, then what matters most.

    What there is no room for is shortened or left out, the least important first, and it is said how much.

    Args:
        review: What is told.
        show_values: Paths of properties whose values are shown beside the harmless ones. Default: none.
        budget: Characters that it must not pass. Default: 60,000.
    """
    shown = Shown(show_values)
    sections = [Section(rank=0, forms=[partial(_head, review), partial(_verdict, review)])]
    several = len(review.stacks) > 1
    for number, stack in enumerate(review.stacks):
        if stack.changes or stack.attention or stack.notes:
            # Of several stacks the later ones are shortened before the earlier ones.
            sections += list(_stack(stack, shown, number, several=several))
    return fit(sections, budget)


def _verdict(review: Review) -> str:
    mark, word = _MARKS[review.conclusion], VERDICTS[review.conclusion]
    return f"{mark} **{word}** {prose(_cut(headline(review)))}\n"


def _head(review: Review) -> str:
    lines = [_verdict(review), f"{code(_cut(review.base))} → {code(_cut(review.head))}"]
    lines += [""] if review.failed else []
    for stack, reason in sorted(review.failed.items()):
        lines.append(f"- **{prose(stack)}** could not be previewed: {prose(_cut(reason))}")
    rows = count_rows(review)
    if rows:
        used = [number for number, _ in enumerate(KINDS) if any(one.counts[number] for one in rows)]
        lines += ["", f"| stack | region | {' | '.join(KINDS[number] for number in used)} |"]
        lines.append(f"|---|---|{'--:|' * len(used)}")
        for one in rows:
            cells = (str(one.counts[number] or "") for number in used)
            lines.append(f"| {prose(one.stack)} | {prose(one.place)} | {' | '.join(cells)} |")
    for each in review.stacks:
        costs = cost_table(each)
        if costs is not None and costs.total.matters:
            name = f" {prose(each.stack)}" if len(review.stacks) > 1 else ""
            lines += ["", f"Cost{name}: {prose(cost_line(costs))}"]
    still = quiet(review)
    if still and rows:
        lines += ["", f"Nothing changes in {', '.join(prose(one) for one in still)}."]
    return _text(lines)


def _stack(stack: StackReview, shown: Shown, number: int, *, several: bool) -> Iterator[Section]:
    title = f"\n## {prose(stack.stack)}\n" if several else ""
    yield Section(rank=0, forms=[lambda: title + _notes(stack)])
    if stack.attention:
        yield Section(rank=1, forms=[partial(_attention, stack, most) for most in _ITEMS])
    rows = outlook_rows(stack)
    if rows:
        yield Section(rank=10 + number, forms=[partial(_outlooks, stack, rows, most) for most in _ROWS])
    costs = cost_table(stack)
    if costs is not None:
        yield Section(rank=20 + number, forms=[partial(_cost, costs, whole=one) for one in (True, False)])
    drawn = mermaid(stack.picture)
    if drawn:
        yield Section(
            rank=40 + number,
            forms=[
                lambda: f"\n### Picture\n\n```mermaid\n{drawn}```\n",
                lambda: "\nThe picture is left out: there is no room for it here.\n",
            ],
        )
    if stack.new_findings or stack.resolved_findings or stack.waived:
        yield Section(rank=50 + number, forms=[partial(_findings, stack, most) for most in (*_ROWS, 0)])
    if groups(stack):
        yield Section(
            rank=60 + number, forms=[partial(_changes, stack, shown, most) for most in (*_GROUPS, 0)]
        )


def _notes(stack: StackReview) -> str:
    notes = [*stack.notes]
    if stack.partial:
        notes.insert(0, "Unchanged resources are missing from what was read: absence cannot be judged.")
    return _text(["", *(f"- {prose(_cut(one))}" for one in notes)]) if notes else ""


def _attention(stack: StackReview, most: int | None) -> str:
    """What is grave in the open, the rest folded below it; all in the open where nothing is grave."""
    items = stack.attention[:most]
    grave = [one for one in items if one.severity in BLOCKING]
    lesser = [one for one in items if one.severity not in BLOCKING]
    lines = ["", "### Needs attention", ""]
    lines += [line for one in grave or lesser for line in _item(one)]
    if grave and lesser:
        told = Counter(one.severity for one in lesser)
        counts = ", ".join(f"{told[one]} {one.value}" for one in SEVERITIES if told[one])
        lines += ["", *_folded(f"And {counts}", [line for one in lesser for line in _item(one)])]
    return _text([*lines, *_left_out(len(stack.attention) - len(items), "point", "to look at")])


def _item(item: Attention) -> Iterator[str]:
    level = item.severity.value
    yield f"- {_SEVERITY_MARKS[level]} **{level}: {prose(_cut(item.title))}**"
    for one in item.details:
        yield f"  - {prose(_cut(one))}"
    names = resource_names(item)
    if names:
        rest = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
        yield f"  - {', '.join(code(_cut(one)) for one in names[:_NAMES])}{rest}"
    if item.fix:
        yield f"  - To do: {prose(_cut(item.fix))}"
    if item.source:
        yield f"  - {link('source', item.source)}"


def _outlooks(stack: StackReview, rows: Sequence[OutlookRow], most: int | None) -> str:
    told = rows[:most]
    lines = [
        "",
        "### What a loss would do, before → after",
        "",
        "| losing | capacity left | recovery | data loss | breaks |",
        "|---|---|---|---|---|",
    ]
    for one in told:
        cells = (
            f"{one.scope} {', '.join(map(prose, one.whats))}",
            *(_moved(outlook_cell(one, each)) for each in (one.capacity, one.recovery, one.data_loss)),
            f"**{_moved(one.breaks)}**" if one.worse else _moved(outlook_cell(one, one.breaks)),
        )
        lines.append(f"| {' | '.join(cells)} |")
    whys = dict.fromkeys(each for one in told for each in one.why)
    if whys:
        lines += ["", *_folded("How these figures come about", [f"- {prose(_cut(one))}" for one in whys])]
    unknowns = dict.fromkeys(each for one in told for each in one.unknowns)
    lines += [f"\nNo figure: {prose(_cut(one))}" for one in unknowns]
    rest = outlook_rest(stack)
    lines += ["", rest] if rest else []
    return _text([*lines, *_left_out(len(rows) - len(told), "row", "of losses")])


def _moved(pair: tuple[str, str] | None) -> str:
    if pair is None:
        return ""
    before, after = (prose(_cut(one)) for one in pair)
    return after if before == after else f"{before} → {after}"


def _cost(costs: CostTable, *, whole: bool) -> str:
    lines = ["", "### Cost", "", f"**{prose(cost_line(costs))}**"]
    if not whole or not costs.total.difference:
        return _text(lines)
    lines += ["", "| region | before | after | difference |", "|---|--:|--:|--:|"]
    lines += [_cost_row(one, prose(one.name)) for one in costs.by_place]
    if costs.by_component:
        lines += ["", "| component | before | after | difference |", "|---|--:|--:|--:|"]
        lines += [_cost_row(one, code(one.name, table=True)) for one in costs.by_component[:_LAST]]
        lines += _left_out(len(costs.by_component) - _LAST, "component", "whose cost changes")
    usage = f"; {money(costs.on_usage)} of it depends on stated usage" if costs.on_usage else ""
    lines += ["", prose(f"US dollars a month at prices of {costs.prices_as_of}{usage}.")]
    if costs.missing:
        lines += ["", *_folded("Without a price", [f"- {code(one)}" for one in costs.missing])]
    return _text(lines)


_LAST = 15


def _cost_row(row: CostRow, name: str) -> str:
    cells = (name, money(row.before), money(row.after))
    difference = money(row.difference, signed=True) if row.difference else NONE
    return f"| {' | '.join(one.replace('$', chr(92) + '$') for one in (*cells, difference))} |"


def _findings(stack: StackReview, most: int | None) -> str:
    lines: list[str] = []
    for title, found in (
        ("New findings", stack.new_findings),
        ("Findings that are gone", stack.resolved_findings),
        ("Waived", stack.waived),
    ):
        if not found:
            continue
        ordered = sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.id, one.name))[:most]
        told = [_finding(one) for one in ordered]
        told += _left_out(len(found) - len(ordered), "finding", "")
        lines += ["", *_folded(f"{title} ({len(found)})", told)]
    return _text(lines)


def _finding(one: Finding) -> str:
    level = one.severity.value
    verdict = " (not known)" if one.verdict == "unknown" else ""
    words = f"- {_SEVERITY_MARKS[level]} {level}{verdict} {link(one.id, one.source)} {code(_cut(one.name))}"
    words += f": {prose(_cut(one.message))}"
    if one.waived:
        return f"{words} Waived: {prose(_cut(one.waived))}"
    return f"{words} To do: {prose(_cut(one.fix))}" if one.fix and one.verdict == "fail" else words


def _changes(stack: StackReview, shown: Shown, most: int | None) -> str:
    """The changes by component, as many as there is room for."""
    everything = groups(stack)
    lines = ["", "### Changes"]
    left = len(everything) if most is None else most
    for holder in holders(stack):
        members = holder.groups[:left]
        left -= len(members)
        if members:
            told = [line for one in members for line in change_lines(one, shown)]
            lines += ["", *_folded(f"{holder.title}: {tally(holder.counts)}", [block(told, "diff")])]
    out = everything[0:0] if most is None else everything[most:]
    number = sum(len(one.changes) for one in out)
    if most == 0:
        return f"\n{plural(number, 'change')} left out: there is no room for them here.\n"
    return _text([*lines, *_left_out(number, "change", "")])


def _folded(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<details><summary>{html(title)}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"


def _left_out(number: int, noun: str, what: str) -> list[str]:
    return ["", f"_{plural(number, noun)}{f' {what}' if what else ''} left out._"] if number > 0 else []


def _cut(text: str) -> str:
    line = flat(text)
    return line if len(line) <= _LINE else f"{line[: _LINE - 1]}…"


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
