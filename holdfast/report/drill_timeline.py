"""A drill's timeline as SVG: requests, how long they took, who answered, and what happened when."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from holdfast.operate.drill.measure import NOBODY
from holdfast.operate.drill.model import EventKind
from holdfast.report.drill_words import seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.operate.drill.model import DrillReport, Slot

WIDTH = 960
_LEFT, _RIGHT = 52, 16
_MOST_BARS = 240
_REQUESTS, _TIMES, _ANSWERED = 190, 90, 70
"""Heights of the panels."""
_GAP, _AXIS, _ROW = 34, 22, 17
_CHARACTER = 6.4
"""Width of a character of a label, a little more than it is."""
_TICKS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
_MOST_TICKS = 14
_MOST_COLOURS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """Some slots taken together; answered and failed are per second."""

    begin: float
    end: float
    ok: float
    failed: float
    p95: int | None
    answered: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A line at a time; ``kind`` says how it is drawn."""

    at: float
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a time is, across."""

    begin: float
    end: float

    def x(self, at: float) -> float:
        """A time's place."""
        inside = min(max(at, self.begin), self.end)
        return round(_LEFT + (inside - self.begin) / (self.end - self.begin) * (WIDTH - _LEFT - _RIGHT), 1)


def answerers(report: DrillReport) -> list[str]:
    """Who answered, sorted; none where it is not known."""
    found = {name for one in report["timeline"] for name in one["answered"] if name != NOBODY}
    return sorted(found)


def colour_of(name: str, names: Sequence[str]) -> str:
    """The class that an answerer is drawn in."""
    return "by-none" if name == NOBODY else f"by-{names.index(name) % _MOST_COLOURS}"


def timeline_svg(report: DrillReport) -> str:
    """The timeline; nothing where nothing was measured.

    Args:
        report: What was found.
    """
    bars = _bars(report["timeline"], report["slot_seconds"])
    if not bars:
        return ""
    scale = Scale(bars[0].begin, bars[-1].end)
    marks = _marks(report)
    rows = _rows(marks, scale)
    top = 8 + _ROW * (max(rows, default=-1) + 1)
    names = answerers(report)
    parts: list[str] = []
    panels = [(_requests(bars, scale, top), _REQUESTS)]
    under = top + _REQUESTS + _GAP
    if any(bar.p95 is not None for bar in bars):
        panels.append((_times(bars, scale, under), _TIMES))
        under += _TIMES + _GAP
    if names:
        panels.append((_answered(bars, scale, under, names), _ANSWERED))
        under += _ANSWERED + _GAP
    foot = under - _GAP
    parts += _outage(report, scale, top, foot)
    for panel, _ in panels:
        parts += panel
    parts += _axis(scale, foot)
    parts += _drawn(marks, rows, scale, foot)
    return (
        f'<svg viewBox="0 0 {WIDTH} {foot + _AXIS + 16}" role="img" aria-labelledby="timeline-title">'
        f'<title id="timeline-title">{escape(_alternative(report))}</title>{"".join(parts)}</svg>'
    )


def _alternative(report: DrillReport) -> str:
    """What who cannot see the picture is told."""
    events = [one for one in report["events"] if one["kind"] != EventKind.TOLD]
    told = "; ".join(f"{one['kind']} at {seconds(one['seconds'])}" for one in events)
    return f"Requests over time from the injection: {told}"


