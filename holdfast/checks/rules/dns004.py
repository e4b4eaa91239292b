"""DNS004: what failover changes is not kept in caches for longer than failover may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Parameter, Rule, Severity
from holdfast.checks.pools import CLOUDFLARE_LIFETIME_SECONDS
from holdfast.checks.routing import Routing
from holdfast.checks.traffic import CLOUDFLARE_BALANCER
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.graph import Resource, ResourceGraph, Value


def check(graph: ResourceGraph, *, ttl_seconds: int) -> Iterator[Judgement]:
    """Judge each record of a routing policy, and each Cloudflare load balancer that answers by DNS alone.

    Args:
        graph: The stack.
        ttl_seconds: For how long a resolver may keep an answer.
    """
    routing = Routing(graph)
    for members in routing.routed_sets():
        for record in members:
            yield _judge(record, routing.lifetimes(record), ttl_seconds)
    for balancer in graph.of_type(CLOUDFLARE_BALANCER):
        if balancer.at("proxied") in (None, False):
            given = balancer.at("ttl")
            lifetime = CLOUDFLARE_LIFETIME_SECONDS if given is None else given
            yield _judge(balancer, {balancer.name: lifetime}, ttl_seconds)


def _judge(resource: Resource, lifetimes: Mapping[str, Value], most: int) -> Judgement:
    wrong, unclear = [], []
    for name, seconds in sorted(lifetimes.items()):
        through = "" if name == resource.name else f", which it gets from {name}"
        if not is_known(seconds) or not isinstance(seconds, int):
            unclear.append(f"the TTL of {name}")
        elif seconds > most:
            wrong.append(
                f"its TTL is {seconds} s{through}: clients stay with what is down for that long after "
                f"failover, where {most} s are allowed"
            )
    known = [one for one in lifetimes.values() if isinstance(one, int)]
    return conclude(resource, wrong, unclear, f"resolvers keep its answer for {max(known, default=0)} s")


RULE = Rule(
    id="DNS004-failover-answers-age-fast",
    title="Answers that failover changes live in caches for a minute at most.",
    explanation=(
        "Resolvers keep an answer for its TTL, whatever has failed meanwhile, so the TTL is a part of every "
        "recovery time. AWS advises 60 or 120 seconds for records that a health check can take out. A fixed "
        "CNAME or alias in front of them costs nothing, since its own answer does not change."
    ),
    severity=Severity.MEDIUM,
    fix="set ttl to 60 or less on the record, or make it an alias",
    source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html",
    subject="records with a routing policy",
    check=check,
    frameworks=("REL11-BP02",),
    parameters=(
        Parameter(
            name="ttl_seconds",
            default=60,
            text="For how long a resolver may keep an answer that failover changes",
            maximum=86400,
        ),
    ),
)
