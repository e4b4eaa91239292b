"""What security groups let in from the whole internet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.checks.judging import each
from holdfast.graph import Marker, is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

GROUPS = ("aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
WORLD = frozenset({"0.0.0.0/0", "::/0"})
_EVERY = frozenset({"-1", "all"})
_NO_PORTS = frozenset({"icmp", "icmpv6", "1", "58"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One rule of a security group for requests that come in."""

    where: Resource
    """What declares it."""
    world: bool | None
    """Whether everybody may come; None where that is not known."""
    ports: tuple[int, int] | None
    """First and last port; None for every one, or where they are not known."""
    known: bool
    """Whether the ports are known."""


def openings(graph: ResourceGraph) -> Iterator[Opening]:
    """Every rule for what comes in, inline or its own resource, without those that have no ports.

    Args:
        graph: The stack.
    """
    for group in graph.of_type(*GROUPS):
        if group.at("ingress") is Marker.UNKNOWN:
            yield Opening(where=group, world=None, ports=None, known=False)
        for one in each(group, "ingress"):
            yield from _opening(group, one, "protocol", ("cidrBlocks", "ipv6CidrBlocks"))
    for rule in graph.of_type(GROUP_RULE):
        if rule.at("type") == "ingress":
            yield from _opening(rule, (), "protocol", ("cidrBlocks", "ipv6CidrBlocks"))
    for rule in graph.of_type(INGRESS_RULE):
        yield from _opening(rule, (), "ipProtocol", ("cidrIpv4", "cidrIpv6"))


def _opening(
    where: Resource, at: tuple[str | int, ...], protocol: str, sources: tuple[str, ...]
) -> Iterator[Opening]:
    kind = where.at(*at, protocol)
    if isinstance(kind, str | int) and str(kind).lower() in _NO_PORTS:
        return
    first, last = where.at(*at, "fromPort"), where.at(*at, "toPort")
    every = isinstance(kind, str | int) and str(kind).lower() in _EVERY
    known = every or (is_known(kind) and isinstance(first, int) and isinstance(last, int))
    yield Opening(
        where=where,
        world=_world([where.at(*at, name) for name in sources]),
        ports=(first, last) if isinstance(first, int) and isinstance(last, int) and not every else None,
        known=known,
    )


def _world(sources: list[Value]) -> bool | None:
    flat = [found for one in sources for found in (one if isinstance(one, tuple) else (one,))]
    if any(one in WORLD for one in flat if isinstance(one, str)):
        return True
    return None if Marker.UNKNOWN in flat else False
