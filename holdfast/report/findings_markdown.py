"""Findings as Markdown, for comments and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks import Finding, Verdict
from holdfast.report.findings_text import by_severity, counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TITLES = {Verdict.FAIL: "Failed", Verdict.UNKNOWN: "Not known yet"}


def findings_markdown(findings: Sequence[Finding]) -> str:
    """What fails and what cannot be told as tables, under a line of counts.

    Args:
        findings: What the checks said.
    """
    line = ", ".join(f"{number} {verdict}" for verdict, number in counts(findings).items())
    return "\n".join(["## Checks", "", f"**{line}**", *_tables(findings)]) + "\n"


def _tables(findings: Sequence[Finding]) -> Iterator[str]:
    for verdict, title in TITLES.items():
        chosen = by_severity(findings, verdict)
        if not chosen:
            continue
        yield from (
            "",
            f"### {title}",
            "",
            "| severity | check | resource | what | fix |",
            "|---|---|---|---|---|",
        )
        for one in chosen:
            cells = (one.severity.value, f"[{one.id}]({one.source})", f"`{one.name}`", one.message, one.fix)
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
