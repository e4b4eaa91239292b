"""OPS004: an experiment can be stopped by an alarm, leaves a log, and never passes having done nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude, each
from holdfast.checks.model import Judgement, Rule, Scope, Severity
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

TEMPLATE = "aws:fis/experimentTemplate:ExperimentTemplate"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each template of an experiment."""
    for template in graph.of_type(TEMPLATE):
        yield _judge(template)


def _judge(template: Resource) -> Judgement:
    wrong, unclear = [], []
    if not is_known(template.at("stopConditions")):
        unclear.append("stopConditions")
    else:
        sources = [template.at(*at, "source") for at in each(template, "stopConditions")]
        if any(not is_known(one) for one in sources):
            unclear.append("stopConditions")
        elif all(one in ("none", None) for one in sources):
            wrong.append("no alarm stops it: it goes on while clients are hurt")
    if not template.at("logConfiguration"):
        wrong.append("it keeps no log of what it did")
    empty = template.at("experimentOptions", "emptyTargetResolutionMode")
    if not is_known(empty):
        unclear.append("experimentOptions.emptyTargetResolutionMode")
    elif empty == "skip":
        wrong.append("it skips what has no target, so that it passes having done nothing")
    return conclude(template, wrong, unclear, "an alarm stops it, it keeps a log and fails without targets")


RULE = Rule(
    id="OPS004-experiment-can-be-stopped",
    title="Every fault injection has a stop condition and a log, and fails when it finds no target.",
    explanation=(
        "An experiment without a stop condition ends when its time is over, whatever it breaks. Without a "
        "log nobody knows what it did; and one that skips what it cannot find proves nothing and says "
        "that it passed."
    ),
    severity=Severity.MEDIUM,
    fix="give it an alarm as stopConditions and a logConfiguration; leave emptyTargetResolutionMode at fail",
    source="https://docs.aws.amazon.com/fis/latest/userguide/stop-conditions.html",
    subject="templates of fault injection experiments",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("REL12-BP04",),
)
