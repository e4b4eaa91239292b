"""How the ways of a picture run between its nodes, and where their labels stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.report.topology_layout import GAP, PAD, ROW_GAP

if TYPE_CHECKING:
    from holdfast.report.topology_layout import Box, Layout, Part
    from holdfast.review.model import Edge

_CORNER = 8
_LANE = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn way and where its label stands."""

    path: str
    x: float = 0
    y: float = 0
    anchor: str = ""
    """Which part of the label stands there; empty for no label."""
    turned: bool = False


class Ways:
    """The lines of one drawing; those that would run on each other stand apart."""

    def __init__(self, made: Layout) -> None:
        """Know where everything stands.

        Args:
            made: The places of the nodes.
        """
        self._made = made
        self.part = {one.node.id: one for one in made.head}
        self._box: dict[str, Box] = {}
        for box in made.boxes:
            for one in box.parts:
                self.part[one.node.id] = one
                self._box[one.node.id] = box
        self._lanes: Counter[object] = Counter()

    def line(self, edge: Edge) -> Line:
        """Where a way is drawn, and its label.

        Args:
            edge: One of the picture's.
        """
        start, end = self.part[edge.start], self.part[edge.end]
        here, there = self._box.get(edge.start), self._box.get(edge.end)
        if there is None:
            return _down(start, end)
        if here is None and self._is_top(end, there):
            return _into(start, end, there)
        if here is None:
            return self._around(start, end, there)
        if here is there:
            return self._inside(start, end, here)
        if here.row == there.row:
            return self._level(start, end, here, there)
        return self._beside(start, end, here, there)

    @staticmethod
    def _is_top(end: Part, box: Box) -> bool:
        return box.row == 0 and not any(_between(one, box.y, end) for one in box.parts)

    def _around(self, start: Part, end: Part, box: Box) -> Line:
        """From the head down the left side of a box's column."""
        lane = self._lane("left", box.column)
        x, y = max(box.x - 9 - lane, 4), self._top() - ROW_GAP / 2 + 12 + lane
        points = [(start.middle, start.bottom), (start.middle, y), (x, y), (x, end.level), (end.x, end.level)]
        return Line(_rounded(points), x, end.level - 40, "middle", turned=True)

    def _top(self) -> float:
        return min((box.y for box in self._made.boxes), default=0)

    def _inside(self, start: Part, end: Part, box: Box) -> Line:
        free = not any(one not in (start, end) and _between(one, start.bottom, end) for one in box.parts)
        if end.y >= start.bottom and free and abs(start.middle - end.middle) < start.width:
            return _down(start, end)
        if end.y == start.y:
            return _dip(start, end, start.bottom + GAP / 2 - 4, (start.middle + end.middle) / 2)
        x = box.x + PAD / 2 + 4 - self._lane("inside", box.place)
        points = [(start.x, start.level), (x, start.level), (x, end.level), (end.x, end.level)]
        return Line(_rounded(points))  # its colour and dashes say what it is: there is no room for words

    def _level(self, start: Part, end: Part, here: Box, there: Box) -> Line:
        """To a box beside it: straight through the space between them, or below what is between."""
        right = here.column < there.column
        blocked = any(
            one.y < start.bottom and one.bottom > start.y and (one.x > start.x if right else one.x < start.x)
            for one in here.parts
        )
        blocked |= any(
            one.y < end.bottom and one.bottom > end.y and (one.x < end.x if right else one.x > end.x)
            for one in there.parts
        )
        if blocked or abs(here.column - there.column) > 1:
            foot = max(here.feet[start.node.kind], there.feet[end.node.kind])
            lane = self._lane("dip", (here.row, start.node.kind))
            y = foot + GAP / 2 - 6 + lane
            side = there.x - PAD * 2 if right else there.x + there.width + PAD * 2
            return _dip(start, end, y, None if lane else side)
        shift = self._lane("level", (here.row, min(here.column, there.column), start.node.kind, start.level))
        x1, x2 = (start.right, end.x) if right else (start.x, end.right)
        y1, y2 = start.level + 2 * shift, end.level + 2 * shift
        bend = (x2 - x1) / 2
        path = f"M{n(x1)} {n(y1)}C{n(x1 + bend)} {n(y1)} {n(x2 - bend)} {n(y2)} {n(x2)} {n(y2)}"
        return Line(path, (x1 + x2) / 2, (y1 + y2) / 2 - 7, "middle")

    def _beside(self, start: Part, end: Part, here: Box, there: Box) -> Line:
        """To a box of another row, along the right side of the columns."""
        lane = self._lane("right", there.column)
        x1, x2 = (box.x + box.width + 9 + lane for box in (here, there))
        points = [(start.right, start.level), (x1, start.level)]
        if x1 != x2:
            y = there.y - ROW_GAP / 2 + lane if there.row > here.row else there.y + there.height + 12 + lane
            points += [(x1, y), (x2, y)]
        points += [(x2, end.level), (end.right, end.level)]
        level = (points[-3][1] + end.level) / 2 + 10 * lane  # words on lines side by side stand apart
        return Line(_rounded(points), x2, level, "middle", turned=True)

    def _lane(self, kind: str, where: object) -> int:
        """How far a line stands from the first on its way."""
        self._lanes[kind, where] += 1
        return _LANE * ((self._lanes[kind, where] - 1) % 3)


