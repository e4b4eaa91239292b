"""OPS003: no switch of traffic can be turned so that nothing serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.graph import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph

CONTROL = "aws:route53recoverycontrol/routingControl:RoutingControl"
SAFETY_RULE = "aws:route53recoverycontrol/safetyRule:SafetyRule"
GUARDED = ("assertedControls", "targetControls")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each routing control."""
    view = view_of(graph)
    rules = graph.of_type(SAFETY_RULE)
    unreadable = any(
        one.at(name) is Marker.UNKNOWN and not graph.references(one, name)
        for one in rules
        for name in GUARDED
    )
    for control in graph.of_type(CONTROL):
        if any(view.of(control, name, SAFETY_RULE) for name in GUARDED):
            yield passes(control, "a safety rule keeps watch over it")
        elif graph.partial or unreadable:
            yield unknown(control, "which controls the safety rules watch over is not known yet")
        else:
            yield fails(control, "no safety rule keeps it: it can be turned off while nothing else is on")


RULE = Rule(
    id="OPS003-routing-control-has-safety-rule",
    title="Every routing control is watched over by a safety rule.",
    explanation=(
        "A routing control is turned by hand, in a hurry. Without a safety rule both regions can be turned "
        "off at once, and the API is gone by the act that was to save it."
    ),
    severity=Severity.MEDIUM,
    fix="add a SafetyRule over the controls of a panel: an assertion that at least one of them stays on",
    source="https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.safety-rules.html",
    subject="routing controls of Application Recovery Controller",
    check=check,
    frameworks=("REL11-BP04", "REL13-BP02"),
)
