"""The topology of one stack as it is declared, with what stands behind each part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.graph import place_of, place_order
from holdfast.review.picture import Drawing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.review.model import Picture

_MOST = 24
"""Nodes of one kind in one place; of more, the rest becomes one."""
_ORIGIN = "origin"
"""What components are given the settings paths in, by the name of what they decide."""
_BY_DEFAULT = " (default)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A place in the settings that a value came from."""

    path: str
    """Such as ``holdfast:services.orders.peak_rps``."""
    decides: tuple[str, ...]
    """Names of what comes from it, such as ``needed``."""
    default: bool
    """Whether nothing was said there, so that its default holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """A stack drawn, with an index of its resources."""

    stack: str
    project: str
    partial: bool
    """Whether what was read leaves resources out."""
    picture: Picture
    resources: Mapping[str, tuple[Resource, ...]]
    """What stands behind each node, by the node's id: its parts, then what belongs to them."""
    settings: Mapping[str, tuple[Setting, ...]]
    """What each node was made from, by the node's id; empty for programs that register no origin."""
    beside: Mapping[str, tuple[Resource, ...]]
    """What is not drawn, by place."""

    @property
    def places(self) -> tuple[str, ...]:
        """Regions by name, then ``global``, then what is not known: all that hold anything."""
        return tuple(sorted({*self.picture.places, *self.beside}, key=place_order))


def make_atlas(graph: ResourceGraph) -> Atlas:
    """The atlas of a stack.

    Args:
        graph: The stack.
    """
    drawing = Drawing(graph, graph, (), most=_MOST)
    picture = drawing.picture()
    behind: defaultdict[str, list[Resource]] = defaultdict(list)
    beside: defaultdict[str, list[Resource]] = defaultdict(list)
    for one in graph:
        if one.component or one.external:
            continue
        node = drawing.node_of(one)
        if node is None:
            beside[place_of(one)].append(one)
        else:
            behind[node].append(one)
    return Atlas(
        stack=graph.stack or "",
        project=graph.project or "",
        partial=graph.partial,
        picture=picture,
        resources={
            node: tuple(sorted(members, key=lambda one: not drawing.is_part(one)))
            for node, members in behind.items()
        },
        settings={
            node: _settings(graph, filter(drawing.is_part, members)) for node, members in behind.items()
        },
        beside={place: tuple(beside[place]) for place in sorted(beside, key=place_order)},
    )


def _settings(graph: ResourceGraph, members: Iterable[Resource]) -> tuple[Setting, ...]:
    """What the components that hold the resources were made from: what was said first, then defaults."""
    nearest = {one.urn: one for member in members for one in graph.components(member)[:1]}
    decides: defaultdict[tuple[bool, str], set[str]] = defaultdict(set)
    for component in nearest.values():
        origin = component.inputs.get(_ORIGIN)
        for name, paths in origin.items() if isinstance(origin, Mapping) else ():
            for path in paths.split(", ") if isinstance(paths, str) else ():
                decides[path.endswith(_BY_DEFAULT), path.removesuffix(_BY_DEFAULT)].add(name)
    return tuple(
        Setting(path=path, decides=tuple(sorted(names)), default=default)
        for (default, path), names in sorted(decides.items())
    )
