"""Where the parts of a picture stand: clients and names on top, below them a box for each region.

Parts of one kind stand at one height in all boxes of a row, so that what goes from region to region is level.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.graph.summary import GLOBAL
from holdfast.report.review_words import flat
from holdfast.review.model import EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.review.model import Node, Picture

PAD, HEADER, GAP = 20, 44, 36
"""Inside a box: at its sides, for its name, between kinds."""
ROW_GAP = 46
_BESIDE = 14
_LABEL_LINE, _DETAIL_LINE = 17, 15
_INSET, _TEXT_LEFT = 10, 36
_DETAIL_CHARACTER = 5.9
_LINES = 3
_CLIENTS_WIDTH, _CLIENTS_HEIGHT = 116, 34
_HEAD_WIDTH = 300
_TWO_BESIDE = 400
_TIERS = tuple(NodeKind)


@dataclass(frozen=True, slots=True)
class Format:
    """How wide a drawing is, and how its boxes stand."""

    width: int
    columns: int
    gutter: int
    """Between columns."""
    margin: int
    """Beside the outer columns, where lines pass."""


WIDE = Format(width=980, columns=3, gutter=118, margin=16)
NARROW = Format(width=372, columns=1, gutter=0, margin=26)


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
    feet: dict[NodeKind, float]
    """Where each kind ends, down."""


@dataclass(slots=True)
class Layout:
    """All that is drawn."""

    width: int
    height: float
    head: list[Part] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


def layout(picture: Picture, form: Format) -> Layout:
    """Give every node its place.

    Args:
        picture: What is drawn.
        form: How wide.
    """
    head = [one for one in picture.nodes if _is_head(one, form)]
    made = Layout(width=form.width, height=0)
    y = _head(made, picture, head, form)
    rest = [
        (place, [one for one in picture.nodes if one.place == place and not _is_head(one, form)])
        for place in picture.places
    ]
    held = sorted(((place, nodes) for place, nodes in rest if nodes), key=lambda one: not _serves(one[1]))
    columns = min(form.columns, max(len(held), 1))
    gutter = form.gutter if columns < _MOST_COLUMNS else form.gutter * 2 // 3
    width = (form.width - 2 * form.margin - (columns - 1) * gutter) / columns
    width = min(width, _WIDEST)
    left = (form.width - columns * width - (columns - 1) * gutter) / 2
    for first in range(0, len(held), columns):
        row = held[first : first + columns]
        heights = _tier_heights([nodes for _, nodes in row], width)
        total = HEADER + sum(heights.values()) + GAP * max(len(heights) - 1, 0) + PAD
        for column, (place, nodes) in enumerate(row):
            x = left + column * (width + gutter)
            frame = _Frame(place, first // columns, column, x, y, width, total)
            made.boxes.append(_box(frame, nodes, heights))
        y += total + ROW_GAP
    made.height = y - (ROW_GAP if held else 0) + 6
    return made


_MOST_COLUMNS = 3
_WIDEST = 430


def _is_head(node: Node, form: Format) -> bool:
    """Whether a node stands above the regions; beside names there is room for what else is global."""
    kinds = {NodeKind.CLIENTS, NodeKind.ENTRANCE, *(() if form.columns == 1 else (NodeKind.OTHER,))}
    return node.place == GLOBAL and node.kind in kinds


def _serves(nodes: Iterable[Node]) -> bool:
    return any(one.kind is NodeKind.ENTRANCE for one in nodes)


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


def _depths(picture: Picture, head: Sequence[Node]) -> dict[str, int]:
    depths = {one.id: int(one.kind is not NodeKind.CLIENTS) for one in head}
    ways = [
        one
        for one in picture.edges
        if one.kind in {EdgeKind.TRAFFIC, EdgeKind.FAILOVER} and one.start in depths and one.end in depths
    ]
    for _ in head:  # as many rounds as the longest way can have steps
        for one in ways:
            depths[one.end] = max(depths[one.end], min(depths[one.start] + 1, len(head)))
    return depths


def _tier_heights(boxes: Sequence[Sequence[Node]], width: float) -> dict[NodeKind, float]:
    found: dict[NodeKind, float] = {}
    for kind in _TIERS:
        tall = [_tier_height([one for one in nodes if one.kind is kind], width) for nodes in boxes]
        if any(tall):
            found[kind] = max(tall)
    return found


def _tier_height(nodes: Sequence[Node], width: float) -> float:
    rows = _rows(nodes, width)
    return sum(max(height(one, wide) for one in row) for row, wide in rows) + _BESIDE * max(len(rows) - 1, 0)


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


def _box(frame: _Frame, nodes: Sequence[Node], heights: dict[NodeKind, float]) -> Box:
    y = frame.y + HEADER
    parts: list[Part] = []
    feet: dict[NodeKind, float] = {}
    for kind, tall in heights.items():
        down = y
        for members, wide in _rows([one for one in nodes if one.kind is kind], frame.width):
            most = max(height(one, wide) for one in members)
            for number, one in enumerate(members):
                across = frame.x + PAD + number * (wide + _BESIDE)
                parts.append(Part(one, across, down, wide, most, tuple(broken(one.detail, wide))))
            down += most + _BESIDE
        y += tall + GAP
        feet[kind] = y - GAP
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
