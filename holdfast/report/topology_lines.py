"""Lines of a drawing: straight, bent and with round corners, and what stands in their way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.report.topology_layout import PAD
from holdfast.report.topology_text import wide

if TYPE_CHECKING:
    from holdfast.report.topology_layout import Box, Part

CORNER = 8
"""How round corners are."""
_PLACE_SIZE = 14


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn way and where its label stands."""

    path: str
    x: float = 0
    y: float = 0
    anchor: str = ""
    """Which part of the label stands there; empty for no label."""
    turned: bool = False


def entry(end: Part, box: Box) -> float:
    """Where a line comes into a box from above: in the middle of what it leads to, but beside the name."""
    name = box.x + PAD + wide(box.place, _PLACE_SIZE) + 6
    return end.middle if name < end.middle or end.x > name else min(name, end.right - PAD)


def down(start: Part, end: Part) -> Line:
    """From one to another below it."""
    path = curve(start.middle, start.bottom, end.middle, end.y)
    return Line(path, (start.middle + end.middle) / 2 + 8, (start.bottom + end.y) / 2 + 4, "start")


def into(start: Part, end: Part, box: Box) -> Line:
    """From above into a box, upright past its name."""
    x = entry(end, box)
    path = f"{curve(start.middle, start.bottom, x, box.y)}V{n(end.y)}"
    return Line(path, x, box.y - 9, "middle")


def curve(x1: float, y1: float, x2: float, y2: float) -> str:
    """A line that leaves and comes in upright."""
    bend = (y2 - y1) / 2
    return f"M{n(x1)} {n(y1)}C{n(x1)} {n(y1 + bend)} {n(x2)} {n(y2 - bend)} {n(x2)} {n(y2)}"


def dip(start: Part, end: Part, y: float, label: float | None) -> Line:
    """Down, across below what is between, and up; the label stands at a place across, if it has one."""
    aside = 18 if start.middle <= end.middle else -18
    points = [
        (start.middle + aside, start.bottom),
        (start.middle + aside, y),
        (end.middle - aside, y),
        (end.middle - aside, end.bottom),
    ]
    return Line(rounded(points), label or 0, y - 6, "" if label is None else "middle")


def above(one: Part, part: Part, y: float, x: float) -> bool:
    """Whether a node stands in the way straight down from another."""
    return part.bottom <= one.y < y and one.x < x < one.right


def between(one: Part, top: float, end: Part) -> bool:
    """Whether a node stands in the way straight down to another."""
    return one is not end and top <= one.y < end.y and one.x < end.right and one.right > end.x


def rounded(points: list[tuple[float, float]]) -> str:
    """A line along points, with round corners."""
    path = f"M{n(points[0][0])} {n(points[0][1])}"
    for (x0, y0), (x1, y1), (x2, y2) in zip(points, points[1:], points[2:], strict=False):
        before = min(CORNER, max(abs(x1 - x0), abs(y1 - y0)) / 2)
        after = min(CORNER, max(abs(x2 - x1), abs(y2 - y1)) / 2)
        bx, by = x1 - _sign(x1 - x0) * before, y1 - _sign(y1 - y0) * before
        ax, ay = x1 + _sign(x2 - x1) * after, y1 + _sign(y2 - y1) * after
        path += f"L{n(bx)} {n(by)}Q{n(x1)} {n(y1)} {n(ax)} {n(ay)}"
    return f"{path}L{n(points[-1][0])} {n(points[-1][1])}"


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def n(value: float) -> str:
    """A coordinate as short as it can be."""
    return f"{round(value, 1):g}"
