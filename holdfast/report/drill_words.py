"""Words and figures that every report of a drill has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.operate.drill.model import Verdict
from holdfast.report.lines import plural

if TYPE_CHECKING:
    from holdfast.operate.drill.model import Compared, DrillReport, Phase

_SECONDS_PER_MINUTE = 60

NONE = "-"
"""What stands where there is no figure."""


def phases(report: DrillReport) -> list[tuple[str, Phase]]:
    """The phases with what they are called, in order."""
    found = report["phases"]
    if found is None:
        return []
    return [
        ("before", found["before"]),
        ("while it was broken", found["during"]),
        ("after it was put back", found["after"]),
    ]


def headline(report: DrillReport) -> str:
    """What came of it, in a sentence or two."""
    verdict, reasons = report["verdict"], report["reasons"]
    if verdict == Verdict.NOT_SAFE:
        return "Nothing was broken, because it was not safe."
    if report["measures"] is None or report["phases"] is None:
        return f"{reasons[0].capitalize()}." if reasons else "There is no result yet."
    if verdict == Verdict.NO_EFFECT:
        return "Nothing shows that anything was broken, so nothing was proven."
    measures, during = report["measures"], report["phases"]["during"]
    if measures["first_failure_seconds"] is None:
        felt = f"Clients felt nothing: none of {plural(during['requests'], 'request')} failed"
    elif measures["recover_seconds"] is None:
        felt = (
            f"The API did not recover before it was put back; {during['failed']} of {during['requests']} "
            "requests failed"
        )
    else:
        felt = (
            f"The API recovered after {seconds(measures['recover_seconds'])}; {during['failed']} of "
            f"{during['requests']} requests failed"
        )
    return f"{felt}{_writes(report)}."


def _writes(report: DrillReport) -> str:
    writes = report["writes"]
    if writes is None:
        return ""
    if writes["lost"]:
        return f", and {writes['lost']} of {plural(writes['acknowledged'], 'acknowledged write')} were lost"
    if writes["unknown"]:
        return f", and {plural(writes['unknown'], 'acknowledged write')} could not be read back"
    return f", and none of {plural(writes['acknowledged'], 'acknowledged write')} was lost"


def seconds(value: float) -> str:
    """A time for people: ``0.8 s``, ``42 s``, ``3 min 5 s``."""
    if abs(value) < _SECONDS_PER_MINUTE:
        return f"{value:.1f} s"
    minutes, rest = divmod(round(value), _SECONDS_PER_MINUTE)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def figure(value: float | None, unit: str) -> str:
    """A figure with its unit; a dash where there is none."""
    if value is None:
        return NONE
    if unit == "seconds":
        return seconds(value)
    return f"{value:g} %" if unit == "percent" else f"{value:g}"


def held(row: Compared) -> str:
    """Whether an objective was met, in a word."""
    if row["met"] is None:
        return "no objective" if row["objective"] is None else "not measured"
    return "met" if row["met"] else "missed"


def moment(text: str | None) -> str:
    """A time in UTC as people read it: ``2026-11-22 02:05:11 UTC``."""
    return f"{text[:10]} {text[11:19]} UTC" if text else NONE


def again(report: DrillReport) -> str:
    """The command that runs it again."""
    return f"holdfast drill {report['drill']}"
