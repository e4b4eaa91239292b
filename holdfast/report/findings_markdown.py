"""Findings as Markdown, for comments and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks import Finding, Verdict
from holdfast.report.findings_text import WAIVED, by_severity, tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TITLES = {Verdict.FAIL.value: "Failed", Verdict.UNKNOWN.value: "Not known yet", WAIVED: "Waived"}
LAST_COLUMN = {WAIVED: "waived"}
"""What the last column tells, where that is not the fix."""


def findings_markdown(findings: Sequence[Finding]) -> str:
    """What fails, what cannot be told and what is waived as tables, under a line of counts.

    Args:
        findings: What the checks said.
    """
    return "\n".join(["## Checks", "", f"**{tally(findings)}**", *_tables(findings)]) + "\n"


def _tables(findings: Sequence[Finding]) -> Iterator[str]:
    for name, title in TITLES.items():
        chosen = by_severity(findings, name)
        if not chosen:
            continue
        yield from (
            "",
            f"### {title}",
            "",
            f"| severity | check | resource | what | {LAST_COLUMN.get(name, 'fix')} |",
            "|---|---|---|---|---|",
        )
        for one in chosen:
            cells = (
                one.severity.value,
                f"[{one.id}]({one.source})",
                f"`{one.name}`",
                one.message,
                one.waived or one.fix,
            )
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
