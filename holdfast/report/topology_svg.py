"""The picture of a review as SVG for a page, which brings the colours."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from holdfast.report.review_words import DONE, SIGNS, flat, tally
from holdfast.report.topology_icons import ICONS
from holdfast.report.topology_layout import NARROW, PAD, WIDE, layout
from holdfast.report.topology_ways import Ways, n
from holdfast.review.model import EdgeKind, Kind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.report.topology_layout import Box, Layout, Part
    from holdfast.report.topology_ways import Line
    from holdfast.review.model import Edge, Picture

_LABEL_CHARACTER, _PILL_CHARACTER, _NAME_CHARACTER = 7.3, 6.3, 7.6
_TEXT_LEFT = 36
_ARROW = 6
_LONGEST_LABEL = 40
_TIPS = ("requests", "copies", "created", "deleted")
"""Colours of arrows."""
_COPIES = {EdgeKind.REPLICATION, EdgeKind.BACKUP}
_SPOKEN = {
    EdgeKind.TRAFFIC: "sends requests to",
    EdgeKind.FAILOVER: "sends requests on failure to",
    EdgeKind.DATA: "uses",
    EdgeKind.REPLICATION: "replicates to",
    EdgeKind.BACKUP: "is backed up to",
}


def topology_svg(picture: Picture, *, key: str = "topology", narrow: bool = False) -> str:
    """The drawing; empty where there is nothing to draw.

    Args:
        picture: What is drawn.
        key: What its ids begin with: letters, digits and hyphens, another for each drawing of a page.
        narrow: For a phone: regions below each other. Default: beside each other.
    """
    if not picture.nodes:
        return ""
    form = NARROW if narrow else WIDE
    return "".join(_Drawing(picture, layout(picture, form), key).parts())


class _Drawing:
    def __init__(self, picture: Picture, made: Layout, key: str) -> None:
        self._picture, self._made, self._key = picture, made, key
        self._ways = Ways(made)

    def parts(self) -> Iterator[str]:
        """The document, piece by piece: boxes, then ways, then nodes, then the words on the ways."""
        made, key = self._made, self._key
        yield (
            f'<svg viewBox="0 0 {made.width} {n(made.height)}" role="img" aria-labelledby="{key}-title '
            f'{key}-words"><title id="{key}-title">Topology</title><desc id="{key}-words">'
            f"{escape(self._words())}</desc><defs>"
        )
        for name in _TIPS:
            yield (
                f'<marker id="{key}-{name}" class="tip {name}" viewBox="0 0 8 8" refX="7" refY="4" '
                'markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto-start-reverse">'
                '<path d="M0 .6 7.4 4 0 7.4z"/></marker>'
            )
        yield "</defs>"
        for box in made.boxes:
            yield from self._frame(box)
        lines = [(edge, self._ways.line(edge)) for edge in self._picture.edges]
        for edge, line in lines:
            yield self._way(edge, line)
        for part in self._ways.part.values():
            yield from _node(part)
        for edge, line in lines:
            ends = {self._ways.part[edge.start].node.change, self._ways.part[edge.end].node.change}
            yield from _label(edge, line, told=ends.isdisjoint({Kind.CREATE, Kind.DELETE}))
        yield "</svg>"

    def _words(self) -> str:
        """What who cannot see the picture is told."""
        names = {one.id: f"{flat(one.label)} in {flat(one.place)}" for one in self._picture.nodes}
        told = [f"{names[one.start]} {_SPOKEN[one.kind]} {names[one.end]}" for one in self._picture.edges]
        changed = [
            f"{names[one.id]} is {DONE[one.change]}" for one in self._picture.nodes if one.change is not None
        ]
        return "; ".join([*changed, *told])

    def _frame(self, box: Box) -> Iterator[str]:
        counts = Counter(one.node.change for one in box.parts if one.node.change is not None)
        yield (
            f'<rect class="region" x="{n(box.x)}" y="{n(box.y)}" width="{n(box.width)}" '
            f'height="{n(box.height)}" rx="10"/>'
        )
        name = _fit(box.place, box.width / 2 - PAD, _NAME_CHARACTER)
        yield f'<text class="place" x="{n(box.x + PAD)}" y="{n(box.y + 24)}">{escape(name)}</text>'
        told = tally(counts) or "as before"
        if len(told) * _PILL_CHARACTER > box.width / 2 - PAD - _ARROW:  # lines come in at the middle
            told = ""
        yield (
            f'<text class="count" x="{n(box.x + box.width - PAD)}" y="{n(box.y + 24)}" '
            f'text-anchor="end">{escape(told)}</text>'
        )

    def _way(self, edge: Edge, line: Line) -> str:
        state = {Kind.CREATE: "created", Kind.DELETE: "deleted"}.get(edge.change) if edge.change else None
        colour = state or ("copies" if edge.kind in _COPIES else "requests")
        tip = "" if edge.kind is EdgeKind.DATA else f' marker-end="url(#{self._key}-{colour})"'
        return f'<path class="way {edge.kind.value} {state or "plain"}" d="{line.path}"{tip}/>'


def _node(part: Part) -> Iterator[str]:
    node, state = part.node, part.node.change.value if part.node.change is not None else "same"
    x, y, wide, tall = part.x, part.y, part.width, part.height
    radius = tall / 2 if node.kind is NodeKind.CLIENTS else 7
    yield f'<g class="node {node.kind.value} {state}"><title>{escape(_alternative(part))}</title>'
    yield f'<rect x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(tall)}" rx="{n(radius)}"/>'
    if node.change is not None:
        yield f'<path class="bar" d="M{n(x + 2)} {n(y + 8)}v{n(tall - 16)}"/>'
    yield f'<g class="icon" transform="translate({n(x + 12)} {n(y + 9)})">{ICONS[node.kind]}</g>'
    if node.change is not None:
        words = f"{SIGNS[node.change]} {DONE[node.change]}"
        pill = len(words) * _PILL_CHARACTER + 16
        left = x + wide - pill - 10
        yield f'<rect class="pill" x="{n(left)}" y="{n(y - 9)}" width="{n(pill)}" height="18" rx="9"/>'
        yield f'<text class="state" x="{n(left + pill / 2)}" y="{n(y + 4)}">{escape(words)}</text>'
    room = wide - _TEXT_LEFT - 10
    label = _fit(node.label, room, _LABEL_CHARACTER)
    yield f'<text class="label" x="{n(x + _TEXT_LEFT)}" y="{n(y + 22)}">{escape(label)}</text>'
    for number, line in enumerate(part.lines):
        down = n(y + 39 + 15 * number)
        yield f'<text class="detail" x="{n(x + _TEXT_LEFT)}" y="{down}">{escape(line)}</text>'
    yield "</g>"


def _alternative(part: Part) -> str:
    node = part.node
    state = f", {DONE[node.change]}" if node.change is not None else ""
    return flat(f"{node.label}{state}{': ' if node.detail else ''}{node.detail}")


def _label(edge: Edge, line: Line, *, told: bool) -> Iterator[str]:
    """The words on a way; what happens to it is told where it does not follow from its ends."""
    state = {Kind.CREATE: "new", Kind.DELETE: "gone"}.get(edge.change) if edge.change and told else None
    words = flat(f"{edge.label} {state or ''}")[:_LONGEST_LABEL].strip()
    if not words or not line.anchor:
        return
    turn = f' transform="rotate(-90 {n(line.x)} {n(line.y)})"' if line.turned else ""
    colour = edge.change.value if edge.change and told else ""
    yield (
        f'<text class="on-way {colour}" x="{n(line.x)}" y="{n(line.y)}" text-anchor="{line.anchor}"'
        f"{turn}>{escape(words)}</text>"
    )


def _fit(text: str, room: float, character: float) -> str:
    line = flat(text)
    most = max(int(room / character), 4)
    return line if len(line) <= most else f"{line[: most - 1]}…"
