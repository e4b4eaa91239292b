"""The picture of a review as Mermaid, as GitHub and GitLab render it in a comment.

GitLab draws no diagram of more than 5,000 characters, GitHub none of more than 50,000
(https://docs.gitlab.com/user/markdown/#mermaid,
https://mermaid.js.org/config/schema-docs/config.html#maxtextsize, 2026-11).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.graph.summary import GLOBAL
from holdfast.report.lines import shorten
from holdfast.report.picture_folding import by_kind, by_place, fewest, without_backups, without_details
from holdfast.report.review_words import DONE, flat
from holdfast.review.model import EdgeKind, Kind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.model import Edge, Node, Picture

MOST = 5000
"""Characters of a diagram that GitLab draws still."""
_LABEL = 46
_SHAPES = {
    NodeKind.CLIENTS: ("([", "])"),
    NodeKind.ENTRANCE: ("(", ")"),
    NodeKind.COMPUTE: ("[", "]"),
    NodeKind.STORE: ("[(", ")]"),
    NodeKind.BACKUP: ("[[", "]]"),
    NodeKind.NETWORK: ("{{", "}}"),
    NodeKind.OTHER: ("[/", "/]"),
}
_ARROWS = {
    EdgeKind.TRAFFIC: "-->",
    EdgeKind.FAILOVER: "-.->",
    EdgeKind.DATA: "---",
    EdgeKind.REPLICATION: "==>",
    EdgeKind.BACKUP: "-.->",
}
# Dark text on light fills: the same in the light and in the dark.
_STYLES = {
    Kind.CREATE: "fill:#d5f5dd,stroke:#1a7f4b,color:#0b3d22,stroke-width:2px",
    Kind.UPDATE: "fill:#fff1cc,stroke:#93650a,color:#4d3400,stroke-width:2px",
    Kind.REPLACE: "fill:#ffd9d2,stroke:#c0262d,color:#5e0f13,stroke-width:4px",
    Kind.DELETE: "fill:#f6dfe4,stroke:#c0262d,color:#5e0f13,stroke-width:2px,stroke-dasharray:6 4",
}
_LINE = {Kind.CREATE: "stroke:#1a7f4b,stroke-width:2px", Kind.DELETE: "stroke:#c0262d,stroke-dasharray:3 5"}
_RISKY = re.compile(r"[^A-Za-z0-9 ,:()→…._-]|(?<![A-Za-z0-9])[._-]|[._-](?![A-Za-z0-9])")


def mermaid(picture: Picture, *, most: int = MOST) -> str:
    """The diagram without its fence; empty where there is nothing to draw.

    Where it is too long, it loses what is least needed first: second lines, backups, names, and at last what
    is in a region.

    Args:
        picture: What is drawn.
        most: Characters that it must not reach. Default: 5,000.
    """
    if not picture.nodes:
        return ""
    for fold in (None, without_details, without_backups, by_kind, by_place):
        drawn = _diagram(fold(picture) if fold is not None else picture)
        if len(drawn) < most:
            return drawn
    number = len(picture.places)
    while number:
        number //= 2
        drawn = _diagram(fewest(picture, number))
        if len(drawn) < most:
            return drawn
    return ""


def _diagram(picture: Picture) -> str:
    names = {node.id: f"n{number}" for number, node in enumerate(picture.nodes)}
    lines = ["flowchart TB"]
    boxes = {place: f"r{number}" for number, place in enumerate(picture.places)}
    regions = [place for place in picture.places if place != GLOBAL]
    for place in (GLOBAL, *regions):
        nodes = [f"{names[one.id]}{_node(one)}" for one in picture.nodes if one.place == place]
        if place == GLOBAL:
            lines += nodes
        else:
            title = _escaped(shorten(flat(place), _LABEL))
            lines += [f'subgraph {boxes[place]}["{title}"]', *nodes, "end"]
    lines += [f"style {boxes[one]} fill:none,stroke:#8a94a0" for one in regions]
    moving = {one.id for one in picture.nodes if one.change in _LINE}
    for one in picture.edges:
        arrow = _edge(one, told=moving.isdisjoint((one.start, one.end)))
        lines.append(f"{names[one.start]} {arrow} {names[one.end]}")
    return "\n".join([*lines, *_coloured(picture, names)]) + "\n"


def _node(node: Node) -> str:
    begin, end = _SHAPES[node.kind]
    told = [shorten(flat(node.label), _LABEL)]
    if node.detail:
        told.append(_short(flat(node.detail)))
    words = [_escaped(one) for one in told]
    if node.change is not None:
        words[0] += f" <b>{DONE[node.change]}</b>"
    return f'{begin}"{"<br/>".join(words)}"{end}'


def _short(detail: str) -> str:
    """As many of the parts between commas as there is room for."""
    parts = detail.split(", ")
    while len(parts) > 1 and len(", ".join(parts)) > _LABEL:
        parts.pop()
    return shorten(", ".join(parts), _LABEL)


def _edge(edge: Edge, *, told: bool) -> str:
    """The arrow; what happens to the way is told where it does not follow from its ends."""
    state = {Kind.CREATE: "new", Kind.DELETE: "gone"}.get(edge.change) if edge.change and told else None
    words = " ".join(one for one in (flat(edge.label), state) if one)
    arrow = _ARROWS[edge.kind]
    return f'{arrow}|"{_escaped(shorten(words, _LABEL))}"|' if words else arrow


def _coloured(picture: Picture, names: dict[str, str]) -> Iterator[str]:
    for kind, style in _STYLES.items():
        members = [names[one.id] for one in picture.nodes if one.change is kind]
        if members:
            yield f"classDef {kind}d {style}"
            yield f"class {','.join(members)} {kind}d"
    for change, style in _LINE.items():
        numbers = [str(number) for number, one in enumerate(picture.edges) if one.change is change]
        if numbers:
            yield f"linkStyle {','.join(numbers)} {style}"


def _escaped(text: str) -> str:
    """The text as a quoted label: all but letters, digits and a few signs by number."""
    return _RISKY.sub(lambda found: _entity(found.group()), text)


def _entity(character: str) -> str:
    return character if character.isalpha() else f"#{ord(character)};"
