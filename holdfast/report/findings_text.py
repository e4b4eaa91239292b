"""Findings as text: what fails first, then what cannot be told, then how many pass."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.checks import Finding, Severity, Verdict
from holdfast.report.lines import WIDTH, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LISTED = 10
"""Findings of one rule and verdict that are listed by default."""
STYLES = {Verdict.FAIL: "bold red", Verdict.UNKNOWN: "bold yellow", Verdict.PASS: "green"}
ORDER = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS, Verdict.NOT_APPLICABLE)


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each verdict, in a fixed order, zeros included."""
    found = Counter(one.verdict for one in findings)
    return {verdict.value: found[verdict] for verdict in ORDER}


def finding_lines(findings: Sequence[Finding], *, full: bool = False, width: int = WIDTH) -> list[Line]:
    """The whole report.

    Args:
        findings: What the checks said.
        full: List passes, and every finding. Default: no.
        width: Columns. Default: 110.
    """
    shown = ORDER if full else ORDER[:2]
    lines: list[Line] = []
    for verdict in shown:
        for _, group in groupby(by_severity(findings, verdict), key=lambda one: one.id):
            lines += _rule(list(group), full=full, width=width)
    lines.append(
        Line(", ".join(f"{number} {verdict}" for verdict, number in counts(findings).items()), "bold")
    )
    return lines


def by_severity(findings: Iterable[Finding], verdict: Verdict) -> list[Finding]:
    """The findings of one verdict, most severe first, each rule's together."""
    rank = list(Severity)
    chosen = [one for one in findings if one.verdict is verdict]
    return sorted(chosen, key=lambda one: (-rank.index(one.severity), one.id, one.resource or ""))


def _rule(group: list[Finding], *, full: bool, width: int) -> Iterator[Line]:
    first = group[0]
    yield Line(f"{first.verdict.upper()} {first.severity} {first.id}", STYLES.get(first.verdict, ""))
    for one in group if full else group[:LISTED]:
        yield from _wrapped(f"{one.name}: {one.message}", width)
    if not full and len(group) > LISTED:
        yield Line(f"  … and {len(group) - LISTED} more (--all lists them)", "dim")
    if first.fix:
        yield from _wrapped(f"fix: {first.fix}", width)
        yield Line(f"  see: {first.source}", "dim")
    yield Line()


def _wrapped(text: str, width: int) -> Iterator[Line]:
    for line in wrap(text, width, initial_indent="  ", subsequent_indent="    "):
        yield Line(line)
