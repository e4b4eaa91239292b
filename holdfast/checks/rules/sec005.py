"""SEC005: the internet reaches the front door alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import each
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.open_ports import GROUPS, Opening, openings
from holdfast.checks.public_entrances import is_public
from holdfast.checks.traffic import BALANCERS, CLASSIC_BALANCER, LISTENERS
from holdfast.inventory.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

WEB = frozenset({80, 443})


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each rule of a security group that lets requests in."""
    doors = _doors(graph)
    for opening in openings(graph):
        if opening.world is not False:
            allowed = {*WEB, *(port for group in _groups(graph, opening) for port in doors.get(group, ()))}
            yield _judge(opening, allowed)
        else:
            yield passes(opening.where, "it names who may come")


def _judge(opening: Opening, allowed: set[int]) -> Judgement:
    if opening.world is None:
        return unknown(opening.where, "who may come is not known yet")
    if not opening.known:
        return unknown(opening.where, "everybody may come, and to which ports is not known yet")
    if opening.ports is None:
        return fails(opening.where, "everybody may come to every port")
    first, last = opening.ports
    if set(range(first, min(last, first + len(allowed)) + 1)) <= allowed:
        return passes(
            opening.where, f"everybody may come to the front door alone, port {_words(first, last)}"
        )
    return fails(opening.where, f"everybody may come to port {_words(first, last)}, where no front door is")


def _words(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _doors(graph: ResourceGraph) -> dict[str, set[int]]:
    """Ports that public load balancers listen on, by the URNs of their security groups."""
    view = View(graph)
    found: dict[str, set[int]] = {}
    for balancer in graph.of_type(*BALANCERS, CLASSIC_BALANCER):
        if not is_public(balancer):
            continue
        ports = {
            port
            for listener in view.of(balancer, "loadBalancerArn", *LISTENERS)
            if isinstance(port := listener.at("port"), int)
        }
        inline = (balancer.at(*at, "lbPort") for at in each(balancer, "listeners"))
        ports |= {port for port in inline if isinstance(port, int)}
        for group in graph.references(balancer, "securityGroups"):
            found.setdefault(group.urn, set()).update(ports)
    return found


def _groups(graph: ResourceGraph, opening: Opening) -> tuple[str, ...]:
    """URNs of the groups that a rule belongs to."""
    where: Resource = opening.where
    if where.type in GROUPS:
        return (where.urn,)
    return tuple(one.urn for one in graph.references(where, "securityGroupId"))


RULE = Rule(
    id="SEC005-internet-reaches-the-front-door-alone",
    title="Security groups let the internet in at the ports of the front door, and nowhere else.",
    explanation=(
        "Whatever answers the whole internet is scanned within minutes: remote shells, databases and "
        "management ports are broken into by password or by the next flaw. A port beside the load balancer "
        "also goes round its firewall and its limits."
    ),
    severity=Severity.HIGH,
    fix="let the load balancer's security group in instead of addresses; reach machines by Session Manager",
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_create_layers.html",
    subject="rules of security groups for what comes in",
    check=check,
    frameworks=("SEC05-BP02",),
)
