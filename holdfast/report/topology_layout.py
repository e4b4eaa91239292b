"""Where the parts of a picture stand: clients and names on top, below them a box for each region.

Parts of one kind stand at one height in all boxes of a row, so that what goes from region to region is level.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING, TypeAlias

from holdfast.graph.summary import GLOBAL
from holdfast.report.review_words import flat
from holdfast.review.model import EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.review.model import Node, Picture

PAD, HEADER, GAP = 20, 44, 36
"""Inside a box: at its sides, for its name, between kinds."""
ROW_GAP = 46
_BESIDE, _BELOW = 14, 22
"""Between parts of one tier: beside each other, and below each other."""
_BUS = 26
"""Above boxes in several rows, for the lines that go to all of them."""
_LABEL_LINE, _DETAIL_LINE = 17, 15
_INSET, _TEXT_LEFT = 10, 36
_DETAIL_CHARACTER = 5.9
_LINES = 3
_CLIENTS_WIDTH, _CLIENTS_HEIGHT = 116, 34
_HEAD_WIDTH = 300
_TWO_BESIDE = 400
_KINDS = tuple(NodeKind)
_REQUESTS = (EdgeKind.TRAFFIC, EdgeKind.FAILOVER)
Tier: TypeAlias = tuple[int, int]
"""Which kind, and how many of that kind requests pass before in the same place."""


@dataclass(frozen=True, slots=True)
class Format:
    """How wide a drawing is, and how its boxes stand."""

    width: int
    columns: int
    gutter: int
    """Between columns."""
    margin: int
    """Beside the outer columns, where lines pass."""
    lane: int
    """Between lines that run beside each other."""


WIDE = Format(width=980, columns=3, gutter=118, margin=34, lane=9)
NARROW = Format(width=372, columns=1, gutter=0, margin=30, lane=5)
_SPACIOUS = Format(width=1440, columns=4, gutter=118, margin=46, lane=9)


def roomy(places: int) -> Format:
    """For a page that can be moved and a file that can be large: more columns where there are many regions.

    Args:
        places: How many regions there are.
    """
    return WIDE if places <= WIDE.columns else _SPACIOUS


@dataclass(frozen=True, slots=True)
class Part:
    """A node and its place."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    """The second line, broken."""

    @property
    def middle(self) -> float:
        """Its middle, across."""
        return self.x + self.width / 2

    @property
    def level(self) -> float:
        """Its middle, down."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Box:
    """A region."""

    place: str
    row: int
    column: int
    x: float
    y: float
    width: float
    height: float
    parts: tuple[Part, ...]
    feet: dict[Tier, float]
    """Where each tier ends, down."""
    tiers: dict[str, Tier]
    """The tier of each part, by the id of its node."""


@dataclass(slots=True)
class Layout:
    """All that is drawn."""

    width: int
    height: float
    head: list[Part] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    lane: int = 5
    """Between lines that run beside each other."""


