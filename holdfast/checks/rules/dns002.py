"""DNS002: a failover pair is a pair, and its halves do not fall together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.promises import promises
from holdfast.checks.routing import Routing
from holdfast.graph import Marker
from holdfast.inventory.families.bucket_replication import BUCKETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.checks.routing import Destination
    from holdfast.graph import Resource, ResourceGraph

POLICY = "failoverRoutingPolicies"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each failover set once, on its PRIMARY."""
    routing = Routing(graph)
    judged: set[str] = set()
    for record in routing.records:
        if not record.at(POLICY) or record.urn in judged:
            continue
        if routing.set_key(record) is None or not isinstance(_half(record), str):
            yield unknown(record, "which failover pair the record belongs to is not known yet")
            continue
        members = [one for one in routing.record_set(record) if one.at(POLICY)]
        judged |= {one.urn for one in members}
        yield _pair(routing, members)


def _half(record: Resource) -> object:
    return record.at(POLICY, 0, "type")


def _pair(routing: Routing, members: list[Resource]) -> Judgement:
    halves = {_half(one): one for one in members}
    primary, secondary = halves.get("PRIMARY"), halves.get("SECONDARY")
    one = primary or secondary or members[0]
    if primary and secondary:
        return _places(routing, one, routing.destinations(secondary))
    missing = "SECONDARY" if primary else "PRIMARY"
    if routing.graph.partial:
        return unknown(one, f"the {missing} of the pair is not among what changes")
    if any(not isinstance(half, str) for half in halves):
        return unknown(one, f"whether the pair has a {missing} is not known yet")
    return fails(one, f"the failover pair has no {missing}: there is nothing to fail over to")


def _places(routing: Routing, primary: Resource, second: tuple[Destination, ...]) -> Judgement:
    first = routing.destinations(primary)
    shared = {one.identity for one in first if one.identity} & {one.identity for one in second}
    regions = [{one.region for one in half} for half in (first, second)]
    if shared and {one.identity for one in first} == {one.identity for one in second}:
        return fails(primary, f"PRIMARY and SECONDARY lead to the same target, {first[0].name}")
    if not first or not second or Marker.UNKNOWN in regions[0] | regions[1]:
        return unknown(primary, "the regions that the pair leads to are not known yet")
    if regions[0] == regions[1] and _may_share(routing, second):
        return passes(primary, f"SECONDARY leads to {second[0].name}, of the same region as is meant")
    names = [", ".join(sorted(str(region or "no region") for region in half)) for half in regions]
    if regions[0] == regions[1] and None not in regions[0] and len(regions[0]) == 1:
        return fails(primary, f"PRIMARY and SECONDARY both lead to {names[0]}: they fall together")
    return passes(primary, f"PRIMARY leads to {names[0]}, SECONDARY to {names[1]}")


def _may_share(routing: Routing, second: tuple[Destination, ...]) -> bool:
    """Whether one region is enough: no more is promised, or the SECONDARY is a page that says sorry."""
    ends = [routing.graph.resources.get(one.identity) for one in second]
    pages = all(one is not None and one.type in BUCKETS for one in ends)
    return pages or not promises(routing.graph).of_a_region


RULE = Rule(
    id="DNS002-failover-pair-spans-two-regions",
    title="A failover pair has a PRIMARY and a SECONDARY that lead to different regions.",
    explanation=(
        "Route 53 answers with the SECONDARY while the PRIMARY is unhealthy. When either is missing, or both "
        "lead to the same load balancer or region, the pair fails over to what has just failed."
    ),
    severity=Severity.HIGH,
    fix="declare both halves of the pair, and let the SECONDARY lead to a load balancer of another region",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html",
    subject="failover records",
    check=check,
    frameworks=("REL10-BP01", "REL11-BP02"),
)
