"""A graph told in short: what lies in each region, by component, counted by type."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.graph.resource import STACK_TYPE, Resource, ResourceGraph
from holdfast.graph.values import Marker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


GLOBAL = "global"
NOT_KNOWN = "region not known yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A component and what it holds in one place."""

    components: tuple[Resource, ...]
    """The component, after those above it that hold nothing else here; empty for what is in no component."""
    resources: tuple[Resource, ...]
    """What it holds itself."""
    branches: tuple[Branch, ...]
    """The components in it."""

    @property
    def every(self) -> tuple[Resource, ...]:
        """What it holds, itself and in its components."""
        return self.resources + tuple(one for branch in self.branches for one in branch.every)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A region, or ``global`` for what belongs to none."""

    name: str
    """The region's name."""
    branches: tuple[Branch, ...]
    """Its components."""

    @property
    def every(self) -> tuple[Resource, ...]:
        """All resources there."""
        return tuple(one for branch in self.branches for one in branch.every)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A stack in short."""

    places: tuple[Place, ...]
    """Regions by name, then ``global``, then what is not known."""
    root: Resource | None
    """The one component that holds everything and nothing itself; it is left out of the places."""
    resources: int
    """How many resources, components not counted."""
    components: int
    """How many components, the stack itself not counted."""
    ops: Mapping[str, int]
    """How many nodes the engine would create, update and so on, components and the stack included."""
    deleted: tuple[Resource, ...]
    """What would be taken away."""


def summarise(graph: ResourceGraph) -> Summary:
    """The graph in short.

    Args:
        graph: What was read.
    """
    held: defaultdict[str, list[Resource]] = defaultdict(list)
    for one in graph:
        if not one.component:
            held[place_of(one)].append(one)
    nodes = [*graph, *graph.deleted.values()]
    places = tuple(
        Place(name=name, branches=_branches(graph, held[name])) for name in sorted(held, key=place_order)
    )
    root = _root(places)
    return Summary(
        places=tuple(_below(place) for place in places) if root else places,
        root=root,
        resources=sum(map(len, held.values())),
        components=sum(one.component and one.type != STACK_TYPE for one in graph),
        ops=dict(sorted(Counter(one.op for one in nodes if one.op is not None).items())),
        deleted=tuple(one for one in graph.deleted.values() if one.type != STACK_TYPE),
    )


def place_of(resource: Resource) -> str:
    """Where a resource lives: its region's name, ``global``, or ``region not known yet``."""
    if resource.region is None:
        return GLOBAL
    return NOT_KNOWN if resource.region is Marker.UNKNOWN else resource.region


def place_order(name: str) -> tuple[int, str]:
    """Sort key of places: regions by name, then ``global``, then what is not known."""
    return (name == GLOBAL) + 2 * (name == NOT_KNOWN), name


def count_by_type(resources: Iterable[Resource]) -> tuple[tuple[str, int], ...]:
    """Short type names with their numbers, most frequent first."""
    return tuple(
        sorted(Counter(short_type(one.type) for one in resources).items(), key=lambda one: (-one[1], one[0]))
    )


def short_type(token: str) -> str:
    """The last part of a type token: ``Vpc`` of ``aws:ec2/vpc:Vpc``."""
    return token.rsplit(":", 1)[-1]


def _branches(graph: ResourceGraph, held: Iterable[Resource]) -> tuple[Branch, ...]:
    own: defaultdict[str | None, list[Resource]] = defaultdict(list)
    inside: defaultdict[str | None, dict[str, Resource]] = defaultdict(dict)
    for one in held:
        chain = graph.components(one)
        own[chain[0].urn if chain else None].append(one)
        above = [*(component.urn for component in chain[1:]), None]
        for component, holder in zip(chain, above, strict=False):
            inside[holder][component.urn] = component

    def branch(component: Resource) -> Branch:
        branches = tuple(branch(inside[component.urn][urn]) for urn in sorted(inside[component.urn]))
        resources = tuple(own[component.urn])
        if len(branches) == 1 and not resources:
            only = branches[0]
            return Branch(
                components=(component, *only.components), resources=only.resources, branches=only.branches
            )
        return Branch(components=(component,), resources=resources, branches=branches)

    made = [branch(inside[None][urn]) for urn in sorted(inside[None])]
    if own[None]:
        made.append(Branch(components=(), resources=tuple(own[None]), branches=()))
    return tuple(made)


def _root(places: Iterable[Place]) -> Resource | None:
    """The component that is alone at the top of every place and holds no resource itself, if there is one."""
    tops = {branch.components[:1] for place in places for branch in place.branches}
    bare = all(
        len(branch.components) > 1 or not branch.resources for place in places for branch in place.branches
    )
    top = tops.pop() if len(tops) == 1 and bare else ()
    return top[0] if top else None


def _below(place: Place) -> Place:
    """The place without the component at its top."""
    (top,) = place.branches
    if len(top.components) == 1:
        return Place(name=place.name, branches=top.branches)
    inner = Branch(components=top.components[1:], resources=top.resources, branches=top.branches)
    return Place(name=place.name, branches=(inner,))
