"""DEP006: two DNS providers of one domain know the same names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.routing import RECORD, ZONE, Routing, host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

CLOUDFLARE_ZONE = "cloudflare:index/zone:Zone"
CLOUDFLARE = ("cloudflare:index/dnsRecord:DnsRecord", "cloudflare:index/record:Record")
BALANCER = "cloudflare:index/loadBalancer:LoadBalancer"
OF_THE_ZONE = frozenset({"NS", "SOA"})


@dataclass(slots=True)
class _Zone:
    """The names of one zone at one provider."""

    names: dict[str, Resource] = field(default_factory=dict)
    hidden: list[Resource] = field(default_factory=list)


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each zone of Route 53 against a zone of Cloudflare's that has one of its names."""
    theirs = _zones(graph, (*CLOUDFLARE, BALANCER), aside=frozenset())
    routing = Routing(graph)
    aside = frozenset(
        target.urn for one in routing.records for target in routing.targets(one) if target.type == RECORD
    )
    for ours in _zones(graph, (RECORD,), aside=aside).values():
        for other in theirs.values():
            if ours.names.keys() & other.names.keys():
                yield _judge(graph, ours, other)


def _zones(graph: ResourceGraph, types: tuple[str, ...], aside: frozenset[str]) -> dict[object, _Zone]:
    """The zones of a provider, without records that only other records lead to."""
    found: defaultdict[object, _Zone] = defaultdict(_Zone)
    for one in graph.of_type(*types):
        if one.urn in aside or one.at("type") in OF_THE_ZONE:
            continue
        zones = graph.references(one, "zoneId")
        if any(_stands_apart(each) for each in zones):
            continue
        linked = tuple(sorted(each.urn for each in zones))
        zone, name = found[linked or one.at("zoneId")], host(one.at("name"))
        if name:
            zone.names.setdefault(name, one)
        else:
            zone.hidden.append(one)
    return dict(found)


def _stands_apart(zone: Resource) -> bool:
    """Whether a zone answers other people than the other provider: a private one, or one behind a CNAME."""
    return (zone.type == ZONE and bool(zone.at("vpcs"))) or (
        zone.type == CLOUDFLARE_ZONE and zone.at("type") not in (None, "full")
    )


def _judge(graph: ResourceGraph, ours: _Zone, theirs: _Zone) -> Judgement:
    first = ours.names[min(ours.names.keys() & theirs.names.keys())]
    told = [
        f"{provider} does not know {', '.join(sorted(missing))}"
        for provider, missing in (
            ("Cloudflare", ours.names.keys() - theirs.names.keys()),
            ("Route 53", theirs.names.keys() - ours.names.keys()),
        )
        if missing
    ]
    if told and (graph.partial or len(ours.hidden) != len(theirs.hidden)):
        return unknown(
            first, f"not known yet: the names of all records; as far as they are, {'; '.join(told)}"
        )
    if told:
        return fails(first, "; ".join(told))
    return passes(first, f"both providers know the same {len(ours.names)} names")


RULE = Rule(
    id="DEP006-two-dns-providers-know-the-same-names",
    title="Two DNS providers of one domain know the same names.",
    explanation=(
        "With two providers each resolver asks whichever it likes: a name that one of them lacks does not "
        "exist for half of the clients. Neither copies the other by itself: Route 53 transfers no zones, and "
        "aliases, health checks and load balancers are no records that could be transferred."
    ),
    severity=Severity.MEDIUM,
    fix="declare each name at both providers, from one list",
    source="https://developers.cloudflare.com/dns/zone-setups/zone-transfers/",
    subject="zones with the same names at Route 53 and Cloudflare",
    check=check,
    frameworks=("REL10-BP01", "REL02-BP01"),
)