def layout(picture: Picture, form: Format) -> Layout:
    """Give every node its place.

    Args:
        picture: What is drawn.
        form: How wide.
    """
    head = [one for one in picture.nodes if _is_head(one, form)]
    made = Layout(width=form.width, height=0, lane=form.lane)
    y = _head(made, picture, head, form)
    rest = [
        (place, [one for one in picture.nodes if one.place == place and not _is_head(one, form)])
        for place in picture.places
    ]
    held = sorted(
        ((place, nodes) for place, nodes in rest if nodes),
        key=lambda one: (not _serves(one[1]), _stands_by(picture, one[1])),
    )
    rows = math.ceil(len(held) / form.columns)
    columns = math.ceil(len(held) / max(rows, 1)) or 1
    gutter = form.gutter if columns < _MANY else form.gutter * 5 // 6 if rows > 1 else form.gutter * 2 // 3
    margin = form.margin if rows > 1 else form.margin / 2  # lines pass only where there are rows
    width = (form.width - 2 * margin - (columns - 1) * gutter) / columns
    width = min(width, _WIDEST)
    left = (form.width - columns * width - (columns - 1) * gutter) / 2
    y += _BUS if rows > 1 and head else 0
    for first in range(0, len(held), columns):
        row = held[first : first + columns]
        tiers = [_tiers(picture, nodes) for _, nodes in row]
        heights = _tier_heights([nodes for _, nodes in row], tiers, width)
        total = HEADER + sum(heights.values()) + GAP * max(len(heights) - 1, 0) + PAD
        for column, (place, nodes) in enumerate(row):
            x = left + column * (width + gutter)
            frame = _Frame(place, first // columns, column, x, y, width, total)
            made.boxes.append(_box(frame, nodes, tiers[column], heights))
        y += total + ROW_GAP
    made.height = y - (ROW_GAP if held else 0) + 6
    return made


_MANY = 3
_WIDEST = 430


def _is_head(node: Node, form: Format) -> bool:
    """Whether a node stands above the regions; beside names there is room for what else is global."""
    kinds = {NodeKind.CLIENTS, NodeKind.ENTRANCE, *(() if form.columns == 1 else (NodeKind.OTHER,))}
    return node.place == GLOBAL and node.kind in kinds


def _serves(nodes: Iterable[Node]) -> bool:
    return any(one.kind is NodeKind.ENTRANCE for one in nodes)


def _stands_by(picture: Picture, nodes: Iterable[Node]) -> bool:
    """Whether requests come into a region only on failure."""
    names = {one.id for one in nodes}
    ways = {one.kind for one in picture.edges if one.end in names and one.start not in names}
    return EdgeKind.FAILOVER in ways and EdgeKind.TRAFFIC not in ways


def _head(made: Layout, picture: Picture, head: Sequence[Node], form: Format) -> float:
    """Clients, then names and what stands before the regions, by how many steps they are from the clients."""
    depths = _depths(picture, head)
    y = 6.0
    for depth in sorted(set(depths.values())):
        row = [one for one in head if depths[one.id] == depth]
        each = 1 if form.columns == 1 else 3
        for first in range(0, len(row), each):
            nodes = row[first : first + each]
            clients = nodes[0].kind is NodeKind.CLIENTS
            width = _CLIENTS_WIDTH if clients else min(_HEAD_WIDTH, form.width - 2 * form.margin - 40)
            x = (form.width - len(nodes) * width - (len(nodes) - 1) * GAP) / 2
            heights = [_CLIENTS_HEIGHT if clients else height(one, width) for one in nodes]
            for number, (one, tall) in enumerate(zip(nodes, heights, strict=True)):
                lines = tuple(broken(one.detail, width))
                made.head.append(Part(one, x + number * (width + GAP), y, width, tall, lines))
            y += max(heights) + GAP
    return y + (16 if head else 0)


def _depths(picture: Picture, nodes: Sequence[Node]) -> dict[str, int]:
    """By how many steps of requests each node is behind others of them; clients come before all else."""
    depths = {one.id: int(one.kind is not NodeKind.CLIENTS) for one in nodes}
    ways = [
        one for one in picture.edges if one.kind in _REQUESTS and one.start in depths and one.end in depths
    ]
    for _ in nodes:  # as many rounds as the longest way can have steps
        for one in ways:
            depths[one.end] = max(depths[one.end], min(depths[one.start] + 1, len(nodes)))
    return depths


def _tiers(picture: Picture, nodes: Sequence[Node]) -> dict[str, Tier]:
    found: dict[str, Tier] = {}
    for number, kind in enumerate(_KINDS):
        depths = _depths(picture, [one for one in nodes if one.kind is kind])
        found |= {name: (number, depth) for name, depth in depths.items()}
    return found


def _tier_heights(
    boxes: Sequence[Sequence[Node]], tiers: Sequence[dict[str, Tier]], width: float
) -> dict[Tier, float]:
    found: dict[Tier, float] = {}
    for tier in sorted({one for each in tiers for one in each.values()}):
        members = (
            [one for one in nodes if of[one.id] == tier] for nodes, of in zip(boxes, tiers, strict=True)
        )
        found[tier] = max(_tier_height(each, width) for each in members)
    return found


def _tier_height(nodes: Sequence[Node], width: float) -> float:
    rows = _rows(nodes, width)
    return sum(max(height(one, wide) for one in row) for row, wide in rows) + _BELOW * max(len(rows) - 1, 0)


def _rows(nodes: Sequence[Node], width: float) -> list[tuple[Sequence[Node], float]]:
    """Two beside each other where there is room, else one below the other."""
    inner = width - 2 * PAD
    if width >= _TWO_BESIDE and len(nodes) > 1:
        return [(nodes[at : at + 2], (inner - _BESIDE) / 2) for at in range(0, len(nodes), 2)]
    return [((one,), inner) for one in nodes]


@dataclass(frozen=True, slots=True)
class _Frame:
    """A box without what is in it."""

    place: str
    row: int
    column: int
    x: float
    y: float
    width: float
    height: float


def _box(frame: _Frame, nodes: Sequence[Node], tiers: dict[str, Tier], heights: dict[Tier, float]) -> Box:
    y = frame.y + HEADER
    parts: list[Part] = []
    feet: dict[Tier, float] = {}
    for tier, tall in heights.items():
        down = y
        for members, wide in _rows([one for one in nodes if tiers[one.id] == tier], frame.width):
            most = max(height(one, wide) for one in members)
            for number, one in enumerate(members):
                across = frame.x + PAD + number * (wide + _BESIDE)
                parts.append(Part(one, across, down, wide, most, tuple(broken(one.detail, wide))))
            down += most + _BELOW
        y += tall + GAP
        feet[tier] = y - GAP
    return Box(
        frame.place,
        frame.row,
        frame.column,
        frame.x,
        frame.y,
        frame.width,
        frame.height,
        tuple(parts),
        feet,
        tiers,
    )


def height(node: Node, width: float) -> float:
    """How tall a node is at a width."""
    return 2 * _INSET + _LABEL_LINE + _DETAIL_LINE * len(broken(node.detail, width))


def broken(text: str, width: float) -> list[str]:
    """A second line, broken to the width of its node."""
    room = max(int((width - _TEXT_LEFT - _INSET) / _DETAIL_CHARACTER), 8)
    lines = wrap(flat(text), room)
    if len(lines) <= _LINES:
        return lines
    return [*lines[: _LINES - 1], f"{lines[_LINES - 1][: room - 1]}…"]
