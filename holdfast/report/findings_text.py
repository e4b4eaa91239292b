"""Findings as text: what fails first, then what cannot be told and what is waived, then the counts."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.checks import Finding, Severity, Verdict
from holdfast.report.lines import WIDTH, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LISTED = 10
"""Findings of one rule and verdict that are listed by default, when there is room."""
SCREEN_LINES = 40
"""Lines that the report has by default where that can be: findings are left out for it, never a rule."""
WAIVED = "waived"
"""How a failure stands that a waiver excuses; the others stand as their verdict."""
ORDER = (Verdict.FAIL.value, Verdict.UNKNOWN.value, WAIVED, Verdict.PASS.value, Verdict.NOT_APPLICABLE.value)
STYLES = {"fail": "bold red", "unknown": "bold yellow", WAIVED: "bold cyan", "pass": "green"}


def standing(finding: Finding) -> str:
    """How a finding stands: ``waived``, or its verdict."""
    return WAIVED if finding.waived else finding.verdict.value


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings stand how, in a fixed order, zeros included."""
    found = Counter(map(standing, findings))
    return {name: found[name] for name in ORDER}


def tally(findings: Iterable[Finding]) -> str:
    """The counts in a line."""
    told = counts(findings).items()
    return ", ".join(f"{number} {name}" for name, number in told if number or name != WAIVED)


def finding_lines(findings: Sequence[Finding], *, full: bool = False, width: int = WIDTH) -> list[Line]:
    """The whole report.

    Args:
        findings: What the checks said.
        full: List passes, and every finding. Default: no.
        width: Columns. Default: 110.
    """
    shown = ORDER if full else ORDER[:3]
    groups = [
        list(group)
        for name in shown
        for _, group in groupby(by_severity(findings, name), key=lambda one: (one.id, one.waived))
    ]
    told = counts(findings)
    style = STYLES[next((name for name in ORDER[:2] if told[name]), "pass")]
    rendered = [_rule(group, len(group), width) for group in groups] if full else _on_a_screen(groups, width)
    return [*(line for lines in rendered for line in lines), Line(tally(findings), style)]


def _on_a_screen(groups: Sequence[list[Finding]], width: int) -> list[list[Line]]:
    """The groups, the longest cut until all fit, of equal ones the least severe; none below one finding."""
    limits = [min(len(group), LISTED) for group in groups]
    while True:
        rendered = [_rule(group, limit, width) for group, limit in zip(groups, limits, strict=True)]
        if sum(map(len, rendered)) < SCREEN_LINES or max(limits) == 1:
            return rendered
        limits[len(limits) - 1 - limits[::-1].index(max(limits))] -= 1


def by_severity(findings: Iterable[Finding], name: str) -> list[Finding]:
    """The findings that stand in one way, most severe first, each rule's together.

    Args:
        findings: What the checks said.
        name: One of ``ORDER``.
    """
    rank = list(Severity)
    chosen = [one for one in findings if standing(one) == name]
    return sorted(
        chosen, key=lambda one: (-rank.index(one.severity), one.id, one.waived or "", one.resource or "")
    )


def _rule(group: list[Finding], limit: int, width: int) -> list[Line]:
    first = group[0]
    lines = [Line(f"{standing(first).upper()} {first.severity} {first.id}", STYLES.get(standing(first), ""))]
    shown = limit if len(group) > limit + 1 else len(group)  # 'and 1 more' takes the place of that one
    for one in group[:shown]:
        lines += _wrapped(f"{one.name}: {one.message}", width)
    if len(group) > shown:
        lines.append(Line(f"  … and {len(group) - shown} more (--all lists them)", "dim"))
    if first.waived:
        lines += _wrapped(f"waived: {first.waived}", width)
    elif first.fix:
        lines += [*_wrapped(f"fix: {first.fix}", width), Line(f"  see: {first.source}", "dim")]
    return [*lines, Line()]


def _wrapped(text: str, width: int) -> list[Line]:
    return [Line(line) for line in wrap(text, width, initial_indent="  ", subsequent_indent="    ")]
