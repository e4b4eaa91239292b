"""One graph as a picture sees it: which resources are drawn, and which of them are drawn as one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holdfast.checks.routing import RECORD, Routing
from holdfast.checks.targets import Targets
from holdfast.checks.traffic import API_DOMAINS, BALANCERS
from holdfast.graph import place_of
from holdfast.inventory.view import View
from holdfast.review.drawing.parts import KINDS, PART_OF
from holdfast.review.model import NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.graph import Resource, ResourceGraph

_ORDER = tuple(NodeKind)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is drawn as one: the parts of one kind that a component has in a place, or one part in none."""

    place: str
    """Region, or ``global``."""
    kind: NodeKind
    """What it stands for."""
    holder: str
    """URN of the component or part, as it is after the change."""

    def order(self) -> tuple[str, int, str]:
        """Sort key."""
        return self.place, _ORDER.index(self.kind), self.holder


class Scene:
    """A graph and its units."""

    def __init__(self, graph: ResourceGraph, now: Mapping[str, str]) -> None:
        """Group the parts.

        Args:
            graph: The stack.
            now: The URN that each renamed resource and component has after the change, by the one before.
        """
        self.graph = graph
        self.routing = Routing(graph)
        self.view = View(graph)
        self._now = now
        self._unit_of: dict[str, Unit] = {}
        self.members: defaultdict[Unit, list[Resource]] = defaultdict(list)
        self._held: defaultdict[str, list[Unit]] = defaultdict(list)
        for one in graph:
            if self._drawn(one):
                self._add(one)
        for unit in self.members:
            self._held[unit.holder].append(unit)

    def unit(self, urn: str) -> Unit | None:
        """The unit that a part is drawn in; None for what is no part."""
        return self._unit_of.get(urn)

    def near(self, resource: Resource) -> Unit | None:
        """The unit that a resource belongs to: its own, its component's, or that of what it refers to.

        Args:
            resource: Any resource of the graph.
        """
        own = self._unit_of.get(resource.urn)
        if own is not None:
            return own
        part_of = PART_OF.get(resource.type)
        if part_of is not None:
            wholes = self.units(self.graph.references(resource, part_of))
            if wholes:
                return wholes[0]
        return self._in_component(resource) or self._balancing.get(resource.urn) or self._owner(resource)

    def units(self, resources: Iterable[Resource]) -> tuple[Unit, ...]:
        """The units of those that are parts, in their order, each once."""
        found = (self._unit_of.get(one.urn) for one in resources)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    @cached_property
    def balanced(self) -> Mapping[str, tuple[Unit, ...]]:
        """The load balancers that send to each target group, by its URN."""
        targets = Targets(self.graph)
        found: defaultdict[str, list[Unit]] = defaultdict(list)
        for balancer in self.graph.of_type(*BALANCERS):
            for group in targets.groups(balancer):
                found[group.urn].append(self._unit_of[balancer.urn])
        return {urn: tuple(dict.fromkeys(units)) for urn, units in found.items()}

    @cached_property
    def _balancing(self) -> Mapping[str, Unit]:
        return {urn: units[0] for urn, units in self.balanced.items() if units}

    def _drawn(self, one: Resource) -> bool:
        """Whether a resource is a part; of records, those that lead somewhere that clients can enter."""
        if one.component or one.external or one.type not in KINDS:
            return False
        if PART_OF.get(one.type) and self.graph.references(one, PART_OF[one.type]):
            return False
        return one.type != RECORD or any(map(self._is_end, self._ends(one)))

    def _ends(self, record: Resource) -> list[Resource]:
        ends = self.routing.destinations(record)
        return [self.graph.resources[one.identity] for one in ends if one.identity in self.graph.resources]

    @staticmethod
    def _is_end(one: Resource) -> bool:
        return one.type in API_DOMAINS or one.type in KINDS

    def _add(self, one: Resource) -> None:
        above = self.graph.components(one)
        holder = above[0].urn if above else self._together(one)
        unit = Unit(place_of(one), KINDS[one.type], self._now.get(holder, holder))
        self._unit_of[one.urn] = unit
        self.members[unit].append(one)

    def _together(self, one: Resource) -> str:
        """A record in no component is drawn with the others of its name."""
        if one.type != RECORD:
            return one.urn
        return min(each.urn for each in self.routing.record_set(one))

    def _in_component(self, resource: Resource) -> Unit | None:
        above = self.graph.components(resource)
        if not above:
            return None
        holder = self._now.get(above[0].urn, above[0].urn)
        units, place = self._held.get(holder, []), place_of(resource)
        here = [one for one in units if one.place == place or resource.region is None]
        service = _service(resource)
        like = [one for one in here if any(_service(each) == service for each in self.members[one])]
        return min(like or here, key=Unit.order, default=None)

    def _owner(self, resource: Resource) -> Unit | None:
        for name in sorted(resource.property_dependencies):
            for one in self.graph.references(resource, name):
                unit = self._unit_of.get(one.urn) or self._balancing.get(one.urn)
                if unit is not None and unit.kind is not NodeKind.NETWORK:
                    return unit
        return None


def _service(resource: Resource) -> str:
    """The part of a type token that names the service: ``rds`` of ``aws:rds/cluster:Cluster``."""
    return resource.type.partition("/")[0]
