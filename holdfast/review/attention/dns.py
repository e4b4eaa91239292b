"""Names that lead to less, live longer, go by another policy, or no longer ask what is healthy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks import Severity
from holdfast.checks.pools import POOL_INPUTS
from holdfast.checks.routing import POLICIES, RECORD, Routing, routed
from holdfast.checks.traffic import CLOUDFLARE_BALANCER, CLOUDFLARE_POOL, ENDPOINT_GROUP
from holdfast.review.attention.items import of_weaknesses
from holdfast.review.attention.telling import subject, urns
from holdfast.review.attention.weakening import (
    Row,
    Weakness,
    differs,
    fewer,
    higher,
    lower,
    off,
    removed,
    weaknesses,
)
from holdfast.review.model import Attention, Kind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from holdfast.graph import Resource
    from holdfast.review.attention.context import Context
    from holdfast.review.model import Change

_ID = "dns-weakened"
_FIX = "keep each set's destinations, its health checks and a TTL of a minute at most"
_SOURCE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html"
_LONGER = "resolvers keep the old answer longer"
TABLE = {
    RECORD: (
        Row(path="ttl", worse=higher, says=_LONGER, unit="s"),
        Row(
            path="healthCheckId",
            worse=removed,
            says="it always counts as healthy",
            severity=Severity.HIGH,
            silent=True,
        ),
        Row(
            path="aliases[0].evaluateTargetHealth",
            worse=off,
            says="its target's health no longer counts",
            severity=Severity.HIGH,
        ),
        Row(
            path="weightedRoutingPolicies[0].weight",
            worse=differs,
            says="it gets another part of the traffic",
        ),
        Row(
            path="failoverRoutingPolicies[0].type",
            worse=differs,
            says="primary and secondary change places",
            severity=Severity.HIGH,
        ),
        Row(path="records", worse=fewer, says="it leads to fewer addresses", silent=True),
        Row(
            path="allowOverwrite",
            worse=lambda was, will: not was and will is True,
            says="it may take over a record that something else made",
        ),
    ),
    CLOUDFLARE_BALANCER: (
        Row(path="ttl", worse=higher, says=_LONGER, default=30, unit="s"),
        *(Row(path=name, worse=fewer, says="it leads to fewer pools") for name in POOL_INPUTS),
        Row(
            path="fallbackPool",
            worse=removed,
            says="nothing answers when all pools are down",
            severity=Severity.HIGH,
            silent=True,
        ),
        Row(path="steeringPolicy", worse=differs, says="traffic is spread in another way"),
        Row(path="enabled", worse=off, says="it answers no more", default=True, severity=Severity.HIGH),
        Row(path="proxied", worse=off, says="clients must wait for their resolvers to move"),
    ),
    CLOUDFLARE_POOL: (
        Row(path="origins", worse=fewer, says="it leads to fewer origins"),
        Row(
            path="monitor",
            worse=removed,
            says="nothing looks whether it is up",
            severity=Severity.HIGH,
            silent=True,
        ),
        Row(path="enabled", worse=off, says="it gets no traffic", default=True, severity=Severity.HIGH),
    ),
    ENDPOINT_GROUP: (
        Row(path="endpointConfigurations", worse=fewer, says="it leads to fewer endpoints"),
        Row(path="trafficDialPercentage", worse=lower, says="it gets less traffic", default=100, unit="%"),
    ),
}


def dns(context: Context) -> Iterator[Attention]:
    """Items for names that lead to less than before, or leave what is down later.

    Args:
        context: The change.
    """
    weaker = [*weaknesses(context.alike, TABLE), *_policies(context)]
    yield from of_weaknesses(_ID, weaker, "Weakens {}".format, fix=_FIX, source=_SOURCE)
    yield from _switches(context)
    yield from of_weaknesses(_ID, _gone(context), "Takes away {}".format, fix=_FIX, source=_SOURCE)


def _policies(context: Context) -> Iterator[Weakness]:
    for changes in context.alike:
        first = changes[0]
        if first.resource.type != RECORD or first.before is None or first.kind is Kind.DELETE:
            continue
        was = {name for name in POLICIES if first.before.at(name)}
        will = {name for name in POLICIES if first.resource.at(name)}
        if was and was != will:
            told = f"{_words(was)} -> {_words(will) or 'simple'}"
            line = f"routing policy ({told}): traffic goes by another rule"
            yield Weakness(severity=Severity.HIGH, line=line, changes=changes)


def _switched(context: Context, changes: Sequence[Change]) -> str:
    """The rule by which what a removed record led to is reached now; empty where it is not."""
    led = {_led(one.resource) for one in changes}
    now = [
        one.resource
        for one in context.resources
        if one.kind is Kind.CREATE and one.resource.type == RECORD and routed(one.resource)
    ]
    if not led <= {_led(one) for one in now}:
        return ""
    return _words({name for one in now if _led(one) in led for name in POLICIES if one.at(name)})


def _led(record: Resource) -> Hashable:
    """What a record leads to: of what its target is made, or the target itself."""
    made_of = frozenset(
        urn for key in ("aliases", "records") for urn in record.property_dependencies.get(key, ())
    )
    return made_of or repr((record.at("aliases", 0, "name"), record.at("records")))


def _switches(context: Context) -> Iterator[Attention]:
    """Names whose records go, while others of another policy lead to the same."""
    for changes in context.alike:
        first = changes[0]
        if first.kind is not Kind.DELETE or first.resource.type != RECORD or not routed(first.resource):
            continue
        was, will = (
            _words({name for name in POLICIES if first.resource.at(name)}),
            _switched(context, changes),
        )
        if will and was != will:
            yield Attention(
                id=_ID,
                severity=Severity.MEDIUM,
                title=f"Routes clients by another rule: {was} -> {will}",
                details=(f"{subject(changes)}: others lead to the same in their place",),
                resources=urns(changes),
                fix="see that each region carries the part that it now gets, also alone",
                source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html",
            )


def _words(policies: set[str]) -> str:
    return ", ".join(
        one.removesuffix("RoutingPolicies").removesuffix("RoutingPolicy").removesuffix("Answer")
        for one in sorted(policies)
    )


def _gone(context: Context) -> Iterator[Weakness]:
    """Members of sets that go: the others get their traffic."""
    if context.before is None:
        return
    routing = Routing(context.before)
    for changes in context.alike:
        if changes[0].kind is not Kind.DELETE:
            continue
        if changes[0].resource.type == RECORD and routed(changes[0].resource):
            if _switched(context, changes):
                continue
            alone = all(len(routing.record_set(one.resource)) == 1 for one in changes)
            line = "nothing answers for its name any more" if alone else "its set loses a destination"
        elif changes[0].resource.type in {CLOUDFLARE_BALANCER, CLOUDFLARE_POOL, ENDPOINT_GROUP}:
            line = "clients have one destination less"
        else:
            continue
        yield Weakness(severity=Severity.HIGH, line=line, changes=changes)