def _bars(timeline: Sequence[Slot], slot: float) -> list[Bar]:
    each = max(-(-len(timeline) // _MOST_BARS), 1)
    return [_bar(timeline[first : first + each], slot) for first in range(0, len(timeline), each)]


def _bar(group: Sequence[Slot], slot: float) -> Bar:
    answered: dict[str, int] = {}
    for one in group:
        for name, count in one["answered"].items():
            answered[name] = answered.get(name, 0) + count
    times = [one["p95_milliseconds"] for one in group if one["p95_milliseconds"] is not None]
    length = len(group) * slot
    return Bar(
        begin=group[0]["seconds"],
        end=group[-1]["seconds"] + slot,
        ok=sum(one["ok"] for one in group) / length,
        failed=sum(one["failed"] for one in group) / length,
        p95=max(times, default=None),
        answered=answered,
    )


def _marks(report: DrillReport) -> list[Mark]:
    """Events and objectives, in order."""
    kinds = {
        EventKind.INJECTED: "broken",
        EventKind.FIRST_FAILURE: "first failure",
        EventKind.DETECTED: "noticed",
        EventKind.MOVED: "traffic moved",
        EventKind.RECOVERED: "recovered",
        EventKind.ENDED: "putting back",
    }
    found = []
    for one in report["events"]:
        if one["kind"] == EventKind.TOLD:
            continue
        kind = EventKind(one["kind"])
        at = "" if kind is EventKind.INJECTED else f" {seconds(one['seconds'])}"
        found.append(Mark(one["seconds"], kind.name.lower().replace("_", "-"), f"{kinds[kind]}{at}"))
    for row in report["objectives"]:
        if row["objective"] is not None and row["name"] in {"time to detect", "time to recover"}:
            verb = row["name"].removeprefix("time to ")
            label = f"objective: {verb} in {seconds(row['objective'])}"
            found.append(Mark(row["objective"], "objective", label))
    return sorted(found, key=lambda one: one.at)


def _rows(marks: Sequence[Mark], scale: Scale) -> list[int]:
    """A row for each label, so that none lies on another."""
    ends: list[float] = []
    rows = []
    for mark in marks:
        begin, end = _span(mark, scale)
        row = next((number for number, taken in enumerate(ends) if taken < begin), len(ends))
        if row == len(ends):
            ends.append(end)
        ends[row] = end
        rows.append(row)
    return rows


def _span(mark: Mark, scale: Scale) -> tuple[float, float]:
    size = len(mark.label) * _CHARACTER + 10
    x = scale.x(mark.at)
    return (x - size, x) if x + size > WIDTH else (x, x + size)


def _requests(bars: Sequence[Bar], scale: Scale, top: float) -> list[str]:
    most = max(bar.ok + bar.failed for bar in bars) or 1
    parts = list(_frame(top, _REQUESTS, "requests per second", f"{most:.0f}"))
    for bar in bars:
        x, width = _across(bar, scale)
        failed = _REQUESTS * bar.failed / most
        answered = _REQUESTS * bar.ok / most
        told = f"{bar.begin:+g} s: {bar.ok:g} answered, {bar.failed:g} failed per second"
        parts.append(f"<g><title>{told}</title>")
        parts.append(_rect(x, top + _REQUESTS - answered, width, answered, "ok"))
        parts.append(_rect(x, top + _REQUESTS - answered - failed, width, failed, "failed"))
        parts.append("</g>")
    return parts


def _times(bars: Sequence[Bar], scale: Scale, top: float) -> list[str]:
    most = max(bar.p95 or 0 for bar in bars) or 1
    parts = list(_frame(top, _TIMES, "time of answers, p95", f"{most} ms"))
    line: list[str] = []
    for bar in [*bars, None]:
        if bar is None or bar.p95 is None:
            # A gap is a gap: nothing was answered there.
            if line:
                parts.append(f'<polyline class="times" points="{" ".join(line)}"/>')
            line = []
            continue
        x = scale.x((bar.begin + bar.end) / 2)
        line.append(f"{x},{round(top + _TIMES - _TIMES * bar.p95 / most, 1)}")
    return parts


def _answered(bars: Sequence[Bar], scale: Scale, top: float, names: Sequence[str]) -> list[str]:
    parts = list(_frame(top, _ANSWERED, "who answered", "100 %"))
    for bar in bars:
        total = sum(bar.answered.values())
        if not total:
            continue
        x, width = _across(bar, scale)
        shares = [(name, bar.answered.get(name, 0)) for name in (*names, NOBODY)]
        told = ", ".join(f"{name} {count}" for name, count in shares if count)
        parts.append(f"<g><title>{escape(f'{bar.begin:+g} s: {told}')}</title>")
        under = top + _ANSWERED
        for name, count in shares:
            height = _ANSWERED * count / total
            under -= height
            parts.append(_rect(x, under, width, height, colour_of(name, names)))
        parts.append("</g>")
    return parts


def _outage(report: DrillReport, scale: Scale, top: float, foot: float) -> Iterator[str]:
    """The time in which requests failed, shaded."""
    measures = report["measures"]
    if measures is None or measures["first_failure_seconds"] is None:
        return
    ended = next((one["seconds"] for one in report["events"] if one["kind"] == EventKind.ENDED), scale.end)
    end = measures["recover_seconds"] if measures["recover_seconds"] is not None else ended
    begin, stop = scale.x(min(measures["first_failure_seconds"], end)), scale.x(end)
    yield _rect(begin, top, max(stop - begin, 1), foot - top, "outage")


def _frame(top: float, height: float, name: str, most: str) -> Iterator[str]:
    for share in (0, 0.5, 1):
        y = round(top + height * share, 1)
        yield f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
    yield f'<text class="tick" x="{_LEFT - 6}" y="{top + 9}" text-anchor="end">{escape(most)}</text>'
    yield f'<text class="tick" x="{_LEFT - 6}" y="{top + height}" text-anchor="end">0</text>'
    yield f'<text class="name" x="{_LEFT}" y="{top + height + 14}">{escape(name)}</text>'


def _axis(scale: Scale, foot: float) -> Iterator[str]:
    length = scale.end - scale.begin
    step = next((one for one in _TICKS if length / one <= _MOST_TICKS), _TICKS[-1] * 2)
    for at in range(math.ceil(scale.begin / step) * step, math.floor(scale.end) + 1, step):
        x = scale.x(at)
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{foot}" y2="{foot + 5}"/>'
        label = f"{at} s" if not at else f"{at:+d}"
        yield f'<text class="tick" x="{x}" y="{foot + _AXIS + 8}" text-anchor="middle">{label}</text>'


def _drawn(marks: Sequence[Mark], rows: Sequence[int], scale: Scale, foot: float) -> Iterator[str]:
    """The lines, then the labels, so that no line goes through one."""
    labels = []
    for mark, row in zip(marks, rows, strict=True):
        x, y = scale.x(mark.at), 14 + _ROW * row
        begin, _ = _span(mark, scale)
        anchor, at = ("end", x - 4) if begin < x else ("start", x + 4)
        inside = scale.begin <= mark.at <= scale.end
        if inside:
            yield f'<line class="mark {mark.kind}" x1="{x}" x2="{x}" y1="{y - 10}" y2="{foot}"/>'
        # What is beyond the picture has its label at the edge.
        text = escape(mark.label if inside else f"{mark.label} →")
        labels.append(
            f'<text class="label {mark.kind}" x="{at}" y="{y}" text-anchor="{anchor}">{text}</text>'
        )
    yield from labels


def _across(bar: Bar, scale: Scale) -> tuple[float, float]:
    x, end = scale.x(bar.begin), scale.x(bar.end)
    return x, max(round(end - x - (1 if end - x > 3 else 0), 1), 0.5)  # noqa: PLR2004  # bars that have room get a gap


def _rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    if height <= 0:
        return ""
    return f'<rect class="{kind}" x="{x}" y="{round(y, 1)}" width="{width}" height="{round(height, 1)}"/>'
