"""SEC005: the internet reaches the front door alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import each
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.open_ports import GROUPS, Opening, openings
from holdfast.checks.public_entrances import is_public
from holdfast.checks.traffic import BALANCERS, CLASSIC_BALANCER, LISTENERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

WEB = frozenset({80, 443})
# Ports of remote shells, files, databases, caches, queues and management, by IANA's registry or custom; most
# of them in https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
INNER = frozenset(
    {20, 21, 22, 23, 111, 135, 137, 138, 139, 389, 445, 512, 513, 514, 636, 873, 1433, 1434, 1521, 2049, 2181}
    | {2375, 2376, 2379, 2380, 3306, 3389, 4333, 4369, 5432, 5500, 5601, 5672, 5900, 5984, 5985, 5986, 6379}
    | {6443, 7000, 7001, 8020, 8086, 8088, 8500, 8888, 9042, 9092, 9200, 9300, 10250, 10255, 11211, 15672}
    | {27017, 27018, 27019, 50070}
)


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each rule of a security group that lets requests in."""
    doors = _doors(graph)
    for opening in openings(graph):
        if opening.world is not False:
            allowed = {*WEB, *(port for group in _groups(graph, opening) for port in doors.get(group, ()))}
            yield _judge(opening, allowed)
        else:
            yield passes(opening.where, "it names whom it lets in")


def _judge(opening: Opening, allowed: set[int]) -> Judgement:
    if opening.world is None:
        return unknown(opening.where, "whom it lets in is not known yet")
    if not opening.known:
        return unknown(opening.where, "it is open to the whole internet, at ports that are not known yet")
    if opening.ports is None:
        return fails(opening.where, "every port is open to the whole internet")
    first, last = opening.ports
    if set(range(first, min(last, first + len(allowed)) + 1)) <= allowed:
        return passes(opening.where, f"{_words(first, last)} open to the whole internet, as a front door is")
    told = f"{_words(first, last)} open to the whole internet"
    if any(first <= port <= last for port in INNER):
        return fails(opening.where, told)
    return unknown(opening.where, f"{told}, and nothing in the stack says what answers there")


def _words(first: int, last: int) -> str:
    return f"port {first} is" if first == last else f"ports {first} to {last} are"


def _doors(graph: ResourceGraph) -> dict[str, set[int]]:
    """Ports that public load balancers listen on, by the URNs of their security groups."""
    view = view_of(graph)
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
