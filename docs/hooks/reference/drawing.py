"""A picture of what a component declares: SVG, which takes its colours from the page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docs.hooks.reference.graph import Graph, Node

TIMES = "\N{MULTIPLICATION SIGN}"
_WIDE, _NARROW = 4, 2
"""How many nodes stand beside each other, on a desk and on a phone."""
_NODE_WIDTH, _NODE_HEIGHT = 176, 46
_GAP, _ROW_GAP = 12, 34
_TIGHT = 16
"""Between rows that hold one layer."""
_CHARACTERS = 22
_BEND = 18
_MOST_PLACES = 2


@dataclass(frozen=True, slots=True)
class _Placed:
    node: Node
    x: float
    y: float


def drawing(graph: Graph, *, key: str, pages: dict[str, str]) -> str:
    """Draw a graph twice, for wide and for narrow pages, which show one of both.

    Args:
        graph: What a component declares.
        key: What ids in the drawing begin with.
        pages: Name of a component → the page that its node leads to.

    Returns:
        HTML without an empty line, so that it can stand in Markdown.
    """
    if not graph.rows:
        return ""
    both = (("wide", _WIDE), ("narrow", _NARROW))
    drawn = "".join("".join(_svg(graph, f"{key}-{form}", columns, form, pages)) for form, columns in both)
    return f'<div class="hf-drawing" data-search-exclude>{drawn}</div>'


def _svg(graph: Graph, key: str, columns: int, form: str, pages: dict[str, str]) -> Iterator[str]:
    placed, height = _places(graph, columns)
    width = columns * (_NODE_WIDTH + _GAP) - _GAP
    regions = {place for row in graph.rows for node in row for place in node.places}
    yield (
        f'<svg class="hf-{form}" viewBox="-1 -1 {width + 2} {height + 2:g}" style="max-width:{width + 2}px" '
        f'role="img" aria-labelledby="{key}-title"><title id="{key}-title">{escape(_told(graph))}</title>'
        f'<defs><marker id="{key}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path class="hf-tip" d="M0 .6 7.4 4 0 7.4z"/></marker></defs>'
    )
    for needed, type_ in graph.edges:
        way = _way(placed[needed], placed[type_])
        yield f'<path class="hf-edge" d="{way}" marker-end="url(#{key}-tip)"/>'
    for one in placed.values():
        yield _drawn(one, pages, told=len(regions) > 1)
    yield "</svg>"


def _places(graph: Graph, columns: int) -> tuple[dict[str, _Placed], float]:
    """Give where each type stands: in the middle of its row, near what it needs."""
    needs: dict[str, list[str]] = {}
    for needed, type_ in graph.edges:
        needs.setdefault(type_, []).append(needed)
    width = columns * (_NODE_WIDTH + _GAP) - _GAP
    placed: dict[str, _Placed] = {}
    y = 0.0

    def middle(node: Node) -> float:
        above = [placed[one].x for one in needs.get(node.type, []) if one in placed]
        return sum(above) / len(above) if above else width / 2

    leading = {needed for needed, _ in graph.edges}
    for layer in graph.rows:
        # What others need stands nearest to them.
        ordered = sorted(layer, key=lambda node: (node.type in leading, middle(node)))
        for first in range(0, len(ordered), columns):
            row = ordered[first : first + columns]
            left = (width - len(row) * (_NODE_WIDTH + _GAP) + _GAP) / 2
            for number, node in enumerate(row):
                placed[node.type] = _Placed(node, left + number * (_NODE_WIDTH + _GAP), y)
            y += _NODE_HEIGHT + _TIGHT
        y += _ROW_GAP - _TIGHT
    return placed, y - _ROW_GAP


def _way(start: _Placed, end: _Placed) -> str:
    x, y = start.x + _NODE_WIDTH / 2, start.y + _NODE_HEIGHT
    to_x, to_y = end.x + _NODE_WIDTH / 2, end.y - 1
    bend = max(_BEND, (to_y - y) / 2)
    return f"M{x:g} {y:g}C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y:g}"


def _drawn(one: _Placed, pages: dict[str, str], *, told: bool) -> str:
    node = one.node
    times = f" {TIMES}{node.count}" if node.count > 1 else ""
    detail = " · ".join(
        ["component" if node.is_component else node.module, *([_listed(node)] if told else [])]
    )
    text = one.x + _NODE_WIDTH / 2
    drawn = (
        f'<rect x="{one.x:g}" y="{one.y:g}" width="{_NODE_WIDTH}" height="{_NODE_HEIGHT}" rx="7"/>'
        f'<text class="hf-label" x="{text:g}" y="{one.y + 20:g}">{escape(_cut(node.label, times))}'
        f'<tspan class="hf-times">{times}</tspan></text>'
        f'<text class="hf-detail" x="{text:g}" y="{one.y + 36:g}">{escape(detail)}</text>'
        f"<title>{escape(f'{node.module} {node.label}{times}: {_listed(node)}')}</title>"
    )
    kind = "hf-component" if node.is_component else "hf-resource"
    page = pages.get(node.label) if node.is_component else None
    inner = f'<a href="{page}">{drawn}</a>' if page else drawn
    return f'<g class="{kind}">{inner}</g>'


def _cut(label: str, times: str) -> str:
    room = _CHARACTERS - len(times)
    return label if len(label) <= room else f"{label[: room - 1]}…"


def _listed(node: Node) -> str:
    if not node.places:
        return "global"
    return ", ".join(node.places) if len(node.places) <= _MOST_PLACES else f"{len(node.places)} regions"


def _told(graph: Graph) -> str:
    """Give the picture in words."""
    counted = [f"{node.count} {node.label}" for row in graph.rows for node in row]
    return f"What it declares, what others need first: {', '.join(counted)}"
