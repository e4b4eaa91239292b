"""The topology of a stack, coloured by what a change does to it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from holdfast.graph import place_order
from holdfast.graph.summary import GLOBAL
from holdfast.review.drawing.data import data
from holdfast.review.drawing.details import detail, facts
from holdfast.review.drawing.parts import ONLY_ON_A_WAY, PART_OF
from holdfast.review.drawing.scene import Scene, Unit
from holdfast.review.drawing.traffic import traffic
from holdfast.review.model import Edge, EdgeKind, Kind, Node, NodeKind, Picture
from holdfast.review.renames import former_urns

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.review.drawing.traffic import Way, Ways
    from holdfast.review.model import Change, Unseen

_MOST = 6
"""Nodes of one kind in one place; of more, those that stay as they are become one."""
_KINDS = tuple(NodeKind)
_CLIENTS = "clients"
_WORST = tuple(Kind)
_ID = re.compile(r"[^A-Za-z0-9]+")
_VERBS = {Kind.CREATE: "new", Kind.UPDATE: "changed", Kind.REPLACE: "replaced", Kind.DELETE: "deleted"}


def picture(
    before: ResourceGraph | None,
    after: ResourceGraph | None,
    changes: Sequence[Change],
    unseen: Iterable[Unseen] = (),
) -> Picture:
    """The picture: components, not resources, in their regions, with the ways of requests and data.

    What is drawn comes with its parts and goes with them; it is replaced where one of them is. Something
    beside them, such as an alarm or a policy, makes it changed and no more. What is changed and not drawn is
    one node a place.

    Args:
        before: What was; None for a new stack.
        after: What will be; None for a stack that is taken away.
        changes: What changes between them.
        unseen: Components in which something changes that no resource shows. Default: none.
    """
    given = frozenset(one.component for one in unseen if not one.ignored)
    return Drawing(before, after, changes, given).picture()


class Drawing:
    """A picture and what it is made of."""

    def __init__(
        self,
        before: ResourceGraph | None,
        after: ResourceGraph | None,
        changes: Sequence[Change],
        given: Container[str] = (),
        *,
        most: int = _MOST,
    ) -> None:
        """Find what is drawn.

        Args:
            before: What was; None for a new stack.
            after: What will be, which can be what was; None for a stack that is taken away.
            changes: What changes between them.
            given: Names of components in which something changes that no resource shows. Default: none.
            most: Nodes of one kind in one place; of more, those that stay as they are become one.
        """
        now: dict[str, str] = {}
        if before is not None and after is not None and before is not after:
            former = former_urns(before.resources, after.resources)
            now = {was: urn for urn, was in former.items() if was != urn}
        self._old = Scene(before, now) if before is not None else None
        same = before is after
        self._new = self._old if same else Scene(after, now) if after is not None else None
        self._most = most
        self._given = given
        self._changes = [one for one in changes if not one.resource.component]
        scenes = (self._new,) if same else (self._old, self._new)
        self._scenes = [one for one in scenes if one is not None]
        self._was = _ways(self._old)
        self._will = self._was if same else _ways(self._new)
        self._states = self._changed()
        self._units = self._kept()
        self._folds = self._folded()
        self._shown = sorted({self._folds.get(one, one) for one in self._units}, key=_order)
        self._names = self._ids(self._shown)

    def picture(self) -> Picture:
        """What is left of what is too much, joined."""
        folded, shown, ids = self._folds, self._shown, self._names
        nodes = [self._node(one, ids[one], folded) for one in shown] + self._others()
        edges = self._edges(ids, folded)
        clients = self._clients(shown, ids, edges)
        if clients:
            label = Node(
                id=_CLIENTS, label="Clients", detail="", kind=NodeKind.CLIENTS, place=GLOBAL, change=None
            )
            nodes.insert(0, label)
        nodes.sort(key=lambda one: (place_order(one.place), _KINDS.index(one.kind)))
        return Picture(
            places=tuple(sorted({one.place for one in nodes}, key=place_order)),
            nodes=tuple(nodes),
            edges=(*clients, *edges),
        )

    def node_of(self, resource: Resource) -> str | None:
        """The id of the node that a resource stands behind; None for what is not drawn.

        Args:
            resource: One of what will be.
        """
        unit = self._new.near(resource) if self._new is not None else None
        return self._names.get(self._folds.get(unit, unit)) if unit is not None else None

    def is_part(self, resource: Resource) -> bool:
        """Whether a resource is drawn itself, and not only beside what is.

        Args:
            resource: One of what will be.
        """
        return self._new is not None and self._new.unit(resource.urn) is not None

    def _kept(self) -> list[Unit]:
        """Networks that change; what is only drawn on a way where it is on one; all else."""
        ways = [*self._was, *self._will]
        served = {end for _, end, kind in ways if kind in {EdgeKind.TRAFFIC, EdgeKind.FAILOVER}}
        units = {unit: None for scene in self._scenes for unit in scene.members}
        compute = {
            one for one in units if one.kind is NodeKind.COMPUTE and (one in served or not self._weak(one))
        }
        compute = compute or {one for one in units if one.kind is NodeKind.COMPUTE}
        fed = {end for start, end, kind in ways if kind is not EdgeKind.DATA or start in compute}
        fed |= {start for start, _, kind in ways if kind in {EdgeKind.REPLICATION, EdgeKind.BACKUP}}
        return [
            one
            for one in units
            if one in compute
            or (one.kind is NodeKind.NETWORK and one in self._states)
            or one.kind in {NodeKind.ENTRANCE, NodeKind.BACKUP}
            or (one.kind is NodeKind.STORE and (one in fed or not self._weak(one)))
        ]

    def _weak(self, unit: Unit) -> bool:
        members = (one for scene in self._scenes for one in scene.members.get(unit, ()))
        return all(one.type in ONLY_ON_A_WAY for one in members)

    def _changed(self) -> Mapping[Unit, Kind]:
        """What happens to each unit that something happens to."""
        parts: defaultdict[Unit, list[Kind]] = defaultdict(list)
        for one in self._changes:
            found = self._unit(one)
            if found is None:
                continue
            scene, unit = found
            holder = one.before if scene is self._old and one.before is not None else one.resource
            own = scene.unit(holder.urn) is not None or holder.type in PART_OF
            parts[unit].append(one.kind if own and one.kind is Kind.REPLACE else Kind.UPDATE)
        states = {unit: max(kinds, key=_WORST.index) for unit, kinds in parts.items()}
        old = self._old.members if self._old is not None else {}
        new = self._new.members if self._new is not None else {}
        states |= dict.fromkeys((one for one in new if one not in old), Kind.CREATE)
        return states | dict.fromkeys((one for one in old if one not in new), Kind.DELETE)

    def _unit(self, change: Change) -> tuple[Scene, Unit] | None:
        gone = change.kind is Kind.DELETE
        scene = self._old if gone else self._new
        unit = scene.near(change.resource) if scene is not None else None
        return (scene, unit) if scene is not None and unit is not None else None

    def _folded(self) -> Mapping[Unit, Unit]:
        """What stays as it is and is too much, each with what stands for all of it."""
        alike: defaultdict[tuple[str, NodeKind], list[Unit]] = defaultdict(list)
        for one in sorted(self._units, key=Unit.order):
            alike[one.place, one.kind].append(one)
        found: dict[Unit, Unit] = {}
        for (place, kind), units in alike.items():
            if len(units) > self._most:
                rest = sorted(units, key=lambda one: (one not in self._states, self._severity(one)))
                rest = rest[self._most - 1 :]
                found |= dict.fromkeys(rest, Unit(place, kind, ""))
        return found

    def _severity(self, unit: Unit) -> tuple[int, str]:
        state = self._states.get(unit)
        return -_WORST.index(state) if state is not None else 0, unit.holder

    def _node(self, unit: Unit, name: str, folded: Mapping[Unit, Unit]) -> Node:
        if not unit.holder:
            inside = [one for one, whole in folded.items() if whole == unit]
            states = Counter(self._states[one] for one in inside if one in self._states)
            told = ", ".join(f"{states[kind]} {_VERBS[kind]}" for kind in _WORST if states[kind])
            return Node(
                id=name,
                label=f"{len(inside)} more",
                detail=told or "as before",
                kind=unit.kind,
                place=unit.place,
                change=_together(states),
            )
        was, will = _facts(self._old, unit), _facts(self._new, unit)
        if unit not in self._states:  # what differs all the same is told to be passed over
            will = was
        label = self._holder(unit).name
        return Node(
            id=name,
            label=label,
            detail=detail(was, will),
            kind=unit.kind,
            place=unit.place,
            change=self._states.get(unit, Kind.UPDATE if label in self._given else None),
        )

    def _holder(self, unit: Unit) -> Resource:
        """The component or part that a unit is called after: as it will be, or as it was."""
        scene = self._new if self._new is not None and unit in self._new.members else self._old
        assert scene is not None  # noqa: S101  # a unit comes from one of the two
        first = scene.members[unit][0]
        return next(iter(scene.graph.components(first)), first)

    def _ids(self, shown: Iterable[Unit]) -> Mapping[Unit, str]:
        taken: Counter[str] = Counter()
        found: dict[Unit, str] = {}
        for unit in shown:
            name = self._holder(unit).name if unit.holder else "more"
            bare = _ID.sub("_", f"{unit.place}_{unit.kind}_{name}").strip("_")
            taken[bare] += 1
            found[unit] = bare if taken[bare] == 1 else f"{bare}_{taken[bare]}"
        return found

    def _others(self) -> list[Node]:
        """What changes and is not drawn: a node a place."""
        kept = set(self._units)
        found: defaultdict[str, list[Change]] = defaultdict(list)
        for one in self._changes:
            belongs = self._unit(one)
            if belongs is None or belongs[1] not in kept:
                found[one.place].append(one)
        return [
            Node(
                id=_ID.sub("_", f"{place}_other").strip("_"),
                label="Beside these",
                detail=_tally(changes),
                kind=NodeKind.OTHER,
                place=place,
                change=self._beside({one.kind for one in changes}),
            )
            for place, changes in sorted(found.items())
        ]

    def _beside(self, kinds: set[Kind]) -> Kind:
        """What happens to what is not drawn: it goes only with the whole stack."""
        if kinds == {Kind.CREATE} or (kinds == {Kind.DELETE} and self._new is None):
            return kinds.pop()
        return Kind.UPDATE

    def _edges(self, ids: Mapping[Unit, str], folded: Mapping[Unit, Unit]) -> list[Edge]:
        found: dict[tuple[str, str, EdgeKind], tuple[set[Kind | None], str]] = {}
        for way in sorted({*self._was, *self._will}, key=_way_order):
            start, end = (folded.get(one, one) for one in way[:2])
            if start in ids and end in ids and start != end:
                key = (ids[start], ids[end], way[2])
                state = None if way in self._was and way in self._will else self._came(way)
                label = self._will.get(way) or self._was.get(way) or ""
                states, known = found.setdefault(key, (set(), label))
                found[key] = (states | {state}, known or label)
        return [
            Edge(
                start=start,
                end=end,
                kind=kind,
                change=next(iter(states)) if len(states) == 1 else None,
                label=label,
            )
            for (start, end, kind), (states, label) in found.items()
        ]

    def _came(self, way: Way) -> Kind:
        return Kind.CREATE if way in self._will else Kind.DELETE

    def _clients(self, shown: Iterable[Unit], ids: Mapping[Unit, str], edges: Iterable[Edge]) -> list[Edge]:
        """Where clients come in: entrances that nothing leads to, and that the outside can reach."""
        behind = {one.end for one in edges if one.kind in {EdgeKind.TRAFFIC, EdgeKind.FAILOVER}}
        return [
            Edge(
                start=_CLIENTS,
                end=ids[one],
                kind=EdgeKind.TRAFFIC,
                change=state if (state := self._states.get(one)) in {Kind.CREATE, Kind.DELETE} else None,
            )
            for one in shown
            if one.kind is NodeKind.ENTRANCE and ids[one] not in behind and self._is_public(one)
        ]

    def _is_public(self, unit: Unit) -> bool:
        members = [one for scene in self._scenes for one in scene.members.get(unit, ())]
        return not members or any(one.at("internal") is not True for one in members)


def _ways(scene: Scene | None) -> Ways:
    return {**traffic(scene), **data(scene)} if scene is not None else {}


def _facts(scene: Scene | None, unit: Unit) -> tuple[str, ...]:
    return facts(scene, unit) if scene is not None and unit in scene.members else ()


def _order(unit: Unit) -> tuple[object, ...]:
    return place_order(unit.place), _KINDS.index(unit.kind), not unit.holder, unit.holder


def _way_order(way: Way) -> tuple[object, ...]:
    return way[2], way[0].order(), way[1].order()


def _together(states: Mapping[Kind, int]) -> Kind | None:
    """What happens to several things seen as one: they come or go only if all of them do."""
    found = [kind for kind in _WORST if states.get(kind)]
    if not found:
        return None
    return found[0] if len(found) == 1 and found[0] is not Kind.REPLACE else Kind.UPDATE


def _tally(changes: Iterable[Change]) -> str:
    kinds = Counter(one.kind for one in changes)
    return ", ".join(f"{kinds[kind]} {_VERBS[kind]}" for kind in _WORST if kinds[kind])
