"""What failing over and practising cost: Region switch, routing controls, fault experiments."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.schedules import runs_a_month
from holdfast.cost.scope import text
from holdfast.graph import place_of
from holdfast.graph.summary import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

TEMPLATE = "aws:fis/experimentTemplate:ExperimentTemplate"
SCHEDULE = "aws:scheduler/schedule:Schedule"
WAIT = "aws:fis:wait"
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")


def plan(_: Resource, scope: Scope) -> Iterator[CostItem]:
    """A plan of Region switch."""
    yield scope.item("Region switch plan", "arc/region-switch-plan/month", GLOBAL, 1)


def cluster(_: Resource, scope: Scope) -> Iterator[CostItem]:
    """A cluster of routing controls."""
    yield scope.hourly("routing control cluster", "arc/cluster-hour", GLOBAL)


def experiment(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Minutes of the actions of an experiment, by its schedule or the stated runs."""
    schedules = [
        runs
        for schedule in scope.graph.of_type(SCHEDULE)
        if one.urn in schedule.property_dependencies.get("target", ())
        if (runs := runs_a_month(text(schedule.inputs.get("scheduleExpression")))) is not None
    ]
    runs = sum(schedules, Decimal()) if schedules else scope.usage["experiment_runs"]
    minutes = _action_minutes(one)
    yield scope.item(
        "minutes of actions",
        "fis/action-minute",
        place_of(one),
        None if minutes is None else minutes * runs,
        usage=() if schedules else ("experiment_runs",),
        note=f"{minutes} minutes a run" if minutes is not None else "its actions are not known",
    )


def _action_minutes(one: Resource) -> Decimal | None:
    """Minutes of all actions of a run; waiting is free, and an action without a duration counts a minute."""
    actions = one.inputs.get("actions")
    if not isinstance(actions, tuple):
        return None
    total = Decimal()
    for action in actions:
        if not isinstance(action, dict) or action.get("actionId") == WAIT:
            continue
        parameters = action.get("parameters")
        stated = [
            text(item.get("value"))
            for item in (parameters if isinstance(parameters, tuple) else ())
            if isinstance(item, dict) and item.get("key") == "duration"
        ]
        total += _minutes(stated[0]) if stated else Decimal(1)
    return total


def _minutes(duration: str) -> Decimal:
    found = _DURATION.fullmatch(duration)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 1, 0)
    return max(Decimal(1), Decimal(hours * 60 + minutes) + Decimal(seconds) / 60)


CALCULATORS: Mapping[str, Calculator] = {
    "aws:arcregionswitch/plan:Plan": plan,
    "aws:route53recoverycontrol/cluster:Cluster": cluster,
    TEMPLATE: experiment,
}
