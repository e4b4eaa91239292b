"""Route 53 records as rules see them: their routing policy, their set, and what they lead to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.graph import Marker

if TYPE_CHECKING:
    from holdfast.graph import Region, Resource, ResourceGraph, Value

RECORD = "aws:route53/record:Record"
ZONE = "aws:route53/zone:Zone"
POLICIES = (
    "cidrRoutingPolicy",
    "failoverRoutingPolicies",
    "geolocationRoutingPolicies",
    "geoproximityRoutingPolicy",
    "latencyRoutingPolicies",
    "multivalueAnswerRoutingPolicy",
    "weightedRoutingPolicies",
)
"""The inputs that make a record one of a set, as `aws.route53.Record` names them."""
PACKAGES = ("aws:", "cloudflare:")
HOST_REGION = re.compile(r"\.([a-z]{2}(?:-[a-z]+)+-\d)\.")


def policies(record: Resource) -> dict[str, Value]:
    """The routing policies that a record has, unknown ones included."""
    return {name: record.at(name) for name in POLICIES if record.at(name)}


def record_set(graph: ResourceGraph, record: Resource) -> tuple[Resource, ...]:
    """All records that answer for the same name and type in the same zone, this one included.

    Args:
        graph: The stack.
        record: One of them.
    """
    key = set_key(graph, record)
    return tuple(
        one for one in graph.of_type(RECORD) if one is record or (key and set_key(graph, one) == key)
    )


def set_key(graph: ResourceGraph, record: Resource) -> tuple[object, ...] | None:
    """What a record shares with the others of its set; None when its name or type is not known yet."""
    name, kind = record.at("name"), record.at("type")
    if not isinstance(name, str) or not isinstance(kind, str):
        return None
    zone = record.at("zoneId")
    zones = tuple(sorted(one.urn for one in graph.references(record, "zoneId") if one.type == ZONE))
    return zones or zone, name.rstrip(".").lower(), kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a record's answers lead."""

    identity: str
    """URN of the resource, or the host name or address in the record."""
    name: str
    """The same for a person."""
    region: Region
    """Where it is; None when it belongs to no region."""


def destinations(graph: ResourceGraph, record: Resource) -> tuple[Destination, ...]:
    """What answers a record in the end: load balancers and the like, through aliases of other records.

    Args:
        graph: The stack.
        record: Where to start.
    """
    found: dict[str, Destination] = {}
    waiting, seen = [record], {record.urn}
    while waiting:
        one = waiting.pop()
        targets = _targets(graph, one)
        for target in targets:
            if target.type == RECORD:
                fresh = [each for each in record_set(graph, target) if each.urn not in seen]
                seen |= {each.urn for each in fresh}
                waiting += fresh
            else:
                found[target.urn] = Destination(identity=target.urn, name=target.name, region=target.region)
        if not targets:
            text = _text(one)
            found[text] = Destination(
                identity=text, name=text or "a name not known yet", region=_host_region(text)
            )
    return tuple(found[key] for key in sorted(found))


def _targets(graph: ResourceGraph, record: Resource) -> tuple[Resource, ...]:
    """What one record's aliases or values are made of, or the records whose name its alias spells."""
    linked = {
        target.urn: target
        for name in ("aliases", "records")
        for target in graph.references(record, name)
        if target.type != ZONE and target.type.startswith(PACKAGES)
    }
    if linked:
        return tuple(linked.values())
    spelt = _text(record).rstrip(".").lower()
    return tuple(
        one
        for one in graph.of_type(RECORD)
        if spelt and one is not record and str(one.at("name")).rstrip(".").lower() == spelt
    )


def _text(record: Resource) -> str:
    """The host name or address that a record gives as plain text; empty when it is not known."""
    given = record.at("aliases", 0, "name") or record.at("records", 0)
    return given if isinstance(given, str) else ""


def _host_region(host: str) -> Region:
    """The region in the host name of an AWS service, such as ``api-1.eu-west-1.elb.amazonaws.com``."""
    match = HOST_REGION.search(host) if host.rstrip(".").endswith(".amazonaws.com") else None
    return match.group(1) if match else Marker.UNKNOWN
