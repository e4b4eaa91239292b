"""The graph: every resource of a stack as frozen facts, and the questions that rules ask of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from holdfast.graph.values import Marker, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Region: TypeAlias = "str | Unknown | None"
"""A region's name, ``Marker.UNKNOWN``, or None for what belongs to no region."""

STACK_TYPE = "pulumi:pulumi:Stack"
PROVIDER_TYPE_PREFIX = "pulumi:providers:"


class Source(StrEnum):
    """Where a graph was read from."""

    PREVIEW = "preview"
    STATE = "state"
    POLICY = "policy"


class RegionOrigin(StrEnum):
    """What decided a resource's region."""

    INPUT = "input"
    """The resource names it itself."""
    PROVIDER = "provider"
    """An explicit provider names it."""
    DEFAULT = "default"
    """Nothing names it: it follows wherever the default provider signs in."""
    NONE = "none"
    """The resource belongs to no region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineDiff:
    """What the engine itself says of how a resource differs from its state."""

    paths: Mapping[str, str] = field(default_factory=dict)
    """Path, such as ``healthCheck.interval``, to kind: ``add``, ``delete`` or ``update``, each also with
    ``-replace``."""
    keys: tuple[str, ...] = ()
    """Top-level properties that differ."""
    replaced_by: tuple[str, ...] = ()
    """Top-level properties that replace it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource or component."""

    urn: str
    """The engine's identity of it."""
    type: str
    """Type token, such as ``aws:ec2/vpc:Vpc``."""
    name: str
    """Logical name, the last part of the URN."""
    component: bool = False
    """True for components and the stack: what only groups others."""
    parent: str | None = None
    """URN of the parent."""
    region: Region = None
    """Where it lives."""
    region_origin: RegionOrigin = RegionOrigin.NONE
    """What decided the region."""
    inputs: Mapping[str, Value] = field(default_factory=dict)
    """Properties by the engine's names, normalised."""
    declared: bool = True
    """False where the inputs are outputs, as a policy sees them: defaults look like inputs there."""
    dependencies: tuple[str, ...] = ()
    """URNs of all that it waits for."""
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Input name to the URNs that the input is made of."""
    provider: str | None = None
    """URN of its provider, without the id."""
    protect: bool = False
    """Whether the engine refuses to delete it."""
    external: bool = False
    """Whether it is only read, not managed."""
    op: str | None = None
    """What the engine would do, such as ``create``; None in a state."""
    id: str | None = None
    """Physical id, where what was read tells it: in a state, or of what a preview leaves there."""
    source_position: str | None = None
    """Where the program declares it, such as ``project:///__main__.py#14``."""

    aliases: tuple[str, ...] = ()
    """URNs under which a state may know it."""
    retain_on_delete: bool = False
    """Whether a deletion leaves it in the cloud."""
    delete_before_replace: bool = False
    """Whether the old one goes before the new one is there, as far as what was read tells it."""
    ignore_changes: tuple[str, ...] = ()
    """Paths of inputs whose differences the engine passes over; ``*`` for all."""
    replace_on_changes: tuple[str, ...] = ()
    """Paths of inputs whose change replaces it because the program says so; ``*`` for all."""
    diff: EngineDiff | None = None
    """What the engine says of it; None in a state and where nothing was compared."""

    def __hash__(self) -> int:
        return hash(self.urn)

    def at(self, *path: str | int) -> Value:
        """The input under a path of names and positions; None where absent, unknown where not readable.

        Args:
            path: For example ``"aliases", 0, "name"``.
        """
        value: Value = self.inputs
        for step in path:
            if isinstance(value, Marker):
                return Marker.UNKNOWN
            if isinstance(value, tuple) and isinstance(step, int):
                value = value[step] if step < len(value) else None
            elif isinstance(value, tuple | str | int | float) or value is None or isinstance(step, int):
                return None
            else:
                value = value.get(step)
        return Marker.UNKNOWN if value is Marker.SECRET else value


