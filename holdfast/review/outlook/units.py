"""What serves requests: how much of it runs, in which zones, and how far it may grow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from holdfast.checks.capacity import FUNCTION, GROUP, KINDS, NODES, SERVICE, capacity, keeps_count, zones
from holdfast.checks.inventoried import view_of
from holdfast.checks.traffic import TARGET_ATTACHMENTS
from holdfast.checks.twins import part_of
from holdfast.checks.zones import zones_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

    Part: TypeAlias = "tuple[str, tuple[str, ...]]"
    """Type and words of the name without the place: the same part in several regions shares it."""

INSTANCE = "aws:ec2/instance:Instance"
_COUNTED = re.compile(r"\d+|[a-h]")
_NOUNS = {GROUP: "instances", SERVICE: "tasks", NODES: "nodes", FUNCTION: "functions", INSTANCE: "instances"}
_CALLERS = ("apigateway.amazonaws.com", "elasticloadbalancing.amazonaws.com")
_CALLED_BY = {
    "aws:apigateway/integration:Integration": "uri",
    "aws:apigateway/restApi:RestApi": "body",
    "aws:apigatewayv2/api:Api": "target",
    "aws:apigatewayv2/integration:Integration": "integrationUri",
    "aws:lambda/functionUrl:FunctionUrl": "functionName",
    **dict.fromkeys(TARGET_ATTACHMENTS, "targetId"),
}
"""What passes requests of clients on to a function, and in which input it names it."""
_PERMISSION = "aws:lambda/permission:Permission"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A group of instances, tasks, nodes or a function that serves requests."""

    resource: Resource
    """What it is."""
    part: Part
    """What it shares with the same part elsewhere."""
    region: str
    """Where it runs."""
    count: float | None
    """How many run without anybody's act: what is desired, else the least; None where not known."""
    ceiling: float | None
    """To how many it may grow."""
    zones: tuple[str, ...] | None
    """In which zones it runs; none for what spans all zones by itself, None where not known."""
    size: frozenset[str]
    """What one of them is; empty where not known."""

    @property
    def noun(self) -> str:
        """What its count counts."""
        return _NOUNS[self.resource.type]

    @property
    def elastic(self) -> bool:
        """Whether AWS runs as many as are asked for."""
        return self.resource.type == FUNCTION


def units(graph: ResourceGraph) -> tuple[Unit, ...]:
    """Everything that serves requests in a known region.

    Args:
        graph: The stack.
    """
    return tuple(sorted(_units(graph), key=lambda one: one.resource.urn))


def _units(graph: ResourceGraph) -> Iterator[Unit]:
    serving = _functions(graph)
    every = graph.of_type(*KINDS, INSTANCE)
    regions = tuple(sorted({one.region for one in every if isinstance(one.region, str)}))
    for one in every:
        if not isinstance(one.region, str) or (one.type == FUNCTION and one.urn not in serving):
            continue
        if one.type == SERVICE and not keeps_count(one):
            continue
        words = part_of(one.name, regions)
        if one.type == INSTANCE:  # each is one of a number
            words = tuple(word for word in words if not _COUNTED.fullmatch(word))
        yield _unit(graph, one, one.region, (one.type, words))


def _unit(graph: ResourceGraph, one: Resource, region: str, part: Part) -> Unit:
    if one.type == INSTANCE:
        kind = one.at("instanceType")
        return Unit(
            resource=one,
            part=part,
            region=region,
            count=1,
            ceiling=1,
            zones=_instance_zones(graph, one),
            size=frozenset((kind,)) if isinstance(kind, str) else frozenset(),
        )
    bounds = capacity(graph, one)
    function = one.type == FUNCTION
    return Unit(
        resource=one,
        part=part,
        region=region,
        count=1 if function else _running(one, bounds.minimum),
        ceiling=bounds.maximum,
        zones=() if function else _zones(graph, one),
        size=bounds.size,
    )


def _running(one: Resource, minimum: float | None) -> float | None:
    """How many run: a count that the program states, within the least of what scales it."""
    desired: Value = None
    if one.type == GROUP:
        desired = one.at("desiredCapacity")
    elif one.type == NODES:
        desired = one.at("scalingConfig", "desiredSize")
    known = desired if isinstance(desired, int) and not isinstance(desired, bool) else None
    return known if known is not None and (minimum is None or known > minimum) else minimum


def _zones(graph: ResourceGraph, one: Resource) -> tuple[str, ...] | None:
    found = zones_of(graph, one, "subnetIds") if one.type == NODES else zones(graph, one)
    return found or None


def _instance_zones(graph: ResourceGraph, one: Resource) -> tuple[str, ...] | None:
    given = one.at("availabilityZone")
    if isinstance(given, str):
        return (given,)
    subnets = graph.references(one, "subnetId")
    named = [each.at("availabilityZone") or each.at("availabilityZoneId") for each in subnets]
    return tuple(sorted(zone for zone in named if isinstance(zone, str))) or None


def _functions(graph: ResourceGraph) -> set[str]:
    """The functions that clients' requests reach."""
    functions = graph.of_type(FUNCTION)
    if not functions:
        return set()
    found: set[str] = set()
    for token, name in _CALLED_BY.items():
        for caller in graph.of_type(token):
            found |= {one.urn for one in graph.references(caller, name)}
    view = view_of(graph)
    for permission in graph.of_type(_PERMISSION):
        if permission.at("principal") in _CALLERS:
            found |= {one.urn for one in view.made_of(permission, "function", FUNCTION)}
    return found & {one.urn for one in functions}
