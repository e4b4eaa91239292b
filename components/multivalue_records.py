"""The record set of multivalue answer routing: one plain record per address, each with its own check.

Such records cannot be aliases; up to eight healthy ones are answered, or eight unhealthy ones when none is
healthy; all have one TTL
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-multivalue.html).
An address is answered while its own endpoint check and the region's dependency check and maintenance switch
are good: a calculated check joins them, since a record carries one check, and it names the region's checks
one by one, since a calculated check cannot watch another
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html).
"""

from ipaddress import AddressValueError, IPv4Address

import pulumi
from pulumi_aws import route53

from holdfast.components.health_checks import CheckTarget, EndpointCheckArgs, all_of, https_check
from holdfast.components.routing_records import Routing


def multivalue_problems(routing: Routing) -> list[str]:
    """What keeps the set from being declared, one sentence each."""
    problems = []
    seen: dict[str, str] = {}
    for place in routing.places:
        addresses = routing.endpoints[place].get("addresses", [])
        if not addresses:
            problems.append(f"multivalue needs at least one address in {place}, got none")
        for address in addresses:
            if not _is_ipv4(address):
                problems.append(f"{address!r} in {place} is no IPv4 address")
            if address in seen:
                problems.append(f"address {address} is listed twice, in {seen[address]} and in {place}")
            seen[address] = place
    return problems


def _is_ipv4(text: str) -> bool:
    try:
        IPv4Address(text)
    except AddressValueError:
        return False
    return True


def multivalue_set(
    routing: Routing, label: str, check: EndpointCheckArgs, ttl_seconds: int
) -> "list[route53.Record]":
    """Declare per address its endpoint check, the check that joins it with the region's, and the record."""
    return [
        _record(routing, label, (place, address), check, ttl_seconds)
        for place in routing.places
        for address in sorted(routing.endpoints[place].get("addresses", []))
    ]


def _record(
    routing: Routing, label: str, where: tuple[str, str], check: EndpointCheckArgs, ttl_seconds: int
) -> "route53.Record":
    place, address = where
    endpoint = routing.endpoints[place]
    name = f"{routing.name}-{label}-{place}-{address.replace('.', '-')}"
    target = CheckTarget(fqdn=endpoint["host"], ip_address=address)
    own = https_check(f"{name}-endpoint", check, target, routing.tags, routing.opts)
    children: list[pulumi.Input[str]] = [own.id, *endpoint.get("shared_health_check_ids", [])]
    health = all_of(f"{name}-health", children, routing.tags, routing.opts)
    return route53.Record(
        name,
        zone_id=routing.zone_id,
        name=routing.set_name(label),
        type=route53.RecordType.A,
        ttl=ttl_seconds,
        records=[address],
        set_identifier=f"{place}-{address}",
        health_check_id=health.id,
        multivalue_answer_routing_policy=True,
        opts=routing.opts,
    )
