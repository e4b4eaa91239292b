"""In which zones something stands, by the subnets that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph import Marker

if TYPE_CHECKING:
    from holdfast.graph import Resource, ResourceGraph, Value

SUBNET = "aws:ec2/subnet:Subnet"
ENOUGH = 2
"""Zones from which on the loss of one is not the loss of all."""


def subnets_of(graph: ResourceGraph, resource: Resource, *path: str) -> tuple[Resource, ...] | None:
    """The subnets that a property names; None where not all of them are resources of the graph.

    Args:
        graph: The stack.
        resource: What stands in them.
        path: Where its inputs list them, such as ``networkConfiguration``, ``subnets``.
    """
    found = tuple(one for one in graph.references(resource, path[0]) if one.type == SUBNET)
    given = resource.at(*path)
    if given is Marker.UNKNOWN:
        return found or None
    listed = len(given) if isinstance(given, tuple) else 0
    return None if listed > len(found) else found


def zones_of(graph: ResourceGraph, resource: Resource, *path: str) -> tuple[str, ...] | None:
    """The zones of the subnets that a property names, sorted; None where they are not known.

    Args:
        graph: The stack.
        resource: What stands in them.
        path: Where its inputs list the subnets.
    """
    subnets = subnets_of(graph, resource, *path)
    if subnets is None:
        return None
    zones = [_zone(one) for one in subnets]
    known = tuple(sorted({one for one in zones if one is not None}))
    return None if None in zones else known


def group_zones(graph: ResourceGraph, group: Resource) -> tuple[str, ...] | None:
    """The zones that an Auto Scaling group spans, sorted; None where they are not known.

    Args:
        graph: The stack.
        group: A group, which names subnets or zones.
    """
    named: Value = group.at("availabilityZones")
    if group.at("vpcZoneIdentifiers") or not named:
        return zones_of(graph, group, "vpcZoneIdentifiers")
    if not isinstance(named, tuple) or not all(isinstance(one, str) for one in named):
        return None
    return tuple(sorted({str(one) for one in named}))


def _zone(subnet: Resource) -> str | None:
    zone = subnet.at("availabilityZone") or subnet.at("availabilityZoneId")
    return zone if isinstance(zone, str) else None
