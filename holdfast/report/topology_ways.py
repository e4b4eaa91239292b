"""How the ways of a picture run between its nodes, and where their labels stand.

Lines from one node that say the same share their way and part where they must, as the branches of a tree.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.report.topology_layout import GAP, PAD, ROW_GAP
from holdfast.report.topology_lines import CORNER, Line, above, between, dip, down, entry, into, n, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.report.topology_layout import Box, Layout, Part
    from holdfast.review.model import Edge

_LANES = 4
"""Lines beside each other in one space between boxes; of more, some share a way."""
_INSIDE_LANE = 5
_TRIES = 3
_STRAIGHT = 14
"""Pixels aside that are no reason to bend a line."""
_BESIDE_BOX = 9
_LABEL_CHARACTER, _LABEL_TALL, _LABEL_STEP = 6.4, 15, 10


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
        self._rows = max((box.row for box in made.boxes), default=0) + 1
        self._lanes: dict[object, dict[object, int]] = {}
        self._told: list[tuple[float, float, float]] = []
        """Labels along upright lines: where their middle is, and half their length."""
        self._said: list[tuple[float, float, float, str]] = []
        """Level labels: the same, and their words."""

    def line(self, edge: Edge) -> Line:
        """Where a way is drawn, and its label.

        Args:
            edge: One of the picture's.
        """
        line = self._line(edge)
        return line if line.turned or not line.anchor else self._told_once(edge, line)

    def entries(self, edges: Iterable[Edge]) -> dict[str, list[float]]:
        """Where lines come into each region from above, past its name, by the region.

        Args:
            edges: All of the picture's.
        """
        found: dict[str, list[float]] = {}
        for edge in edges:
            box = self._box.get(edge.end)
            if box is not None and edge.start not in self._box and self._is_top(self.part[edge.end], box):
                found.setdefault(box.place, []).append(entry(self.part[edge.end], box))
        return found

    def _line(self, edge: Edge) -> Line:
        start, end = self.part[edge.start], self.part[edge.end]
        here, there = self._box.get(edge.start), self._box.get(edge.end)
        if there is None:
            return self._along(edge, start, end) if self._covered(start, end) else down(start, end)
        if here is None:
            top = self._is_top(end, there)
            if top and self._rows == 1 and not self._covered(start, None):
                return into(start, end, there)
            return self._around(edge, start, end, there, top=top)
        if here is there:
            return self._inside(edge, start, end, here)
        if here.row == there.row:
            return self._level(edge, start, end, here, there)
        return self._beside(edge, start, end, here, there)

    def _covered(self, start: Part, end: Part | None) -> bool:
        """Whether something of the head stands below a part of it, and above the end if that is there too."""
        most = end.y if end is not None else math.inf
        return any(one is not end and start.bottom <= one.y < most for one in self._made.head)

    def _along(self, edge: Edge, start: Part, end: Part) -> Line:
        """Within the head: on the right of what is between."""
        between = [one.right for one in self._made.head if start.y < one.y <= end.y]
        x = max(between) + _BESIDE_BOX + self._lane("along", edge)
        points = [(start.right, start.level), (x, start.level), (x, end.level), (end.right, end.level)]
        return Line(rounded(points), x - 6, end.y - 8, "end")

    def _told_once(self, edge: Edge, line: Line) -> Line:
        """The line with its label where no other is; without it where the same is said there already."""
        half = len(edge.label) * _LABEL_CHARACTER / 2
        middle = line.x + {"start": half, "end": -half}.get(line.anchor, 0)
        y = line.y
        for _ in range(_TRIES):
            near = [
                one
                for one in self._said
                if abs(middle - one[0]) < half + one[2] and abs(y - one[1]) < _LABEL_TALL
            ]
            if not near:
                self._said.append((middle, y, half, edge.label))
                return replace(line, y=y)
            if any(one[3] == edge.label for one in near):
                break
            y -= _LABEL_TALL
        return replace(line, anchor="")

    @staticmethod
    def _is_top(end: Part, box: Box) -> bool:
        return box.row == 0 and not any(between(one, box.y, end) for one in box.parts)

    def _around(self, edge: Edge, start: Part, end: Part, box: Box, *, top: bool) -> Line:
        """From the head across above all boxes, and into one of the first row or down beside its column."""
        lane = self._lane("left", edge)
        y = self._top() - ROW_GAP / 2 - 8 + lane
        begin = start.middle + lane
        if top and abs(entry(end, box) - begin) < _STRAIGHT:
            begin = entry(end, box)
        points = [(begin, start.bottom), (begin, y)]
        if self._covered(start, None):
            below = [one.x for one in self._made.head if one.y >= start.y]
            begin = min(below) - _BESIDE_BOX - lane
            points = [(start.x, start.level), (begin, start.level), (begin, y)]
        if top:
            x = entry(end, box)
            points += [(x, y), (x, end.y)]
            return Line(rounded(points), x + 7, box.y - 6, "start")
        x = max(box.x - _BESIDE_BOX - lane, 4)
        points += [(x, y), (x, end.level), (end.x, end.level)]
        return self._upright(edge, points, x, end.level, y)

    def _top(self) -> float:
        return min((box.y for box in self._made.boxes), default=0)

    def _inside(self, edge: Edge, start: Part, end: Part, box: Box) -> Line:
        free = not any(one not in (start, end) and between(one, start.bottom, end) for one in box.parts)
        if end.y >= start.bottom and free and abs(start.middle - end.middle) < start.width:
            return down(start, end)
        if end.y == start.y:
            return dip(start, end, start.bottom + GAP / 2 - 4, (start.middle + end.middle) / 2)
        # Its colour and dashes say what it is: there is no room for words.
        lane = self._lane(("inside", box.place), edge, _INSIDE_LANE)
        right = end.right > box.x + box.width - PAD - 1 and end.x > box.x + PAD + 1
        x = box.x + box.width - PAD / 2 - 4 + lane if right else box.x + PAD / 2 + 4 - lane
        side = end.right if right else end.x
        outer = start.right if right else start.x
        if abs(outer - side) < 1:
            points = [(outer, start.level), (x, start.level)]
        else:  # from the other column: first down into the space below
            y = start.bottom + CORNER + lane
            points = [(start.middle, start.bottom), (start.middle, y), (x, y)]
        return Line(rounded([*points, (x, end.level), (side, end.level)]))

    def _level(self, edge: Edge, start: Part, end: Part, here: Box, there: Box) -> Line:
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
            tier = max(here.tiers[edge.start], there.tiers[edge.end])
            foot = max(here.feet.get(tier, 0), there.feet.get(tier, 0))
            lane = self._lane(("dip", here.row, tier), edge, _INSIDE_LANE)
            side = there.x - PAD * 2 if right else there.x + there.width + PAD * 2
            return self._under(
                start, end, here, there, y=foot + GAP / 2 - 6 + lane, label=None if lane else side
            )
        gap = (here.row, min(here.column, there.column), start.level)
        shift = 2 * self._lane(("level", gap), edge, _INSIDE_LANE)
        x1, x2 = (start.right, end.x) if right else (start.x, end.right)
        y1, y2 = start.level + shift, end.level + shift
        bend = (x2 - x1) / 2
        path = f"M{n(x1)} {n(y1)}C{n(x1 + bend)} {n(y1)} {n(x2 - bend)} {n(y2)} {n(x2)} {n(y2)}"
        return Line(path, (x1 + x2) / 2, (y1 + y2) / 2 - 7, "middle")

    @staticmethod
    def _under(  # noqa: PLR0913  # what a way has
        start: Part, end: Part, here: Box, there: Box, *, y: float, label: float | None
    ) -> Line:
        """Down, across below what is between, and up: beside what stands below its ends."""
        right = here.column < there.column
        aside = 18 if right else -18
        outer = here.x + here.width + _BESIDE_BOX if right else here.x - _BESIDE_BOX
        inner = there.x - _BESIDE_BOX if right else there.x + there.width + _BESIDE_BOX
        if any(above(one, start, y, start.middle + aside) for one in here.parts):
            points = [(start.right if right else start.x, start.level), (outer, start.level), (outer, y)]
        else:
            points = [(start.middle + aside, start.bottom), (start.middle + aside, y)]
        if any(above(one, end, y, end.middle - aside) for one in there.parts):
            points += [(inner, y), (inner, end.level), (end.x if right else end.right, end.level)]
        else:
            points += [(end.middle - aside, y), (end.middle - aside, end.bottom)]
        return Line(rounded(points), label or 0, y - 6, "" if label is None else "middle")

    def _beside(self, edge: Edge, start: Part, end: Part, here: Box, there: Box) -> Line:
        """To a box of another row, along the right side of the columns."""
        lane = self._lane("right", edge)
        x1, x2 = (box.x + box.width + _BESIDE_BOX + lane for box in (here, there))
        points = [(start.right, start.level), (x1, start.level)]
        if x1 != x2:
            y = (
                there.y - ROW_GAP / 2 + lane / 2
                if there.row > here.row
                else there.y + there.height + 12 + lane / 2
            )
            points += [(x1, y), (x2, y)]
        begun = points[-1][1]
        points += [(x2, end.level), (end.right, end.level)]
        return self._upright(edge, points, x2, end.level, begun)

    def _upright(
        self, edge: Edge, points: list[tuple[float, float]], x: float, end: float, begun: float
    ) -> Line:
        """A line with its label on the upright piece that leads to its end, where no other label is."""
        half = len(edge.label) * _LABEL_CHARACTER / 2 + 4
        way = -1 if begun < end else 1
        y = end + way * (half + CORNER)
        while (y - begun) * way <= 0 or abs(y - end) < half + _LABEL_STEP:
            if not any(
                abs(x - at) < _LABEL_TALL and abs(y - middle) < half + other
                for at, middle, other in self._told
            ):
                self._told.append((x, y, half))
                return Line(rounded(points), x, y, "middle", turned=True)
            y += way * _LABEL_STEP
        return Line(rounded(points))

    def _lane(self, where: object, edge: Edge, apart: int = 0) -> int:
        """How far a line stands from the first on its way; those of one tree stand on each other."""
        taken = self._lanes.setdefault(where, {})
        tree = (edge.start, edge.kind, edge.label, edge.change)
        number = taken.setdefault(tree, len(taken))
        return (apart or self._made.lane) * (number % _LANES)
