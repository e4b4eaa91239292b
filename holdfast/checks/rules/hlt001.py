"""HLT001: a health check looks at the region that it judges, not at a name that failover moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.health import ENDPOINTS, Health, moving_name, regions
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.routing import Routing
from holdfast.checks.traffic import CLOUDFLARE_POOL, SEVERAL, addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each endpoint check that decides for routed records, and each pool of Cloudflare."""
    routing = Routing(graph)
    health = Health(routing)
    for one in health.checks:
        decides = health.decides_for(one)
        if decides and one.at("type") in ENDPOINTS and not one.at("invertHealthcheck"):
            yield _endpoint(health, one, decides)
    for pool in graph.of_type(CLOUDFLARE_POOL):
        yield _pool(routing, pool)


def _endpoint(health: Health, one: Resource, decides: tuple[Resource, ...]) -> Judgement:
    if name := health.moves(one):
        return _moved(one, name)
    seen = regions(health.sees(one))
    if seen is None:
        return unknown(one, "what it looks at is not known, or belongs to no region")
    if len(seen) >= SEVERAL:
        return fails(
            one, f"it looks at {', '.join(sorted(seen))} at once: it says of neither whether it is up"
        )
    for record in decides:
        judged = regions(health.routing.destinations(record))
        if seen and judged and not seen & judged and not _is_one_of_several(health, one, record, judged):
            return fails(
                one,
                f"it looks at {', '.join(sorted(seen))} and decides for {record.name}, which leads to "
                f"{', '.join(sorted(judged))}: the wrong region is taken out of service",
            )
    return passes(one, f"it looks at {', '.join(sorted(seen)) or 'what belongs to no region'}")


def _is_one_of_several(health: Health, one: Resource, record: Resource, judged: frozenset[str]) -> bool:
    """Whether the record's check is calculated also from one that looks at the record's own region."""
    others = (
        leaf
        for check in health.of(record)
        for leaf in health.leaves(check)
        if leaf is not one and not leaf.at("invertHealthcheck")
    )
    return any((regions(health.sees(leaf)) or frozenset()) & judged for leaf in others)


def _pool(routing: Routing, pool: Resource) -> Judgement:
    linked, spelt = routing.graph.references(pool, "origins"), list(addresses(pool))
    moved = next((name for one in ["", *spelt] if (name := moving_name(routing, one, linked))), None)
    if moved:
        return _moved(pool, moved)
    given = pool.at("origins")
    if not isinstance(given, tuple) or len(spelt) + len(linked) < len(given):
        return unknown(pool, "its addresses are not all known yet")
    return passes(pool, "its addresses are no names that failover moves")


def _moved(one: Resource, name: str) -> Judgement:
    return fails(
        one,
        f"it asks {name}, which failover itself moves: it is healthy as long as any region is, "
        "and says nothing of the one that it decides for",
    )


RULE = Rule(
    id="HLT001-check-looks-at-its-own-region",
    title="A health check asks the region that it decides for, by a name that failover does not move.",
    explanation=(
        "A check of the name that clients use is answered by whichever region is up. It stays healthy while "
        "its own region is down, so nothing fails over, or flips as soon as traffic has moved. The same "
        "holds for the address of a pool that is itself a name with failover."
    ),
    severity=Severity.HIGH,
    fix="give every region a host name of its own, and let the check ask that",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html",
    subject="health checks of endpoints that decide for records, and pools",
    check=check,
    frameworks=("REL11-BP01", "REL11-BP02"),
)
