"""CAP005: the subnets have addresses for all that may start in them when a zone is lost."""

from __future__ import annotations

import math
from collections import defaultdict
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from holdfast.checks.capacity import GROUP, SERVICE, Capacity, capacity, keeps_count
from holdfast.checks.model import Judgement, Parameter, Rule, Severity, fails, passes, unknown
from holdfast.checks.zones import ENOUGH, subnets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

# AWS keeps five addresses of every subnet: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
KEPT_BY_AWS = 5
_SUBNETS = {GROUP: ("vpcZoneIdentifiers",), SERVICE: ("networkConfiguration", "subnets")}


def check(graph: ResourceGraph, *, spare_addresses: int) -> Iterator[Judgement]:
    """Judge each subnet in which groups or services start something."""
    users: defaultdict[str, list[tuple[Capacity, int]]] = defaultdict(list)
    for one in graph.of_type(*_SUBNETS):
        subnets = subnets_of(graph, one, *_SUBNETS[one.type])
        if subnets and (one.type == GROUP or keeps_count(one)):
            for subnet in subnets:
                users[subnet.urn].append((capacity(graph, one), len(subnets)))
    for urn, found in users.items():
        yield _judge(graph.resources[urn], found, spare_addresses)


def _judge(subnet: Resource, users: list[tuple[Capacity, int]], spare: int) -> Judgement:
    room = _addresses(subnet)
    starts = [_share(one.maximum, count) for one, count in users]
    if room is None or None in starts:
        return unknown(subnet, "not known yet: its addresses, or the most that may start in it")
    needed = sum(one for one in starts if one is not None) + spare
    names = ", ".join(sorted(one.resource.name for one, _ in users))
    told = f"{room} addresses, {needed} needed at most with a zone gone ({names}, {spare} spare)"
    return passes(subnet, told) if needed <= room else fails(subnet, told)


def _share(maximum: float | None, subnets: int) -> int | None:
    """What one of several subnets gets of the most that runs, when one of them is lost."""
    return None if maximum is None else math.ceil(maximum / (subnets - 1 if subnets >= ENOUGH else 1))


def _addresses(subnet: Resource) -> int | None:
    block = subnet.at("cidrBlock")
    try:
        return IPv4Network(block).num_addresses - KEPT_BY_AWS if isinstance(block, str) else None
    except ValueError:
        return None


RULE = Rule(
    id="CAP005-subnets-have-room-for-the-maximum",
    title="Subnets have addresses for all that may start in them when a zone is lost.",
    explanation=(
        "An instance or task that gets no address does not start, whatever the maximum says. Subnets that "
        "are just large enough for a quiet day fill up when the others' load comes, and cannot be enlarged."
    ),
    severity=Severity.MEDIUM,
    fix="use larger subnets, add subnets of a secondary CIDR, or lower the maxima",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
    subject="subnets in which groups or services start something",
    check=check,
    frameworks=("REL02-BP03",),
    parameters=(
        Parameter(
            name="spare_addresses",
            default=8,
            text="addresses of each subnet that are left for load balancers, endpoints and the like",
        ),
    ),
)
