"""OPS005: zonal autoshift is practised, judged by an alarm, and for what can shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import conclude, settled
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.checks.traffic import BALANCERS
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory.view import View

AUTOSHIFT = "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration"
SHIFTING = {
    **dict.fromkeys(BALANCERS, ("enableZonalShift",)),
    "aws:eks/cluster:Cluster": ("zonalShiftConfig", "enabled"),
}
"""What can leave a zone, and the input that lets it."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each configuration of autoshift."""
    view = view_of(graph)
    for one in graph.of_type(AUTOSHIFT):
        yield _judge(view, one)


def _judge(view: View, one: Resource) -> Judgement:
    wrong, unclear = [], []
    status = one.at("zonalAutoshiftStatus")
    if not is_known(status):
        unclear.append("zonalAutoshiftStatus")
    elif status == "DISABLED":
        wrong.append("it is practised and never done: zonalAutoshiftStatus is DISABLED")
    if not one.at("outcomeAlarms"):
        wrong.append("no alarm judges the practice run, so that a run that hurts clients passes")
    for target in view.made_of(one, "resourceArn", *SHIFTING):
        path = SHIFTING[target.type]
        able = settled(target, *path)
        if not is_known(able):
            unclear.append(f"{'.'.join(path)} of {target.name}")
        elif able is not True:
            wrong.append(f"{target.name} cannot leave a zone ({'.'.join(path)} is off)")
    return conclude(one, wrong, unclear, "it shifts by itself, is practised, and an alarm judges it")


RULE = Rule(
    id="OPS005-autoshift-is-practised",
    title="Zonal autoshift is on, has an alarm that judges its practice runs, and a target that can shift.",
    explanation=(
        "AWS moves traffic away from a zone that it believes is failing, and practises that every week. "
        "Without an outcome alarm a practice that hurts clients looks fine; with the shift switched off on "
        "the load balancer nothing moves at all."
    ),
    severity=Severity.MEDIUM,
    fix="enable it, name an outcome alarm, and switch zonal shift on at what it is for",
    source="https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-autoshift.html",
    subject="configurations of zonal autoshift",
    check=check,
    frameworks=("REL11-BP02", "REL12-BP04"),
)
