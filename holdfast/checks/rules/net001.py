"""NET001: networks that are joined share no address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.vpcs import GATEWAY, Joined, addresses, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each pair of networks that a peering or transit gateways join."""
    for pair in joined(graph):
        yield _judge(graph, pair)


def _judge(graph: ResourceGraph, pair: Joined) -> Judgement:
    ours, theirs = addresses(graph, pair.one), addresses(graph, pair.other)
    if ours is None or theirs is None:
        return unknown(pair.by, f"not known yet: the addresses of {pair.one.name} or {pair.other.name}")
    shared = [(one, other) for one in ours for other in theirs if one.overlaps(other)]
    if shared:
        one, other = shared[0]
        told = f"{pair.one.name} has {one} and {pair.other.name} {other}, which overlap"
        if pair.by.type == GATEWAY:
            return unknown(pair.by, f"{told}; whether the gateway's routes keep them apart is not known")
        return fails(pair.by, told)
    return passes(pair.by, f"{pair.one.name} and {pair.other.name} share no address")


RULE = Rule(
    id="NET001-joined-networks-share-no-address",
    title="Networks that are joined have addresses that do not overlap.",
    explanation=(
        "AWS peers no networks whose addresses overlap, and a transit gateway sends what is for both to one "
        "of them. Regions that were begun from one template find it out when they are first to be joined, "
        "and a network's addresses cannot be changed."
    ),
    severity=Severity.HIGH,
    fix="give each region's network a block of its own, from one plan",
    source="https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html",
    subject="pairs of networks that a peering or transit gateways join",
    check=check,
    frameworks=("REL02-BP05",),
)
