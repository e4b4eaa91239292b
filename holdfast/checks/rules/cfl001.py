"""CFL001: a Cloudflare load balancer has somewhere to go when a region is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.health import regions
from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.checks.pools import pools_of
from holdfast.checks.promises import promises
from holdfast.checks.routing import Routing
from holdfast.checks.traffic import CLOUDFLARE_BALANCER, SEVERAL, origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each load balancer that is on, where the loss of a region is to be outlived."""
    if not promises(graph).of_a_region:
        return
    routing = Routing(graph)
    for one in graph.of_type(CLOUDFLARE_BALANCER):
        if one.at("enabled") is not False:
            yield _judge(routing, one)


def _judge(routing: Routing, one: Resource) -> Judgement:
    graph = routing.graph
    wrong, unclear = [], []
    listed = one.at("defaultPools")
    pools = [each for each in pools_of(graph, one, "defaultPools") if each.at("enabled") is not False]
    if not isinstance(listed, tuple) or len(listed) > len(pools_of(graph, one, "defaultPools")):
        unclear.append("all of its pools")
    elif len(pools) < SEVERAL:
        wrong.append(f"it has {len(pools)} pool that is on: there is nothing to fail over to")
    else:
        found = [regions(origins(routing, each)) for each in pools]
        known = {region for each in found if each is not None for region in each}
        if None in found or not all(found):
            unclear.append("the regions of its pools")
        elif len(known) < SEVERAL:
            wrong.append(f"its pools all lie in {', '.join(sorted(known))}: they fall together")
    if one.at("fallbackPool") in (None, ""):
        wrong.append("it has no fallback pool: when every pool is down, it answers with an error at once")
    wrong += [
        f"its fallback pool {each.name} is switched off"
        for each in pools_of(graph, one, "fallbackPool")
        if each.at("enabled") is False
    ]
    return conclude(
        one, wrong, unclear, f"its pools are {', '.join(each.name for each in pools)}, in several regions"
    )


RULE = Rule(
    id="CFL001-pools-span-two-regions",
    title="A Cloudflare load balancer has two pools that are on, in two regions, and a fallback pool.",
    explanation=(
        "Steering chooses among healthy pools. With one pool, or all pools in one region, the loss of that "
        "region leaves the fallback pool, which is served whether it is healthy or not."
    ),
    severity=Severity.MEDIUM,
    fix="give the load balancer an enabled pool for each of two regions or more, and a fallback pool",
    source="https://developers.cloudflare.com/load-balancing/pools/",
    subject="load balancers of Cloudflare",
    check=check,
    frameworks=("REL10-BP01", "REL11-BP02"),
)
