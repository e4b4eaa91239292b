"""CAP001: whichever region is lost, the others may grow to what it may carry."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from holdfast.checks.capacity import KINDS, Capacity, capacity, keeps_count
from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.checks.promises import promises
from holdfast.checks.serving import roles
from holdfast.checks.twins import twins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.graph import ResourceGraph


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each service that runs in several regions, once, on the region that may grow least."""
    covering = _covering(graph)
    for members in twins(graph, *KINDS):
        if not covering.issuperset(str(one.region) for one in members):
            continue
        sizes = [capacity(graph, one) for one in members if keeps_count(one)]
        if len(sizes) == len(members) and not _unlimited(sizes):
            yield _judge(sizes)


def _covering(graph: ResourceGraph) -> frozenset[str]:
    """The regions that are to take each other's load: as the stack states, or its records route."""
    return frozenset(roles(graph)) if promises(graph).of_a_region else frozenset()


def _unlimited(sizes: Sequence[Capacity]) -> bool:
    return all(one.maximum == math.inf for one in sizes)


def _judge(sizes: Sequence[Capacity]) -> Judgement:
    least = min(sizes, key=lambda one: math.inf if one.maximum is None else one.maximum)
    maxima = [(one, one.maximum) for one in sizes if one.maximum is not None]
    minima = [one.minimum for one in sizes if one.minimum is not None]
    if len(maxima) < len(sizes) or len(minima) < len(sizes):
        return conclude(least.resource, (), ["the most or the least that runs in each region"], "")
    kinds = {one.size for one in sizes if one.size}
    if len(kinds) > 1:
        told = " and ".join(sorted(", ".join(sorted(one)) for one in kinds))
        return conclude(least.resource, (), [f"how {told} compare"], "")
    load = sum(minima)
    short = [
        f"without {one.resource.region} the others stop at {_figure(_rest(sizes, one))}, where "
        f"{_figure(max(most, load))} may be needed"
        for one, most in maxima
        if _rest(sizes, one) < max(most, load)
    ]
    most = ", ".join(f"{_figure(one)} in {each.resource.region}" for each, one in maxima)
    return conclude(
        least.resource, short, (), f"each region may grow to what the others carry (at most {most})"
    )


def _rest(sizes: Sequence[Capacity], lost: Capacity) -> float:
    """The most that all but one may grow to."""
    return sum(one.maximum or 0 for one in sizes if one is not lost)


def _figure(value: float) -> str:
    return "as many as the account allows" if value == math.inf else f"{value:g}"


RULE = Rule(
    id="CAP001-regions-left-can-carry-the-load",
    title="Whichever region is lost, the others may grow to what it may carry.",
    explanation=(
        "A standby with a lower ceiling takes over and then stops growing below the load: the failover works "
        "and the API is down. Ceilings are forgotten because nothing reaches them until that day."
    ),
    severity=Severity.HIGH,
    fix=(
        "raise the maximum in the region that stops first to that of the largest, or to the sum of the minima"
    ),
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_withstand_component_failures_static_stability.html",
    subject="services that run in several regions",
    check=check,
    frameworks=("REL11-BP05", "REL13-BP02"),
)
