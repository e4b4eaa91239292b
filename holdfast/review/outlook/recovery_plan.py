"""What a stack says itself of how long its recovery from the loss of a region takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import pairs
from holdfast.checks.promises import REGIONAL
from holdfast.checks.stated_objectives import WAITS, stated
from holdfast.review.outlook.span import Span

if TYPE_CHECKING:
    from holdfast.graph import ResourceGraph, Value

_AHEAD = (("detection_seconds", "detection"), ("decision_seconds", "decision"))


def planned(graph: ResourceGraph) -> dict[str, Span]:
    """Region to the worst case of its recovery, where serving waits for steps of a plan.

    Without such steps health checks alone bring the API back.

    Args:
        graph: The stack.
    """
    regions = {one.name: one.region for one in graph.of_type(REGIONAL) if isinstance(one.region, str)}
    found: dict[str, Span] = {}
    for api in stated(graph):
        for place, workflow in pairs(api.at("recovery", "workflows")):
            told = dict(pairs(workflow))
            worst = told.get("ungraceful_worst_seconds")
            if (
                _actions(told.get("ungraceful")).intersection(WAITS)
                and place in regions
                and isinstance(worst, int | float)
            ):
                found[regions[place]] = _span(api.at("recovery"), worst)
    return found


def _span(recovery: Value, worst: float) -> Span:
    told = dict(pairs(recovery))
    ahead = [
        (value, word) for key, word in _AHEAD if isinstance(value := told.get(key), int | float) and value
    ]
    parts = [f"{word} {value:g} s" for value, word in ahead]
    people = ", begun by people" if told.get("by") == "people" else ""
    return Span(
        seconds=sum(value for value, _ in ahead) + worst,
        text=f"{' + '.join([*parts, f'steps {worst:g} s'])}{people}",
        bounded=True,
        source=str(told.get("decision_source") or ""),
    )


def _actions(groups: Value) -> set[Value]:
    listed = groups if isinstance(groups, tuple) else ()
    return {dict(pairs(step)).get("action") for group in listed if isinstance(group, tuple) for step in group}
