"""LBR003: clients and targets let go of connections within the objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.checks.promises import RTO, promises
from holdfast.checks.routing import Routing
from holdfast.checks.targets import Targets
from holdfast.checks.traffic import BALANCERS, moved_by_health

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

# Defaults of aws.lb.LoadBalancer and aws.lb.TargetGroup: https://www.pulumi.com/registry/packages/aws/api-docs/lb/
KEEP_ALIVE_SECONDS = 3600
DEREGISTRATION_SECONDS = 300


def check(graph: ResourceGraph, *, rto_seconds: int) -> Iterator[Judgement]:
    """Judge each load balancer that health moves traffic away from, with its target groups.

    Args:
        graph: The stack.
        rto_seconds: The recovery time objective, where the stack states none.
    """
    objective = promises(graph).rto_seconds or rto_seconds
    moved, targets = moved_by_health(Routing(graph)), Targets(graph)
    for balancer in graph.of_type(*BALANCERS):
        if balancer.urn in moved:
            yield _judge(balancer, targets.groups(balancer), objective)


def _judge(balancer: Resource, groups: tuple[Resource, ...], objective: int) -> Judgement:
    wrong, unclear, longest = [], [], 0
    waits = [(one, "deregistrationDelay", DEREGISTRATION_SECONDS) for one in groups]
    if balancer.at("loadBalancerType") in (None, "application"):
        waits.append((balancer, "clientKeepAlive", KEEP_ALIVE_SECONDS))
    for one, name, usual in waits:
        given = one.at(name)
        seconds = usual if given is None else given
        if not isinstance(seconds, int):
            unclear.append(f"{name} of {one.name}")
            continue
        longest = max(longest, seconds)
        if seconds > objective:
            of = "" if one is balancer else f" of {one.name}"
            default = " (the default)" if given is None else ""
            wrong.append(
                f"{name}{of} is {seconds} s{default}: connections outlive the objective of {objective} s"
            )
    return conclude(balancer, wrong, unclear, f"connections are let go after {longest} s, of {objective} s")


RULE = Rule(
    id="LBR003-connections-end-within-the-objective",
    title="Kept connections and draining end within the recovery time objective.",
    explanation=(
        "DNS and accelerators move new connections only. A client that keeps its connection stays with the "
        "region that is left until the load balancer ends it, by default after an hour, and targets drain "
        "for five minutes. So a failover in seconds is none for the busiest clients."
    ),
    severity=Severity.MEDIUM,
    fix="set clientKeepAlive and deregistrationDelay below the recovery time objective",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
    subject="load balancers that health checks move traffic away from",
    check=check,
    frameworks=("REL11-BP02", "REL13-BP01"),
    parameters=(RTO,),
)