@dataclass(frozen=True, kw_only=True)
class ResourceGraph:
    """All resources of one stack, in the order of their URNs."""

    resources: Mapping[str, Resource]
    """URN to resource: what the stack would hold, without default providers."""
    source: Source
    """What it was read from."""
    partial: bool = False
    """True when resources are left out, so that nothing can be said to be absent."""
    deleted: Mapping[str, Resource] = field(default_factory=dict)
    """What the update would take away."""
    default_region: Region = Marker.UNKNOWN
    """The region in which the default provider signs in."""
    default_tags: Mapping[str, Value] = field(default_factory=dict)
    """Tags that the default provider adds, as far as what was read tells them."""

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources.values())

    def __len__(self) -> int:
        return len(self.resources)

    @property
    def stack(self) -> str | None:
        """Name of the stack, as its URNs say it; None when there is no resource."""
        return self._urn_part(2)

    @property
    def project(self) -> str | None:
        """Name of the project, as its URNs say it; None when there is no resource."""
        return self._urn_part(4)

    def of_type(self, *types: str) -> tuple[Resource, ...]:
        """The resources of any of these type tokens, without those that are only read."""
        if len(types) == 1:
            return self._by_type.get(types[0], ())
        return tuple(one for token in types for one in self._by_type.get(token, ()))

    def children(self, urn: str) -> tuple[Resource, ...]:
        """The resources whose parent this is."""
        return self._by_parent.get(urn, ())

    def components(self, resource: Resource) -> tuple[Resource, ...]:
        """The components that hold the resource, nearest first, without the stack itself."""
        chain: dict[str, Resource] = {}
        above = self.resources.get(resource.parent or "")
        while above is not None and above.type != STACK_TYPE and above.urn not in chain:
            chain[above.urn] = above
            above = self.resources.get(above.parent or "")
        return tuple(chain.values())

    def references(self, resource: Resource, name: str) -> tuple[Resource, ...]:
        """The resources that one property of a resource is made of.

        Args:
            resource: The resource that refers.
            name: Engine name of the top-level property, such as ``aliases``.
        """
        urns = resource.property_dependencies.get(name, ())
        return tuple(self.resources[urn] for urn in urns if urn in self.resources)

    def referring(self, resource: Resource, name: str, *types: str) -> tuple[Resource, ...]:
        """The resources of some types, one property of which is made of this resource.

        Args:
            resource: The resource that is referred to.
            name: Engine name of the referring top-level property, such as ``autoscalingGroupName``.
            types: Type tokens of the referring resources.
        """
        found = self._by_reference.get((name, resource.urn), {})
        return tuple(one for token in types for one in found.get(token, ()))

    def _urn_part(self, position: int) -> str | None:
        """A part of ``urn:pulumi:<stack>::<project>::<types>::<name>`` between its colons."""
        parts = next(iter(self.resources), "").split(":", position + 1)
        return parts[position] if len(parts) > position else None

    @cached_property
    def _by_type(self) -> dict[str, tuple[Resource, ...]]:
        grouped: defaultdict[str, list[Resource]] = defaultdict(list)
        for one in self:
            if not one.external:
                grouped[one.type].append(one)
        return {token: tuple(members) for token, members in grouped.items()}

    @cached_property
    def _by_parent(self) -> dict[str, tuple[Resource, ...]]:
        grouped: defaultdict[str, list[Resource]] = defaultdict(list)
        for one in self:
            if one.parent is not None:
                grouped[one.parent].append(one)
        return {urn: tuple(members) for urn, members in grouped.items()}

    @cached_property
    def _by_reference(self) -> dict[tuple[str, str], dict[str, list[Resource]]]:
        """Property and URN that it is made of, to the resources that have it, by type."""
        grouped: defaultdict[tuple[str, str], defaultdict[str, list[Resource]]]
        grouped = defaultdict(lambda: defaultdict(list))
        for token, members in self._by_type.items():
            for one in members:
                for name, urns in one.property_dependencies.items():
                    for urn in dict.fromkeys(urns):
                        grouped[name, urn][token].append(one)
        return {key: dict(by_type) for key, by_type in grouped.items()}
