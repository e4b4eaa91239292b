"""A picture with less in it, where there is no room for all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.graph.summary import GLOBAL
from holdfast.report.lines import plural
from holdfast.report.review_words import tally
from holdfast.review.model import Edge, EdgeKind, Kind, Node, NodeKind, Picture

if TYPE_CHECKING:
    from collections.abc import Callable

_NOUNS = {
    NodeKind.CLIENTS: "client",
    NodeKind.ENTRANCE: "entrance",
    NodeKind.COMPUTE: "service",
    NodeKind.STORE: "store",
    NodeKind.BACKUP: "backup vault",
    NodeKind.NETWORK: "network",
    NodeKind.OTHER: "other change",
}
_WAY = (EdgeKind.TRAFFIC, EdgeKind.FAILOVER, EdgeKind.REPLICATION, EdgeKind.DATA, EdgeKind.BACKUP)


def without_details(picture: Picture) -> Picture:
    """Second lines only where something changes."""
    nodes = tuple(one if one.change else replace(one, detail="") for one in picture.nodes)
    return replace(picture, nodes=nodes)


def without_backups(picture: Picture) -> Picture:
    """No backups that stay as they are, and no second lines."""
    nodes = tuple(
        replace(one, detail="") for one in picture.nodes if one.change or one.kind is not NodeKind.BACKUP
    )
    kept = {one.id for one in nodes}
    edges = tuple(one for one in picture.edges if one.start in kept and one.end in kept)
    return replace(picture, nodes=nodes, edges=edges)


def by_kind(picture: Picture) -> Picture:
    """One node for all of a kind in a place."""
    return _merged(picture, lambda one: (one.place, one.kind))


def by_place(picture: Picture) -> Picture:
    """One node for all of a region; what is global by kind."""
    return _merged(picture, lambda one: (one.place, one.kind if one.place == GLOBAL else NodeKind.COMPUTE))


def fewest(picture: Picture, places: int) -> Picture:
    """One node for all of a region, and of these only some.

    Args:
        picture: What is drawn.
        places: How many places are left.
    """
    kept = picture.places[:places]
    nodes = tuple(one for one in picture.nodes if one.place in kept)
    names = {one.id for one in nodes}
    edges = tuple(one for one in picture.edges if one.start in names and one.end in names)
    part = by_place(Picture(places=kept, nodes=nodes, edges=edges))
    more = Node(
        id="left_out",
        label=f"{plural(len(picture.places) - places, 'more place')}, left out",
        detail="",
        kind=NodeKind.OTHER,
        place=GLOBAL,
        change=None,
    )
    return replace(part, places=tuple(dict.fromkeys((*part.places, GLOBAL))), nodes=(*part.nodes, more))


def _merged(picture: Picture, key: Callable[[Node], tuple[str, NodeKind]]) -> Picture:
    alike: dict[tuple[str, NodeKind], list[Node]] = {}
    for one in picture.nodes:
        alike.setdefault(key(one), []).append(one)
    nodes = tuple(
        members[0] if len(members) == 1 else _one(place, kind, members)
        for (place, kind), members in alike.items()
    )
    now = {one.id: node.id for node, members in zip(nodes, alike.values(), strict=True) for one in members}
    found: dict[tuple[str, str], Edge] = {}
    for edge in sorted(picture.edges, key=lambda edge: _WAY.index(edge.kind)):
        start, end = now[edge.start], now[edge.end]
        if start != end:
            found.setdefault((start, end), replace(edge, start=start, end=end))
    return Picture(places=picture.places, nodes=nodes, edges=tuple(found.values()))


def _one(place: str, kind: NodeKind, members: list[Node]) -> Node:
    counts = Counter(one.change for one in members if one.change is not None)
    kinds = {one.kind for one in members}
    noun = _NOUNS[kind] if len(kinds) == 1 else "part"
    worst = max(counts, key=tuple(Kind).index) if counts else None
    everything = counts.get(worst, 0) == len(members) if worst else False
    return Node(
        id=f"{members[0].id}_and_more",
        label=plural(len(members), noun),
        detail=tally(counts),
        kind=kind,
        place=place,
        change=worst if everything or worst is Kind.REPLACE else Kind.UPDATE if worst else None,
    )
