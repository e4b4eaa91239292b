"""Route 53 records as rules see them: their routing policy, their set, and what they lead to."""

from __future__ import annotations

import re
from collections import defaultdict
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
ALIAS_LIFETIME_SECONDS = 60
PACKAGES = ("aws:", "cloudflare:")
HOST_REGION = re.compile(r"\.([a-z]{2}(?:-[a-z]+)+-\d)\.")


def policies(record: Resource) -> dict[str, Value]:
    """The routing policies that a record has, unknown ones included."""
    return {name: record.at(name) for name in POLICIES if record.at(name)}


def routed(record: Resource) -> bool:
    """Whether a record is known to be one of a set: it has a routing policy that can be read."""
    return any(policy is not Marker.UNKNOWN for policy in policies(record).values())


def host(value: Value) -> str:
    """A host name as it is compared: without the last dot, in small letters; empty when it is not known."""
    return value.rstrip(".").lower() if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a record's answers lead."""

    identity: str
    """URN of the resource, or the host name or address in the record."""
    name: str
    """The same for a person."""
    region: Region
    """Where it is; None when it belongs to no region."""


class Routing:
    """The records of a graph, indexed once, so that a rule asks as often as it likes."""

    def __init__(self, graph: ResourceGraph) -> None:
        """Index the records.

        Args:
            graph: The stack.
        """
        self.graph = graph
        self.records = graph.of_type(RECORD)
        self._keys = {record.urn: self._key(record) for record in self.records}
        self._sets: defaultdict[tuple[object, ...], list[Resource]] = defaultdict(list)
        self._named: defaultdict[str, list[Resource]] = defaultdict(list)
        for record in self.records:
            key = self._keys[record.urn]
            if key is not None:
                self._sets[key].append(record)
            if name := host(record.at("name")):
                self._named[name].append(record)

    def set_key(self, record: Resource) -> tuple[object, ...] | None:
        """What a record shares with the others of its set; None when its name or type is not known yet."""
        return self._keys.get(record.urn)

    def record_set(self, record: Resource) -> tuple[Resource, ...]:
        """All records that answer for the same name and type in the same zone, this one included."""
        key = self._keys.get(record.urn)
        return tuple(self._sets[key]) if key is not None else (record,)

    def routed_sets(self) -> tuple[tuple[Resource, ...], ...]:
        """Every set that has a routing policy, once: its members that have one."""
        found: dict[object, tuple[Resource, ...]] = {}
        for record in self.records:
            if routed(record):
                key = self._keys[record.urn] or record.urn
                found.setdefault(key, tuple(one for one in self.record_set(record) if routed(one)))
        return tuple(found.values())

    def named(self, name: str) -> tuple[Resource, ...]:
        """The records of a host name, of every type."""
        return tuple(self._named.get(host(name), ()))

    def destinations(self, *records: Resource) -> tuple[Destination, ...]:
        """What answers these records in the end: load balancers and the like, through other records' aliases.

        Args:
            records: Where to start.
        """
        found: dict[str, Destination] = {}
        waiting, seen = list(records), {one.urn for one in records}
        while waiting:
            one = waiting.pop()
            targets = self.targets(one)
            for target in targets:
                if target.type == RECORD:
                    fresh = [each for each in self.record_set(target) if each.urn not in seen]
                    seen |= {each.urn for each in fresh}
                    waiting += fresh
                else:
                    found[target.urn] = destination(target)
            if not targets:
                text = _text(one)
                found[text] = Destination(
                    identity=text, name=text or "a name not known yet", region=host_region(text)
                )
        return tuple(found[key] for key in sorted(found))

    def ends_of(self, name: str) -> tuple[Destination, ...]:
        """What requests to a host name reach in the end; empty when nothing here says it.

        Args:
            name: The host name.
        """
        records = self.named(name)
        region = host_region(name)
        if records:
            return self.destinations(*records)
        return (Destination(identity=name, name=name, region=region),) if region is not Marker.UNKNOWN else ()

    def lifetimes(self, record: Resource) -> dict[str, Value]:
        """Seconds for which resolvers keep a record's answer, by the logical name of what decides it.

        An alias has the lifetime of what it leads to: of a record its own, of a load balancer 60 s
        (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html).

        Args:
            record: Where to start.
        """
        found: dict[str, Value] = {}
        waiting, seen = [record], {record.urn}
        while waiting:
            one = waiting.pop()
            if not one.at("aliases"):
                found[one.name] = one.at("ttl")
                continue
            leads = [each for each in self.targets(one) if each.type == RECORD]
            fresh = [each for inner in leads for each in self.record_set(inner) if each.urn not in seen]
            seen |= {each.urn for each in fresh}
            waiting += fresh
            if not leads:
                found[one.name] = ALIAS_LIFETIME_SECONDS
        return found

    def targets(self, record: Resource) -> tuple[Resource, ...]:
        """What one record's aliases or values are made of, or the records whose name it spells."""
        linked = {
            target.urn: target
            for name in ("aliases", "records")
            for target in self.graph.references(record, name)
            if target.type != ZONE and target.type.startswith(PACKAGES)
        }
        return tuple(linked.values()) or tuple(
            one for one in self._named.get(host(_text(record)), ()) if one is not record
        )

    def _key(self, record: Resource) -> tuple[object, ...] | None:
        name, kind = record.at("name"), record.at("type")
        if not isinstance(name, str) or not isinstance(kind, str):
            return None
        zone = record.at("zoneId")
        zones = tuple(sorted(one.urn for one in self.graph.references(record, "zoneId") if one.type == ZONE))
        return zones or zone, host(name), kind


def destination(target: Resource) -> Destination:
    """A resource as the end of a way."""
    return Destination(identity=target.urn, name=target.name, region=target.region)


def _text(record: Resource) -> str:
    """The host name or address that a record gives as plain text; empty when it is not known."""
    given = record.at("aliases", 0, "name") or record.at("records", 0)
    return given if isinstance(given, str) else ""


def host_region(name: str) -> Region:
    """The region in the host name of an AWS service, such as ``api-1.eu-west-1.elb.amazonaws.com``."""
    match = HOST_REGION.search(name) if name.rstrip(".").endswith(".amazonaws.com") else None
    return match.group(1) if match else Marker.UNKNOWN
