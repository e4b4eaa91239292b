"""DNS007: traffic leaves a lost region without anybody editing a record."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.promises import promises
from holdfast.checks.routing import Routing
from holdfast.checks.traffic import DISTRIBUTION, SEVERAL, moved_by_health, public_entrances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge the public load balancers and API domains of a stack that has them in several regions.

    In a region that health moves traffic away from, a name of its own, such as checks ask, is no fault.
    """
    promised = promises(graph)
    if not promised.of_a_region:
        return
    entrances = [one for one in public_entrances(graph) if isinstance(one.region, str)]
    if len({one.region for one in entrances}) < SEVERAL:
        return
    routing = Routing(graph)
    moved = moved_by_health(routing)
    leading = _leading(routing)
    served = {one.region for one in entrances if one.urn in moved}
    left = [one for one in entrances if one.urn not in moved and one.region not in served]
    for one in entrances:
        if one.urn in moved:
            yield passes(one, f"{moved[one.urn].name} moves traffic away from it by itself")
    if len({one.region for one in left}) >= SEVERAL:
        apart = not promised.stated and all(leading.get(one.urn) for one in left)
        yield from (_judge(graph, one, leading.get(one.urn, []), left, apart=apart) for one in left)


def _judge(
    graph: ResourceGraph, one: Resource, by: list[Resource], left: list[Resource], *, apart: bool
) -> Judgement:
    if graph.partial:
        return unknown(one, "what leads clients to it may not be among what changes")
    others = sorted({str(other.region) for other in left if other.region != one.region})
    if not by:
        return unknown(one, f"nothing here leads clients to it, nor away from it to {', '.join(others)}")
    names = ", ".join(sorted(each.name for each in by))
    if apart:
        return unknown(
            one, f"clients come by {names}: whether {', '.join(others)} is to take them over is not stated"
        )
    return fails(
        one,
        f"clients come by {names}, and nothing moves them to {', '.join(others)} but an edit of that, "
        "through a control plane that may be down with the region",
    )


def _leading(routing: Routing) -> dict[str, list[Resource]]:
    """The records and distributions that lead to each entrance."""
    found: defaultdict[str, list[Resource]] = defaultdict(list)
    for record in routing.records:
        for target in routing.targets(record):
            found[target.urn].append(record)
    for cdn in routing.graph.of_type(DISTRIBUTION):
        for target in routing.graph.references(cdn, "origins"):
            found[target.urn].append(cdn)
    return found


RULE = Rule(
    id="DNS007-failover-needs-no-edit",
    title="Where there are entrances in several regions, health moves traffic between them, not an edit.",
    explanation=(
        "A record, weight, dial or origin that somebody must edit to fail over needs a control plane: that "
        "of Route 53 is in us-east-1 alone, and was out of reach for hours in December 2021 while its DNS "
        "went on answering. Health checks, routing controls and pools act on the data plane, which does not "
        "fail with a region."
    ),
    severity=Severity.HIGH,
    fix=(
        "put the entrances of all regions behind failover, latency or weighted records with health checks, "
        "Global Accelerator, or Cloudflare pools"
    ),
    source=(
        "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/"
        "appendix-b---edge-network-global-service-guidance.html"
    ),
    subject="public load balancers and API domains in several regions",
    check=check,
    frameworks=("REL11-BP04", "REL11-BP02"),
)
