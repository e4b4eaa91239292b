"""Findings as Markdown, for comments and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks import Verdict
from holdfast.report.findings_text import WAIVED, by_severity, expiry, tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.checks import Finding
    from holdfast.checks.waivers import Waived, Waiver

TITLES = {Verdict.FAIL.value: "Failed", Verdict.UNKNOWN.value: "Not known yet", WAIVED: "Waived"}
LAST_COLUMN = {WAIVED: "waived"}
"""What the last column tells, where that is not the fix."""


def findings_markdown(judged: Waived) -> str:
    """Waivers that are over, what fails, what cannot be told and what is waived, under a line of counts.

    Args:
        judged: What the checks said, after the waivers.
    """
    lines = ["## Checks", "", f"**{tally(judged)}**", *_expired(judged.expired), *_tables(judged.findings)]
    return "\n".join(lines) + "\n"


def _expired(waivers: Sequence[Waiver]) -> Iterator[str]:
    if waivers:
        yield from ("", "### Waivers that are over", "", "| waiver | what |", "|---|---|")
        yield from (_row(str(one), expiry(one)) for one in waivers)


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
            yield _row(
                one.severity.value,
                f"[{one.id}]({one.source})",
                f"`{one.name}`",
                one.message,
                one.waived or one.fix,
            )


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
