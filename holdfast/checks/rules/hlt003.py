"""HLT003: what is down is noticed and left within the objective."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from holdfast.checks.health import Health
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.noticing import by_accelerator, by_record
from holdfast.checks.pools import CLOUDFLARE_LIFETIME_SECONDS, by_cloudflare
from holdfast.checks.promises import RTO, promises
from holdfast.checks.routing import Routing
from holdfast.checks.targets import Targets
from holdfast.checks.traffic import CLOUDFLARE_BALANCER, ENDPOINT_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.checks.noticing import Seconds
    from holdfast.graph import Resource, ResourceGraph


def check(graph: ResourceGraph, *, rto_seconds: int) -> Iterator[Judgement]:
    """Judge each routed record whose health is looked at, endpoint group and Cloudflare load balancer.

    Args:
        graph: The stack.
        rto_seconds: The recovery time objective, where the stack states none.
    """
    objective = promises(graph).rto_seconds or rto_seconds
    routing, targets = Routing(graph), Targets(graph)
    health = Health(routing)
    for members in routing.routed_sets():
        for record in members:
            noticed = by_record(health, targets, record)
            if noticed != inf:
                yield _judge(record, noticed, _lifetime(routing, record), objective)
            elif record.at("healthCheckId"):
                yield unknown(record, "only people take it out of service: how long that takes is not known")
    for group in graph.of_type(ENDPOINT_GROUP):
        yield _judge(group, by_accelerator(targets, group), 0, objective)
    for balancer in graph.of_type(CLOUDFLARE_BALANCER):
        kept = 0 if balancer.at("proxied") else balancer.at("ttl")
        lifetime = CLOUDFLARE_LIFETIME_SECONDS if kept is None else kept
        yield _judge(
            balancer,
            by_cloudflare(graph, balancer),
            lifetime if isinstance(lifetime, int) else None,
            objective,
        )


def _lifetime(routing: Routing, record: Resource) -> Seconds:
    lifetimes = routing.lifetimes(record).values()
    known = [one for one in lifetimes if isinstance(one, int)]
    return max(known) if known and len(known) == len(lifetimes) else None


def _judge(resource: Resource, noticed: Seconds, kept: Seconds, objective: int) -> Judgement:
    if noticed is None or kept is None:
        return unknown(resource, "how soon its health is noticed is not known")
    answers = f" and {kept:.0f} s until answers have aged" if kept else ""
    told = f"{noticed:.0f} s until it is noticed{answers}"
    if noticed + kept > objective:
        return fails(
            resource,
            f"{told} make {noticed + kept:.0f} s, more than the objective of {objective} s to be back",
        )
    return passes(resource, f"{told}, of {objective} s")


RULE = Rule(
    id="HLT003-noticed-within-the-objective",
    title="Health checks and caches leave what is down within the recovery time objective.",
    explanation=(
        "A check fails after its interval times its threshold, and clients follow when their answers have "
        "aged: 30 s x 3 + 60 s are 150 s before the first client has moved, 10 s x 3 + 60 s are 90 s. The "
        "interval of a Route 53 check cannot be changed later, only replaced."
    ),
    severity=Severity.MEDIUM,
    fix="check every 10 seconds, with a threshold of 3 or fewer, and shorten the TTL",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html",
    subject="records, endpoint groups and load balancers that health checks move",
    check=check,
    frameworks=("REL11-BP01", "REL13-BP01"),
    parameters=(RTO,),
)
