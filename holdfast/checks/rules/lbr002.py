"""LBR002: a load balancer can be told to leave a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import Expected, expected
from holdfast.checks.model import Rule, Scope, Severity
from holdfast.checks.traffic import BALANCERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.checks.model import Judgement
    from holdfast.graph import Resource, ResourceGraph

WANTED = Expected(
    path=("enableZonalShift",),
    values=(True,),
    fault="enableZonalShift is off: no zonal shift or autoshift can move its traffic out of a failing zone",
    default=False,
)


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each application and network load balancer."""
    for one in graph.of_type(*BALANCERS):
        if one.at("loadBalancerType") != "gateway":
            yield expected(one, [WANTED], "a zonal shift can move its traffic out of a zone")


def _switch_on(_balancer: Resource) -> dict[str, bool]:
    """Take part in zonal shift: an update in place, that moves no traffic by itself."""
    return {"enableZonalShift": True}


RULE = Rule(
    id="LBR002-zonal-shift-is-possible",
    title="Load balancers take part in zonal shift.",
    explanation=(
        "A zone that is slow rather than down passes its health checks. A zonal shift moves all traffic out "
        "of it within minutes, with cross-zone load balancing or without, by people or by AWS as autoshift; "
        "a load balancer that does not take part can only be rebuilt."
    ),
    severity=Severity.LOW,
    fix="set enableZonalShift",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/zonal-shift.html",
    subject="application and network load balancers",
    check=check,
    frameworks=("REL11-BP02", "REL11-BP05"),
    scope=Scope.RESOURCE,
    remedy=_switch_on,
)
