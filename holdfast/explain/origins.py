"""Which settings made a component: the paths that it registered, or those of the components around it.

A component registers under ``origin`` which settings path each of its values came from; a value that nobody
set has `` (default)`` behind its path. Programs whose components register nothing have no makers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holdfast.explain.model import Told
from holdfast.graph.resource import STACK_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.graph import Resource, ResourceGraph

_PATH = re.compile(r"[A-Za-z][\w-]*:[A-Za-z_][\w-]*(?:\.[\w-]+)*")
_DEFAULT = " (default)"
_KEYED = 3
"""Parts of a path within a map: what the map is of, the key, and something of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One path that decided something of a component."""

    path: str
    field: str
    """What of the component."""
    default: bool
    """Whether the component says that nobody set it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a component comes from."""

    object: str
    """The object of the settings that made it, such as ``holdfast:services.orders``."""
    path: str
    """What its paths within that object have in common."""
    told: Told
    decided: tuple[Decided, ...]


@dataclass(frozen=True)
class Origins:
    """Where the components of a stack come from."""

    graph: ResourceGraph

    def of(self, resource: Resource) -> Origin | None:
        """Where a component, or the component that holds a resource, comes from; None where none told it.

        Args:
            resource: The component or resource.
        """
        holders = self.graph.components(resource)
        component = resource if resource.component else (holders[0] if holders else None)
        return self.by_component.get(component.urn) if component else None

    @cached_property
    def own(self) -> Mapping[str, tuple[Decided, ...]]:
        """What components registered themselves, by their URN."""
        found = {one.urn: tuple(_decided(one)) for one in self.graph if one.component}
        return {urn: decided for urn, decided in found.items() if decided}

    @cached_property
    def by_component(self) -> Mapping[str, Origin]:
        """Where each component comes from, by its URN."""
        components = [one for one in self.graph if one.component and one.type != STACK_TYPE]
        found: dict[str, Origin] = {}
        for one in components:
            for told, decided in self._ways(one):
                if decided:
                    found[one.urn] = self._origin(one, told, decided)
                    break
        alike: dict[str, Origin] = {}
        for one in components:
            if one.urn in found:
                alike.setdefault(one.type, found[one.urn])
        for one in components:
            if one.urn not in found and one.type in alike:
                found[one.urn] = self._origin(one, Told.ALIKE, alike[one.type].decided)
        return found

    def object_of(self, path: str) -> str:
        """The object that a path is of: an entry of a map, or the key at the top.

        Args:
            path: Such as ``holdfast:services.orders.image``.
        """
        parts = path.split(".")
        return ".".join(parts[:2]) if parts[0] in self._maps else parts[0]

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that a component told, and the paths above it."""
        told = {one.path for decided in self.own.values() for one in decided}
        above = {path.rsplit(".", depth)[0] for path in told for depth in range(path.count(".") + 1)}
        return tuple(sorted(told | above))

    @cached_property
    def _maps(self) -> frozenset[str]:
        """Keys at the top that hold a map: whatever is told of them is told of an entry."""
        depths: defaultdict[str, int] = defaultdict(lambda: _KEYED)
        for path in {one.path for decided in self.own.values() for one in decided}:
            top, *rest = path.split(".")
            if rest:  # a map as a whole says nothing of its entries
                depths[top] = min(depths[top], len(rest) + 1)
        return frozenset(top for top, depth in depths.items() if depth == _KEYED)

    def _ways(self, one: Resource) -> Iterator[tuple[Told, tuple[Decided, ...]]]:
        yield Told.ITSELF, self.own.get(one.urn, ())
        holders = self.graph.components(one)
        yield Told.HOLDER, next((self.own[above.urn] for above in holders if above.urn in self.own), ())
        yield Told.USERS, tuple(self._of_users(one))
        for above in (one, *holders):
            if above.urn != self._root:
                yield Told.PARTS, tuple(self._of_parts(above))

    @cached_property
    def _root(self) -> str | None:
        """The one component that holds every other: its parts say nothing of each other."""
        every = [one for one in self.graph if one.component and one.type != STACK_TYPE]
        top = [one for one in every if not self.graph.components(one)]
        return top[0].urn if len(top) == 1 and len(every) > 1 else None

    def _of_users(self, one: Resource) -> Iterator[Decided]:
        mine = {child.urn for child in self.graph.children(one.urn) if not child.component}
        users = {urn for child in mine for urn in self._dependents.get(child, ())}
        for urn in sorted(users - {one.urn}):
            yield from self.own.get(urn, ())

    def _of_parts(self, above: Resource) -> Iterator[Decided]:
        for child in self.graph.children(above.urn):
            yield from self.own.get(child.urn, ())
            yield from self._of_parts(child)

    @cached_property
    def _dependents(self) -> Mapping[str, set[str]]:
        """Components that hold what depends on a resource, by the resource's URN."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.graph:
            if not one.component and one.parent:
                for urn in one.dependencies:
                    found[urn].add(one.parent)
        return found

    def _origin(self, one: Resource, told: Told, decided: tuple[Decided, ...]) -> Origin:
        fields: defaultdict[str, set[str]] = defaultdict(set)
        for each in decided:
            fields[self.object_of(each.path)].add(each.field)
        words = set(one.name.split("-"))

        def order(path: str) -> tuple[object, ...]:
            # What is only guessed is best guessed by the name.
            ranks = [-len(fields[path]), not words & {*path.split(".")[1:]}]
            return (*(ranks if told in {Told.ITSELF, Told.HOLDER} else reversed(ranks)), path)

        made = min(fields, key=order)
        within = [each.path for each in decided if self.object_of(each.path) == made]
        return Origin(object=made, path=_common(within), told=told, decided=decided)


def mentions(decided: Iterable[Decided], path: str) -> tuple[str, ...]:
    """What of a component a settings path decides, itself or by what stands under it.

    Args:
        decided: What decided something of the component.
        path: The settings path.
    """
    return tuple(dict.fromkeys(one.field for one in decided if is_within(one.path, path)))


def is_within(path: str, above: str) -> bool:
    """Whether a settings path is another one, or stands under it."""
    return path == above or path.startswith(f"{above}.")


def _decided(component: Resource) -> Iterator[Decided]:
    told = component.inputs.get("origin")
    if not isinstance(told, Mapping):
        return
    for field, paths in told.items():
        for each in paths.split(", ") if isinstance(paths, str) else ():
            path = each.removesuffix(_DEFAULT)
            if _PATH.fullmatch(path):
                yield Decided(path=path, field=field, default=path != each)


def _common(paths: Iterable[str]) -> str:
    """What paths of one object have in common."""
    shared: list[str] = []
    for parts in zip(*(path.split(".") for path in paths), strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return ".".join(shared)
