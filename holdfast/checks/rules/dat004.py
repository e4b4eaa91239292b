"""DAT004: a plan that moves a database has a branch for the day on which its region does not answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Scope, Severity
from holdfast.graph import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

PLAN = "aws:arcregionswitch/plan:Plan"
CONFIGS = ("globalAuroraConfigs", "documentDbConfigs")
GRACEFUL_ONLY = "switchoverOnly"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each Region switch plan that promotes a database."""
    for plan in graph.of_type(PLAN):
        moves = list(_moves(plan.at("workflows"), "plan"))
        if moves:
            yield _judge(plan, moves)


def _moves(value: Value, step: str) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """The configuration of each step that promotes a database, with the step's name."""
    if isinstance(value, Mapping):
        named = value.get("name")
        step = named if isinstance(named, str) else step
        for name, inner in value.items():
            if name in CONFIGS and isinstance(inner, tuple):
                yield from ((step, one) for one in inner if isinstance(one, Mapping))
            else:
                yield from _moves(inner, step)
    elif isinstance(value, tuple):
        for one in value:
            yield from _moves(one, step)


def _judge(plan: Resource, moves: list[tuple[str, Mapping[str, Value]]]) -> Judgement:
    wrong, unclear = [], []
    for step, config in moves:
        behaviour, ungraceful = config.get("behavior"), config.get("ungracefuls")
        if behaviour is Marker.UNKNOWN or isinstance(ungraceful, Marker):
            unclear.append(f"the behaviour of {step}")
        elif behaviour == GRACEFUL_ONLY and not ungraceful:
            wrong.append(f"{step} can only switch over, which needs the region that is lost")
    return conclude(plan, wrong, unclear, "each promotion has an ungraceful branch")


RULE = Rule(
    id="DAT004-promotion-has-an-ungraceful-branch",
    title="A recovery plan can promote a database whose region does not answer.",
    explanation=(
        "A switchover loses nothing and needs both regions healthy. A plan that knows nothing else works in "
        "every drill and stops at this step on the day for which it was written."
    ),
    severity=Severity.HIGH,
    fix="add ungracefuls with failover to the step, and say who may accept the loss of data",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html",
    subject="Region switch plans that promote a database",
    check=check,
    frameworks=("REL13-BP02", "REL13-BP03"),
    scope=Scope.RESOURCE,
)
