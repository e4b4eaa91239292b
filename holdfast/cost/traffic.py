"""Which share of the requests each region serves, as the routing says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.graph.values import Marker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.cost.usage import Usage
    from holdfast.graph import Resource, ResourceGraph, Value

DOORS = (
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:apigatewayv2/api:Api",
    "aws:apigatewayv2/domainName:DomainName",
    "aws:apigateway/restApi:RestApi",
    "aws:apigateway/domainName:DomainName",
)
"""What clients reach in a region."""
RUNNERS = ("aws:autoscaling/group:Group", "aws:ecs/service:Service", "aws:lambda/function:Function")
"""What serves requests where there is no door."""
RECORD = "aws:route53/record:Record"
POLICIES = {
    "failoverRoutingPolicies": "failover",
    "weightedRoutingPolicies": "weighted",
    "latencyRoutingPolicies": "latency",
    "geolocationRoutingPolicies": "geolocation",
    "geoproximityRoutingPolicy": "geoproximity",
    "cidrRoutingPolicy": "cidr",
}
CLOUDFLARE = "cloudflare:index/loadBalancer:LoadBalancer"
ENDPOINT_GROUP = "aws:globalaccelerator/endpointGroup:EndpointGroup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Shares of the requests."""

    shares: Mapping[str, Decimal]
    """Share by AWS region; they add up to one, or there is no region that serves."""
    basis: str
    """Where the shares come from, in words."""


def traffic_of(graph: ResourceGraph, usage: Usage) -> Traffic:
    """The shares of a stack.

    Stated shares win. Else each record set with a routing policy, each accelerator and each Cloudflare load
    balancer has one vote: failover goes to the primary, weights and dials as written, and everything that
    depends on where clients are evenly, which is an assumption.

    Args:
        graph: What was read.
        usage: The stated usage.
    """
    if usage.traffic:
        total = sum(usage.traffic.values())
        return Traffic(
            shares={region: percent / total for region, percent in usage.traffic.items()}, basis="as stated"
        )
    regions = _regions(graph, DOORS) or _regions(graph, RUNNERS)
    if len(regions) <= 1:
        return Traffic(shares=dict.fromkeys(regions, Decimal(1)), basis="the only region that serves")
    votes = [vote for vote in (*_records(graph), *_dials(graph), *_pools(graph)) if vote[0]]
    if not votes:
        return Traffic(shares=_even(regions), basis="evenly: no routing is declared here, an assumption")
    shares: defaultdict[str, Decimal] = defaultdict(Decimal)
    for vote, _ in votes:
        for region, share in vote.items():
            shares[region] += share / len(votes)
    return Traffic(
        shares=dict(sorted(shares.items())), basis="; ".join(sorted({words for _, words in votes}))
    )


def _regions(graph: ResourceGraph, types: Iterable[str]) -> list[str]:
    return sorted({one.region for one in graph.of_type(*types) if isinstance(one.region, str)})


def _even(regions: Iterable[str]) -> dict[str, Decimal]:
    named = sorted(set(regions))
    return {region: 1 / Decimal(len(named)) for region in named}


def _records(graph: ResourceGraph) -> Iterator[tuple[dict[str, Decimal], str]]:
    sets: defaultdict[tuple[Value, Value], list[tuple[str, Resource]]] = defaultdict(list)
    for one in graph.of_type(RECORD):
        policy = next((words for name, words in POLICIES.items() if one.inputs.get(name)), None)
        name = one.inputs.get("name")
        if policy and not isinstance(name, Marker) and one.inputs.get("type") != "AAAA":
            sets[name, one.inputs.get("zoneId")].append((policy, one))
    for members in sets.values():
        policy = members[0][0]
        weights: dict[str, Decimal] = {}
        for _, one in members:
            for region in _reached(graph, one, "aliases", "records"):
                weights[region] = weights.get(region, Decimal()) + _record_weight(policy, one)
        if len(weights) > 1:
            yield _normal(weights), _words(policy)


def _record_weight(policy: str, one: Resource) -> Decimal:
    if policy == "failover":
        return Decimal(one.at("failoverRoutingPolicies", 0, "type") == "PRIMARY")
    if policy == "weighted":
        weight = one.at("weightedRoutingPolicies", 0, "weight")
        return Decimal(str(weight)) if isinstance(weight, int | float) else Decimal(1)
    return Decimal(1)


def _words(policy: str) -> str:
    if policy == "failover":
        return "failover records: all to the primary"
    if policy == "weighted":
        return "weighted records: by their weights"
    return f"{policy} records: evenly, an assumption"


def _dials(graph: ResourceGraph) -> Iterator[tuple[dict[str, Decimal], str]]:
    weights: dict[str, Decimal] = {}
    for one in graph.of_type(ENDPOINT_GROUP):
        region, dial = one.inputs.get("endpointGroupRegion"), one.inputs.get("trafficDialPercentage", 100)
        if isinstance(region, str):
            weights[region] = Decimal(str(dial)) if isinstance(dial, int | float) else Decimal(100)
    if len(weights) > 1:
        yield _normal(weights), "Global Accelerator: evenly by its traffic dials, an assumption"


def _pools(graph: ResourceGraph) -> Iterator[tuple[dict[str, Decimal], str]]:
    for one in graph.of_type(CLOUDFLARE):
        spare = {pool.urn for pool in graph.references(one, "fallbackPool")}
        pools = graph.references(one, "defaultPools")
        regions = {pool.urn: _reached(graph, pool, "origins") for pool in pools}
        ordered = one.inputs.get("steeringPolicy") in {None, "", "off"}
        first = [region for urn, reached in regions.items() if urn not in spare for region in reached]
        every = [region for reached in regions.values() for region in reached]
        if ordered and len(set(first)) == 1:
            yield _even(first), "Cloudflare: all to the first pool, taken to be the one that is no fallback"
        elif len(set(every)) > 1:
            yield _even(every), "Cloudflare: evenly over its pools, an assumption"


def _reached(graph: ResourceGraph, one: Resource, *names: str) -> list[str]:
    """The regions of the doors that some inputs of a resource name."""
    found = (door for name in names for door in graph.references(one, name) if door.type in DOORS)
    return sorted({door.region for door in found if isinstance(door.region, str)})


def _normal(weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    total = sum(weights.values())
    return {region: weight / total for region, weight in weights.items()} if total else _even(weights)
