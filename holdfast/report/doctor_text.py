"""What the doctor found, as text: by what it is for, what is missing with its fix."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.report.lines import WIDTH, Line, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.doctor.model import Finding

_SIGNS = {"ok": ("✓", "green"), "missing": ("✗", "bold red"), "unknown": ("?", "yellow")}
_HANGING = 6


def doctor_lines(findings: Sequence[Finding], *, width: int = WIDTH) -> list[Line]:
    """The whole report.

    Args:
        findings: What was looked at, by purpose.
        width: Columns. Default: 110.
    """
    lines: list[Line] = []
    for purpose in dict.fromkeys(one.purpose for one in findings):
        mine = [one for one in findings if one.purpose == purpose]
        if lines:
            lines.append(Line())
        lines.append(_head(purpose, mine))
        for one in mine:
            lines += _finding(one, width)
    return lines


def _head(purpose: str, findings: Sequence[Finding]) -> Line:
    missing = sum(one.state == "missing" for one in findings)
    unknown = sum(one.state == "unknown" for one in findings)
    if missing:
        more = f", {unknown} unknown" if unknown else ""
        return Line(f"TO {purpose.upper()}: {plural(missing, 'thing')} missing{more}", "bold red")
    if unknown:
        return Line(f"TO {purpose.upper()}: nothing seen missing, {unknown} unknown", "bold yellow")
    return Line(f"TO {purpose.upper()}: all there", "bold green")


def _finding(one: Finding, width: int) -> Iterator[Line]:
    sign, style = _SIGNS[one.state]
    first, *rest = one.detail.splitlines() or [""]
    yield from _wrapped(f"  {sign} {one.subject}: {first}", width, style)
    for line in rest:
        yield from _wrapped(f"{' ' * _HANGING}{line}", width, style)
    if one.fix:
        yield from _wrapped(f"{' ' * _HANGING}fix: {one.fix}", width, "")


def _wrapped(text: str, width: int, style: str) -> Iterator[Line]:
    parts = wrap(
        text,
        width,
        subsequent_indent=" " * _HANGING,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from (Line(part, style) for part in parts)
