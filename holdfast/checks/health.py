"""Route 53 health checks as rules see them: what they are made of, what they decide, where they look."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks.routing import PACKAGES, RECORD, Destination, destination, host, routed
from holdfast.checks.traffic import CLOUDFLARE_BALANCER
from holdfast.graph import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.checks.routing import Routing
    from holdfast.graph import Resource

HEALTH_CHECK = "aws:route53/healthCheck:HealthCheck"
ENDPOINTS = frozenset({"HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"})
"""Types of those that Route 53's checkers send requests for."""
ALARM = "CLOUDWATCH_METRIC"
CALCULATED = "CALCULATED"


class Health:
    """The health checks of a graph, indexed once."""

    def __init__(self, routing: Routing) -> None:
        """Index the checks and what they decide for.

        Args:
            routing: The records of the same graph.
        """
        self.routing = routing
        self.checks = routing.graph.of_type(HEALTH_CHECK)
        self._by_id = {one.id: one for one in self.checks if one.id}
        self._decides: defaultdict[str, dict[str, Resource]] = defaultdict(dict)
        for record in routing.records:
            if routed(record):
                for check in self.of(record):
                    for leaf in self.leaves(check):
                        self._decides[leaf.urn][record.urn] = record

    def of(self, record: Resource) -> tuple[Resource, ...]:
        """The checks that a record names, as far as they are in the graph."""
        return self._named(record, "healthCheckId", record.at("healthCheckId"))

    def children(self, check: Resource) -> tuple[Resource, ...]:
        """What a calculated check is made of, as far as it is in the graph."""
        given = check.at("childHealthchecks")
        return self._named(check, "childHealthchecks", *(given if isinstance(given, tuple) else ()))

    def leaves(self, check: Resource) -> tuple[Resource, ...]:
        """The checks that look at something themselves: this one, or those that it is calculated from."""
        found: dict[str, Resource] = {}
        waiting, seen = [check], {check.urn}
        while waiting:
            one = waiting.pop()
            if one.at("type") != CALCULATED:
                found[one.urn] = one
                continue
            fresh = [each for each in self.children(one) if each.urn not in seen]
            seen |= {each.urn for each in fresh}
            waiting += fresh
        return tuple(found[urn] for urn in sorted(found))

    def decides_for(self, check: Resource) -> tuple[Resource, ...]:
        """The records of routing policies that a check takes out of service, through calculated ones too."""
        return tuple(self._decides.get(check.urn, {}).values())

    def sees(self, check: Resource) -> tuple[Destination, ...]:
        """What an endpoint check's requests reach in the end; empty when it is not known."""
        given = "ipAddress" if check.at("ipAddress") else "fqdn"
        return sees(self.routing, check, given, check.at(given))

    def moves(self, check: Resource) -> str | None:
        """The name that an endpoint check asks, when failover itself moves that name; None otherwise."""
        name = check.at("fqdn")
        if check.at("ipAddress"):
            return None
        linked = self.routing.graph.references(check, "fqdn")
        return moving_name(self.routing, name if isinstance(name, str) else "", linked)

    def _named(self, resource: Resource, name: str, *ids: object) -> tuple[Resource, ...]:
        linked = [one for one in self.routing.graph.references(resource, name) if one.type == HEALTH_CHECK]
        told = [self._by_id[one] for one in ids if isinstance(one, str) and one in self._by_id]
        return tuple({one.urn: one for one in (*linked, *told)}.values())


def sees(routing: Routing, asker: Resource, given: str, address: object) -> tuple[Destination, ...]:
    """What requests to a host or address reach in the end; empty when it is not known.

    Args:
        routing: The records of the graph.
        asker: What sends them.
        given: Its input that names the host.
        address: The host or address, where it is known.
    """
    if isinstance(address, str) and address:
        return routing.ends_of(address)
    linked = [
        one
        for one in routing.graph.references(asker, given)
        if one.type.startswith(PACKAGES) and not one.component
    ]
    records = tuple(one for one in linked if one.type == RECORD)
    if records:
        return routing.destinations(*(each for one in records for each in routing.record_set(one)))
    return tuple(destination(one) for one in linked)


def moving_name(routing: Routing, name: str, linked: tuple[Resource, ...]) -> str | None:
    """The name, when failover moves it: it is a routed record's, leads to one, or Cloudflare balances it.

    Args:
        routing: The records of the graph.
        name: The host name; empty when it is not known.
        linked: The resources that the name is made of.
    """
    for one in linked:
        if one.type == RECORD and _leads_to_a_set(routing, one):
            spelt = one.at("name")
            return spelt if isinstance(spelt, str) else one.name
        if one.type == CLOUDFLARE_BALANCER:
            return one.name
    if not name:
        return None
    balanced = any(host(one.at("name")) == host(name) for one in routing.graph.of_type(CLOUDFLARE_BALANCER))
    return name if balanced or any(_leads_to_a_set(routing, one) for one in routing.named(name)) else None


def _leads_to_a_set(routing: Routing, record: Resource) -> bool:
    """Whether a record is one of a set, or an alias or CNAME of one."""
    return any(routed(one) for one in _chain(routing, record))


def _chain(routing: Routing, record: Resource) -> Iterator[Resource]:
    seen: set[str] = set()
    waiting = [record]
    while waiting:
        one = waiting.pop()
        if one.urn not in seen:
            seen.add(one.urn)
            yield one
            waiting += [each for each in routing.targets(one) if each.type == RECORD]


def regions(seen: tuple[Destination, ...]) -> frozenset[str] | None:
    """The regions of some destinations; None when there is none, or one of them is not known."""
    found = {one.region for one in seen}
    return (
        None
        if not found or Marker.UNKNOWN in found
        else frozenset(one for one in found if isinstance(one, str))
    )
