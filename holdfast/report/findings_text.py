"""Findings as text: what fails first, then what cannot be told and what is waived, then the counts.

Before them all stand the waivers that are over: each of them fails the check by itself.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.checks import Finding, Severity, Verdict
from holdfast.report.lines import WIDTH, Line, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.checks.waivers import Waived, Waiver

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


def tally(judged: Waived) -> str:
    """The counts in a line."""
    told = counts(judged.findings).items()
    parts = [f"{number} {name}" for name, number in told if number or name != WAIVED]
    over = [plural(len(judged.expired), "expired waiver")] if judged.expired else []
    return ", ".join(parts + over)


def expiry(waiver: Waiver) -> str:
    """Why a waiver that is over fails the check, in one sentence."""
    where = f"line {waiver.line} of holdfast.toml" if waiver.line else "holdfast.toml"
    return f"it ended on {waiver.until} and excuses nothing ({where}); it said: {waiver.reason}"


def finding_lines(judged: Waived, *, full: bool = False, width: int = WIDTH) -> list[Line]:
    """The whole report.

    Args:
        judged: What the checks said, after the waivers.
        full: List passes, and every finding. Default: no.
        width: Columns. Default: 110.
    """
    findings = judged.findings
    shown = ORDER if full else ORDER[:3]
    groups = [
        list(group)
        for name in shown
        for _, group in groupby(by_severity(findings, name), key=lambda one: (one.id, one.waived))
    ]
    told = counts(findings)
    worst = "fail" if judged.expired else next((name for name in ORDER[:2] if told[name]), "pass")
    over = [line for one in judged.expired for line in _expired(one, width)]
    if full:
        rendered = [_rule(group, len(group), width) for group in groups]
    else:
        rendered = _on_a_screen(groups, width, SCREEN_LINES - len(over))
    return [*over, *(line for lines in rendered for line in lines), Line(tally(judged), STYLES[worst])]


def _expired(waiver: Waiver, width: int) -> list[Line]:
    fix = "mend what it excused, or decide on a new last day; then change or remove the waiver"
    return [
        Line(f"EXPIRED waiver of {waiver}", STYLES["fail"]),
        *_wrapped(expiry(waiver), width),
        *_wrapped(f"fix: {fix}", width),
        Line(),
    ]


def _on_a_screen(groups: Sequence[list[Finding]], width: int, room: int) -> list[list[Line]]:
    """The groups, the longest cut until all fit, of equal ones the least severe; none below one finding."""
    limits = [min(len(group), LISTED) for group in groups]
    while True:
        rendered = [_rule(group, limit, width) for group, limit in zip(groups, limits, strict=True)]
        if sum(map(len, rendered)) < room or max(limits, default=1) == 1:
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
