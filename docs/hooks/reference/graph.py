"""What a component declares, folded so that a picture of it can be read.

Resources of one type are one node, and so is everything below a component inside it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.components.conformance.sample import REGIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.components.declared import Declared, Resources

_OWN = "holdfast:"
_PLACES = {region: place for place, region in REGIONS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Resources of one type, or components of one kind with all that is below them."""

    type: str
    count: int
    places: tuple[str, ...]
    """Codes of the regions that they are in; none where they are in no region."""

    @property
    def label(self) -> str:
        """The type's last part."""
        return self.type.rpartition(":")[2]

    @property
    def is_component(self) -> bool:
        """Whether it is a component of Holdfast."""
        return self.type.startswith(_OWN)

    @property
    def module(self) -> str:
        """Where the SDK has the type, such as ``aws.dynamodb``."""
        package, module, _ = self.type.split(":")
        return package if module.startswith("index") else f"{package}.{module.split('/')[0]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """What a component declares."""

    rows: tuple[tuple[Node, ...], ...]
    """Nodes, those first that others need; last those that no edge touches."""
    edges: tuple[tuple[str, str], ...]
    """From what is needed to what needs it, by type; without those that follow from others."""


def folded(resources: Resources) -> Graph:
    """Fold what one component declared.

    Args:
        resources: All that was registered, the component itself first.
    """
    root, *rest = resources
    known = {(one.type, one.name): one for one in resources}
    members: dict[str, list[Declared]] = defaultdict(list)
    type_of: dict[str, set[str]] = defaultdict(set)
    for one in rest:
        top = _below(root, one, known)
        members[top].append(one)
        type_of[one.name].add(top)
    needs = _needs(members, {name: next(iter(types)) for name, types in type_of.items() if len(types) == 1})
    edges = tuple((needed, type_) for type_ in sorted(needs) for needed in sorted(_direct(type_, needs)))
    joined = {type_ for edge in edges for type_ in edge}
    layers = _layers(needs)
    last = max(layers.values(), default=0) + 1
    rows: dict[int, list[Node]] = defaultdict(list)
    for type_, found in members.items():
        rows[layers[type_] if type_ in joined else last].append(_node(type_, found))
    ordered = (sorted(rows[layer], key=lambda one: one.label.lower()) for layer in sorted(rows))
    return Graph(rows=tuple(tuple(row) for row in ordered), edges=edges)


def _below(root: Declared, one: Declared, known: Mapping[tuple[str, str], Declared]) -> str:
    """Give the type of the component's child that holds a resource: the resource itself, or one above it."""
    while True:
        # This monitor's URNs name the type of the parent alone.
        above = known[one.urn.split("::")[2].split("$")[-2], one.parent or ""]
        if above is root:
            return one.type
        one = above


def _node(type_: str, found: list[Declared]) -> Node:
    own = [one for one in found if one.type == type_]
    places = {_PLACES[one.region] for one in found if one.region in _PLACES}
    return Node(type=type_, count=len(own), places=tuple(sorted(places)))


def _needs(members: Mapping[str, list[Declared]], type_of: Mapping[str, str]) -> dict[str, set[str]]:
    """Type → types that it needs; where two need each other, the first that was declared is needed."""
    order = {type_: number for number, type_ in enumerate(members)}
    needs: dict[str, set[str]] = {}
    for type_, found in members.items():
        named = {type_of[name] for one in found for name in one.depends_on if name in type_of}
        needs[type_] = {one for one in named if one != type_}
    for type_ in members:
        needs[type_] = {
            one for one in needs[type_] if order[one] < order[type_] or type_ not in _reached(one, needs)
        }
    return needs


def _reached(start: str, needs: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for one in needs[waiting.pop()]:
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def _direct(type_: str, needs: Mapping[str, set[str]]) -> set[str]:
    """Give what a type needs, without what one of these needs already."""
    further = {one for needed in needs[type_] for one in _reached(needed, needs)}
    return needs[type_] - further


def _layers(needs: Mapping[str, set[str]]) -> dict[str, int]:
    layers: dict[str, int] = {}

    def layer(type_: str) -> int:
        if type_ not in layers:
            layers[type_] = 1 + max((layer(one) for one in needs[type_]), default=-1)
        return layers[type_]

    for type_ in needs:
        layer(type_)
    return layers
