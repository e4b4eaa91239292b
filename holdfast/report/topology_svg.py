"""The picture of a review as SVG for a page, which brings the colours."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from holdfast.report.graph_words import SENDS, WAYS
from holdfast.report.review_words import DONE, SIGNS, flat, tally
from holdfast.report.topology_icons import ICONS
from holdfast.report.topology_layout import PAD, WIDE, layout
from holdfast.report.topology_lines import n
from holdfast.report.topology_text import fit, wide
from holdfast.report.topology_ways import Ways
from holdfast.review.model import EdgeKind, Kind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.report.topology_layout import Box, Format, Layout, Part
    from holdfast.report.topology_lines import Line
    from holdfast.review.model import Edge, Picture

_LABEL_SIZE, _NAME_SIZE, _STATE_SIZE = 13, 14, 11
_PILL_CHARACTER, _NOTE_CHARACTER = 6.3, 6.3
_TEXT_LEFT = 36
_ARROW = 6
_LONGEST_LABEL = 40
_KEY_HEIGHT, _KEY_LINE, _KEY_GAP = 40, 34, 22
_TIPS = ("requests", "copies", "created", "deleted")
"""Colours of arrows."""
_COPIES = {EdgeKind.REPLICATION, EdgeKind.BACKUP}


def topology_svg(  # noqa: PLR0913  # each is a choice of the page that it is for
    picture: Picture,
    *,
    key: str = "topology",
    form: Format = WIDE,
    notes: Mapping[str, str] | None = None,
    explorable: bool = False,
    title: str = "Topology",
    style: str = "",
) -> str:
    """The drawing; empty where there is nothing to draw.

    Args:
        picture: What is drawn.
        key: What its ids begin with: letters, digits and hyphens, another for each drawing of a page.
        form: How wide it is, and how its boxes stand. Default: as wide as a page.
        notes: What stands beside the name of each region. Default: how much changes there.
        explorable: Whether its parts can be reached by keyboard, for a page with a script. Default: no.
        title: What it is a picture of. Default: a topology.
        style: Its look, for a drawing that stands alone; it then has a key to its lines too. Default: the
            page's look.
    """
    if not picture.nodes:
        return ""
    made = layout(picture, form)
    drawing = _Drawing(picture, made, key, notes, explorable=explorable)
    return "".join(drawing.parts(title, style))


class _Drawing:
    def __init__(
        self, picture: Picture, made: Layout, key: str, notes: Mapping[str, str] | None, *, explorable: bool
    ) -> None:
        self._picture, self._made, self._key = picture, made, key
        self._notes, self._explorable = notes, explorable
        self._ways = Ways(made)
        self._entries = self._ways.entries(picture.edges)

    def parts(self, title: str, style: str) -> Iterator[str]:
        """The document, piece by piece: boxes, then ways, then nodes, then the words on the ways."""
        made, key = self._made, self._key
        kinds = [one for one in EdgeKind if any(each.kind is one for each in self._picture.edges)]
        tall = made.height + (_KEY_HEIGHT if style and kinds else 0)
        role = "group" if self._explorable else "img"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="topology" viewBox="0 0 {made.width} '
            f'{n(tall)}" role="{role}" aria-labelledby="{key}-title {key}-words">'
            f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-words">'
            f"{escape(self._words())}</desc><defs>"
        )
        for name in _TIPS:
            yield (
                f'<marker id="{key}-{name}" class="tip {name}" viewBox="0 0 8 8" refX="7" refY="4" '
                'markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto-start-reverse">'
                '<path d="M0 .6 7.4 4 0 7.4z"/></marker>'
            )
        yield "</defs>"
        if style:
            yield f'<style>{style}</style><rect class="paper" width="{made.width}" height="{n(tall)}"/>'
            yield from _key(kinds, made.width, made.height, key)
        for box in made.boxes:
            yield from self._frame(box)
        lines = [(number, edge, self._ways.line(edge)) for number, edge in enumerate(self._picture.edges)]
        for number, edge, line in lines:
            yield self._way(number, edge, line)
        for part in self._ways.part.values():
            yield from self._node(part)
        for number, edge, line in lines:
            ends = {self._ways.part[edge.start].node.change, self._ways.part[edge.end].node.change}
            yield from _label(number, edge, line, told=ends.isdisjoint({Kind.CREATE, Kind.DELETE}))
        yield "</svg>"

    def _words(self) -> str:
        """What who cannot see the picture is told."""
        names = {one.id: f"{flat(one.label)} in {flat(one.place)}" for one in self._picture.nodes}
        told = [f"{names[one.start]} {SENDS[one.kind]} {names[one.end]}" for one in self._picture.edges]
        changed = [
            f"{names[one.id]} is {DONE[one.change]}" for one in self._picture.nodes if one.change is not None
        ]
        return "; ".join([*changed, *told])

    def _frame(self, box: Box) -> Iterator[str]:
        yield (
            f'<g class="place-frame" data-place="{escape(flat(box.place))}"><rect class="region" '
            f'x="{n(box.x)}" y="{n(box.y)}" width="{n(box.width)}" height="{n(box.height)}" rx="10"/>'
        )
        told = self._beside_name(box)
        name = fit(box.place, box.width - 2 * PAD, _NAME_SIZE)
        yield f'<text class="place" x="{n(box.x + PAD)}" y="{n(box.y + 24)}">{escape(name)}</text>'
        right = box.x + box.width - PAD
        left = right - len(told) * _NOTE_CHARACTER
        free = not any(left - _ARROW < x < right + _ARROW for x in self._entries.get(box.place, ()))
        if told and free and box.x + PAD + wide(name, _NAME_SIZE) + _ARROW < left:
            yield (
                f'<text class="count" x="{n(box.x + box.width - PAD)}" y="{n(box.y + 24)}" '
                f'text-anchor="end">{escape(told)}</text>'
            )
        yield "</g>"

    def _beside_name(self, box: Box) -> str:
        if self._notes is not None:
            return self._notes.get(box.place, "")
        counts = Counter(one.node.change for one in box.parts if one.node.change is not None)
        return tally(counts) or "as before"

    def _way(self, number: int, edge: Edge, line: Line) -> str:
        state = {Kind.CREATE: "created", Kind.DELETE: "deleted"}.get(edge.change) if edge.change else None
        colour = state or ("copies" if edge.kind in _COPIES else "requests")
        tip = "" if edge.kind is EdgeKind.DATA else f' marker-end="url(#{self._key}-{colour})"'
        kind = f"{edge.kind.value} {state or 'plain'}"
        return f'<path class="way {kind}" data-way="{number}" d="{line.path}"{tip}/>'

    def _node(self, part: Part) -> Iterator[str]:
        node, state = part.node, part.node.change.value if part.node.change is not None else "same"
        told = escape(_alternative(part))
        if self._explorable:
            yield (
                f'<g class="node {node.kind.value} {state}" data-node="{escape(node.id)}" tabindex="0" '
                f'role="button" aria-label="{told}, {escape(flat(node.place))}">'
            )
        else:
            yield f'<g class="node {node.kind.value} {state}"><title>{told}</title>'
        yield from _drawn(part)
        yield "</g>"


def _drawn(part: Part) -> Iterator[str]:
    """The box of a node with its icon and words."""
    node, x, y, across, tall = part.node, part.x, part.y, part.width, part.height
    radius = tall / 2 if node.kind is NodeKind.CLIENTS else 7
    yield f'<rect x="{n(x)}" y="{n(y)}" width="{n(across)}" height="{n(tall)}" rx="{n(radius)}"/>'
    if node.change is not None:
        yield f'<path class="bar" d="M{n(x + 2)} {n(y + 8)}v{n(tall - 16)}"/>'
    yield f'<g class="icon" transform="translate({n(x + 12)} {n(y + 9)})">{ICONS[node.kind]}</g>'
    if node.change is not None:
        words = f"{SIGNS[node.change]} {DONE[node.change]}"
        pill = wide(words, _STATE_SIZE) + 16
        left = x + across - pill - 10
        yield f'<rect class="pill" x="{n(left)}" y="{n(y - 9)}" width="{n(pill)}" height="18" rx="9"/>'
        yield f'<text class="state" x="{n(left + pill / 2)}" y="{n(y + 4)}">{escape(words)}</text>'
    room = across - _TEXT_LEFT - 10
    label = fit(node.label, room, _LABEL_SIZE)
    yield f'<text class="label" x="{n(x + _TEXT_LEFT)}" y="{n(y + 22)}">{escape(label)}</text>'
    for number, line in enumerate(part.lines):
        down = n(y + 39 + 15 * number)
        yield f'<text class="detail" x="{n(x + _TEXT_LEFT)}" y="{down}">{escape(line)}</text>'


def _alternative(part: Part) -> str:
    node = part.node
    state = f", {DONE[node.change]}" if node.change is not None else ""
    return flat(f"{node.label}{state}{': ' if node.detail else ''}{node.detail}")


def _label(number: int, edge: Edge, line: Line, *, told: bool) -> Iterator[str]:
    """The words on a way; what happens to it is told where it does not follow from its ends."""
    state = {Kind.CREATE: "new", Kind.DELETE: "gone"}.get(edge.change) if edge.change and told else None
    words = flat(f"{edge.label} {state or ''}")[:_LONGEST_LABEL].strip()
    if not words or not line.anchor:
        return
    turn = f' transform="rotate(-90 {n(line.x)} {n(line.y)})"' if line.turned else ""
    colour = edge.change.value if edge.change and told else ""
    yield (
        f'<text class="on-way {colour}" data-way="{number}" x="{n(line.x)}" y="{n(line.y)}" '
        f'text-anchor="{line.anchor}"{turn}>{escape(words)}</text>'
    )


def _key(kinds: Sequence[EdgeKind], width: float, y: float, key: str) -> Iterator[str]:
    """What the lines stand for, in one row below the drawing."""
    each = [_KEY_LINE + 8 + len(WAYS[one]) * _PILL_CHARACTER + _KEY_GAP for one in kinds]
    x = (width - sum(each) + _KEY_GAP) / 2
    for kind, step in zip(kinds, each, strict=True):
        colour = "copies" if kind in _COPIES else "requests"
        tip = "" if kind is EdgeKind.DATA else f' marker-end="url(#{key}-{colour})"'
        yield f'<path class="way {kind.value} plain" d="M{n(x)} {n(y + 18)}h{_KEY_LINE}"{tip}/>'
        yield f'<text class="detail" x="{n(x + _KEY_LINE + 8)}" y="{n(y + 22)}">{WAYS[kind]}</text>'
        x += step
