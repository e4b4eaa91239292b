"""A graph as an inventory asks it: where things are, in whose account, and what a property is made of."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from holdfast.graph import Marker, is_regional

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.graph import Resource, ResourceGraph, Value

GLOBAL = "global"
"""Where something is that belongs to no region."""
SEVERAL = 2
_BESIDE = frozenset({"acm", "backup", "cloudwatch", "cur", "kms", "sns", "wafv2"})
"""Services of which there is something in a region in which a stack does not run: vaults with keys and
alarms; what CloudFront takes from us-east-1, certificates and web ACLs."""
_ARN = re.compile(r"arn:[^:]*:([^:]*):([^:]*):([^:]*):(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Arn:
    """The parts of an ARN; empty where it has none."""

    service: str
    region: str
    account: str
    resource: str


def parse_arn(value: Value) -> Arn | None:
    """The parts of a value that is an ARN; None where it is none.

    Args:
        value: A property's value.
    """
    match = _ARN.fullmatch(value) if isinstance(value, str) else None
    return Arn(*match.groups()) if match else None


def items(value: Value) -> tuple[Value, ...]:
    """A list's items; none where it is no list or not known."""
    return value if isinstance(value, tuple) else ()


@dataclass(frozen=True)
class View:
    """A graph, and what an inventory asks of it."""

    graph: ResourceGraph
    """What was read."""

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions in which the stack has anything, sorted."""
        regional = (one for one in self.graph if is_regional(one.type) and not one.component)
        return tuple(sorted({one.region for one in regional if isinstance(one.region, str)}))

    @cached_property
    def running(self) -> tuple[str, ...]:
        """The regions in which the stack has more than backups and what CloudFront takes, sorted."""
        regional = (one for one in self.graph if is_regional(one.type) and not one.component)
        found = {one.region for one in regional if _service(one) not in _BESIDE}
        return tuple(sorted(one for one in found if isinstance(one, str)))

    @property
    def spans(self) -> bool:
        """Whether the stack runs in more than one region."""
        return len(self.running) >= SEVERAL

    def region(self, resource: Resource) -> str | None:
        """Region of a resource, ``global`` for what has none, None where it is not known."""
        if resource.region is None:
            return GLOBAL
        return resource.region if isinstance(resource.region, str) else None

    def account(self, resource: Resource) -> str | None:
        """The other account of a resource, as its explicit provider says; None for the stack's."""
        return self._accounts.get(resource.provider or "")

    def component(self, resource: Resource) -> str | None:
        """Logical name of the nearest component that holds a resource."""
        return next((one.name for one in self.graph.components(resource)), None)

    def made_of(self, resource: Resource, name: str, *types: str) -> tuple[Resource, ...]:
        """The resources of some types that one property is made of, or that its text names."""
        linked = tuple(one for one in self.graph.references(resource, name) if one.type in types)
        return linked or self.named(resource.at(name), resource.region, *types)

    def named(self, value: Value, region: object, *types: str) -> tuple[Resource, ...]:
        """The resources of some types that a text names, as imported ones are named by literal text.

        Args:
            value: Id, name or ARN.
            region: Where what says it is: there a name or id is looked for.
            types: Types of those that are wanted.
        """
        if not isinstance(value, str) or not value:
            return ()
        return tuple(one for one in self.graph.of_type(*types) if self._is_named(one, value, region))

    def of(self, resource: Resource, name: str, *types: str) -> tuple[Resource, ...]:
        """The resources of some types that name this one in a property, by reference or by text.

        Args:
            resource: What is named.
            name: The property of those that name it, such as ``bucket``.
            types: Their types.
        """
        keys = (resource.urn, *(_last(one) for one in self.names(resource)))
        found: dict[str, Resource] = {}
        for token in types:
            told = self._by_property(token, name)
            for one in (each for key in keys for each in told.get(key, ())):
                if resource.urn in one.property_dependencies.get(name, ()) or self._is_named(
                    resource, one.at(name), one.region
                ):
                    found[one.urn] = one
        return tuple(sorted(found.values(), key=lambda one: one.urn))

    def _by_property(self, token: str, name: str) -> dict[str, list[Resource]]:
        """The resources of a type by what a property is made of, and by the last part of its text."""
        if (token, name) not in self._indices:
            index: dict[str, list[Resource]] = {}
            for one in self.graph.of_type(token):
                value = one.at(name)
                last = (_last(value),) if isinstance(value, str) else ()
                for key in {*one.property_dependencies.get(name, ()), *last}:
                    index.setdefault(key, []).append(one)
            self._indices[token, name] = index
        return self._indices[token, name]

    @cached_property
    def _indices(self) -> dict[tuple[str, str], dict[str, list[Resource]]]:
        return {}

    def _is_named(self, resource: Resource, value: Value, region: object) -> bool:
        if not isinstance(value, str) or not value:
            return False
        names = self.names(resource)
        if value in names:
            return region == resource.region
        arn = parse_arn(value)
        return arn is not None and _last(arn.resource) in names and arn.region in {"", resource.region}

    def names(self, resource: Resource) -> frozenset[str]:
        """Physical id of a resource, where it is known, and the names that its inputs give it."""
        given = (
            resource.at(key)
            for key in ("bucket", "name", "clusterIdentifier", "identifier", "repositoryName")
        )
        return frozenset(one for one in (*given, resource.id) if isinstance(one, str) and one)

    def tags(self, resource: Resource) -> Value:
        """Tags of a resource with those that its provider adds.

        The real provider's ``Check`` writes the sum into ``tagsAll``
        (https://github.com/pulumi/pulumi-aws/blob/master/provider/tags.go); ours leaves it out.
        """
        own, every = resource.at("tags"), resource.at("tagsAll")
        if Marker.UNKNOWN in (own, every):
            return Marker.UNKNOWN
        default = self._default_tags.get(resource.provider or "", self.graph.default_tags)
        return {**default, **_tags(own), **_tags(every)}

    @cached_property
    def _providers(self) -> tuple[Resource, ...]:
        return self.graph.of_type("pulumi:providers:aws")

    @cached_property
    def _accounts(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in self._providers:
            roles = _decoded(one.at("assumeRoles"))
            arns = [parse_arn(_role(role)) for role in items(roles) if isinstance(role, Mapping)]
            allowed = [each for each in items(_decoded(one.at("allowedAccountIds"))) if isinstance(each, str)]
            account = arns[-1].account if arns and arns[-1] else allowed[0] if len(allowed) == 1 else None
            if account:
                found[one.urn] = account
        return found

    @cached_property
    def _default_tags(self) -> dict[str, Mapping[str, Value]]:
        found: dict[str, Mapping[str, Value]] = {}
        for one in self._providers:
            given = _decoded(one.at("defaultTags"))
            found[one.urn] = _tags(given.get("tags")) if isinstance(given, Mapping) else {}
        return found


def _role(given: Mapping[str, Value]) -> Value:
    """ARN of a role to assume: a program may spell its key as the SDK does or as Python does."""
    return given.get("roleArn") or given.get("role_arn")


def _tags(given: Value) -> Mapping[str, Value]:
    return given if isinstance(given, Mapping) else {}


def _last(text: str) -> str:
    """What follows the last colon or slash of an ARN, or of an id."""
    return text.replace("/", ":").rpartition(":")[2]


def _service(resource: Resource) -> str:
    """The service of a type, such as ``rds`` of ``aws:rds/cluster:Cluster``."""
    return resource.type.split(":")[1].partition("/")[0]


def _decoded(value: Value) -> Value:
    """A provider's property, which the engine keeps as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return _frozen(json.loads(value))
    except ValueError:
        return value


def _frozen(value: Value | list[Value]) -> Value:
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return {key: _frozen(one) for key, one in value.items()} if isinstance(value, Mapping) else value


def known_regions(regions: Iterable[str | None]) -> set[str]:
    """The regions that are known, without ``global``."""
    return {one for one in regions if one and one != GLOBAL}
