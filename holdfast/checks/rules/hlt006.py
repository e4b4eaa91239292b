"""HLT006: Route 53's checkers can reach what they check."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from holdfast.checks.health import ENDPOINTS, Health
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.routing import ZONE, Routing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each endpoint check."""
    health = Health(Routing(graph))
    for one in health.checks:
        if one.at("type") in ENDPOINTS:
            yield _judge(graph, health, one)


def _judge(graph: ResourceGraph, health: Health, one: Resource) -> Judgement:
    address, name = one.at("ipAddress"), one.at("fqdn")
    if isinstance(address, str) and address:
        return _fault(one, f"{address} is a private address") if _is_private(address) else _public(one)
    records = health.routing.named(name) if isinstance(name, str) else ()
    if records and all(_in_private_zone(graph, record) for record in records):
        if graph.partial:
            return unknown(one, f"whether {name} is a public name too is not among what changes")
        return _fault(one, f"{name} is a name of a private zone")
    seen = health.sees(one)
    hidden = [end.name for end in seen if _is_internal(graph, end.identity)]
    if hidden:
        return _fault(one, f"it leads to {', '.join(hidden)}, which is internal")
    return (
        _public(one) if seen or isinstance(name, str) else unknown(one, "what it looks at is not known yet")
    )


def _public(one: Resource) -> Judgement:
    return passes(one, "nothing here says that what it looks at is private")


def _fault(one: Resource, why: str) -> Judgement:
    return fails(one, f"{why}: Route 53's checkers come from the internet, so that the check always fails")


def _is_private(address: str) -> bool:
    try:
        return ip_address(address).is_private
    except ValueError:
        return False


def _in_private_zone(graph: ResourceGraph, record: Resource) -> bool:
    return any(zone.at("vpcs") for zone in graph.references(record, "zoneId") if zone.type == ZONE)


def _is_internal(graph: ResourceGraph, urn: str) -> bool:
    found = graph.resources.get(urn)
    return found is not None and found.at("internal") is True


RULE = Rule(
    id="HLT006-checkers-reach-what-they-check",
    title="Endpoint checks look at something that can be reached from the internet.",
    explanation=(
        "Route 53's checkers stand outside every VPC. A check of an internal load balancer, of a private "
        "address or of a name in a private zone never succeeds: the record is out of service for ever, or, "
        "when all are, Route 53 answers with all of them and failover does nothing."
    ),
    severity=Severity.HIGH,
    fix="judge what is private by an alarm: a health check of type CLOUDWATCH_METRIC",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-private-hosted-zones.html",
    subject="health checks of endpoints",
    check=check,
    frameworks=("REL11-BP01",),
)