def _down(start: Part, end: Part) -> Line:
    path = _curve(start.middle, start.bottom, end.middle, end.y)
    return Line(path, (start.middle + end.middle) / 2 + 8, (start.bottom + end.y) / 2 + 4, "start")


def _into(start: Part, end: Part, box: Box) -> Line:
    """From above into a box, upright past its name."""
    path = f"{_curve(start.middle, start.bottom, end.middle, box.y)}V{n(end.y)}"
    return Line(path, end.middle, box.y - 9, "middle")


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    """A line that leaves and comes in upright."""
    bend = (y2 - y1) / 2
    return f"M{n(x1)} {n(y1)}C{n(x1)} {n(y1 + bend)} {n(x2)} {n(y2 - bend)} {n(x2)} {n(y2)}"


def _dip(start: Part, end: Part, y: float, label: float | None) -> Line:
    """Down, across below what is between, and up; the label stands at a place across, if it has one."""
    aside = 18 if start.middle <= end.middle else -18
    points = [
        (start.middle + aside, start.bottom),
        (start.middle + aside, y),
        (end.middle - aside, y),
        (end.middle - aside, end.bottom),
    ]
    return Line(_rounded(points), label or 0, y - 6, "" if label is None else "middle")


def _between(one: Part, top: float, end: Part) -> bool:
    """Whether a node stands in the way straight down to another."""
    return one is not end and top <= one.y < end.y and one.x < end.right and one.right > end.x


def _rounded(points: list[tuple[float, float]]) -> str:
    """A line along points, with round corners."""
    path = f"M{n(points[0][0])} {n(points[0][1])}"
    for (x0, y0), (x1, y1), (x2, y2) in zip(points, points[1:], points[2:], strict=False):
        before = min(_CORNER, max(abs(x1 - x0), abs(y1 - y0)) / 2)
        after = min(_CORNER, max(abs(x2 - x1), abs(y2 - y1)) / 2)
        bx, by = x1 - _sign(x1 - x0) * before, y1 - _sign(y1 - y0) * before
        ax, ay = x1 + _sign(x2 - x1) * after, y1 + _sign(y2 - y1) * after
        path += f"L{n(bx)} {n(by)}Q{n(x1)} {n(y1)} {n(ax)} {n(ay)}"
    return f"{path}L{n(points[-1][0])} {n(points[-1][1])}"


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def n(value: float) -> str:
    """A coordinate as short as it can be."""
    return f"{round(value, 1):g}"
