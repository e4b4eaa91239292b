"""A topology as text: each region with what is in it and where requests and data go from there."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.graph.summary import GLOBAL
from holdfast.report.graph_words import NOTHING, NOUNS, amount, spoken, summary, title
from holdfast.report.lines import WIDTH, Line, shorten
from holdfast.report.review_words import flat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.cost import Estimate
    from holdfast.review.atlas import Atlas
    from holdfast.review.model import Edge, Node

_TITLE, _NOTE = "bold", "dim"
_KIND = 10
_LEAST = 20


def graph_lines(atlas: Atlas, cost: Estimate | None, *, width: int = WIDTH) -> list[Line]:
    """The lines.

    Args:
        atlas: What is drawn.
        cost: What it costs; None where no cost is told.
        width: Columns.
    """
    lines = [Line(shorten(title(atlas), width), _TITLE)]
    lines += [Line(part, _NOTE) for part in wrap(summary(atlas, cost), width)]
    if atlas.partial:
        words = "Unchanged resources are missing from what was read: what is drawn is not all there is."
        lines += [Line(part, _NOTE) for part in wrap(words, width)]
    if not atlas.picture.nodes:
        return [*lines, Line(), Line(NOTHING)]
    found, open_places = (cost.by_place(), cost.open_places()) if cost is not None else ({}, frozenset())
    for place in sorted(atlas.picture.places, key=lambda one: one != GLOBAL):  # requests come in there
        told = flat(place).upper() if place == GLOBAL else flat(place)
        if place in found:
            told += f", {amount(found[place], complete=place not in open_places)}"
        lines += [Line(), Line(shorten(told, width), _TITLE)]
        for node in atlas.picture.nodes:
            if node.place == place:
                lines += _node(node, atlas, width)
    return lines


def _node(node: Node, atlas: Atlas, width: int) -> Iterator[Line]:
    room = max(width - _KIND - 2, _LEAST)
    told = flat(f"{node.label}{': ' if node.detail else ''}{node.detail}")
    first, *more = wrap(told, room) or [""]
    yield Line(f"  {NOUNS[node.kind]:<{_KIND}}{first}")
    yield from (Line(f"{'':{_KIND + 4}}{part}") for part in more)
    names = {one.id: one for one in atlas.picture.nodes}
    for edge in atlas.picture.edges:
        if edge.start == node.id:
            for number, part in enumerate(wrap(_way(edge, node, names[edge.end]), room - 6)):
                sign = "-> " if number == 0 else "   "
                yield Line(f"{'':{_KIND + 4}}{sign}{part}", _NOTE)


def _way(edge: Edge, start: Node, end: Node) -> str:
    where = "" if end.place == start.place else f" in {flat(end.place)}"
    label = f" ({flat(edge.label)})" if edge.label else ""
    return f"{spoken(edge, start)[0]} {flat(end.label)}{where}{label}"
