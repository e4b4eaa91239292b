"""The estimate: every resource of a graph priced, free, missing a price, or not supported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.cost.families import CALCULATORS
from holdfast.cost.free import NOT_USED, free_reason, sometimes_free
from holdfast.cost.model import CostItem, Estimate, ResourceCost, Standing
from holdfast.cost.scope import Scope
from holdfast.cost.traffic import traffic_of
from holdfast.cost.transfer import transfer_of
from holdfast.graph import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.cost.usage import Usage
    from holdfast.graph import Resource, ResourceGraph
    from holdfast.prices import PriceTable


def estimate(graph: ResourceGraph, usage: Usage, prices: PriceTable) -> Estimate:
    """What a stack costs a month, on demand and before tax, credits and free tiers.

    Args:
        graph: What was read.
        usage: What is stated or assumed of how much it is used.
        prices: The price table.
    """
    scope = Scope(graph=graph, usage=usage, prices=prices, traffic=traffic_of(graph, usage))
    costs = [_cost(one, scope) for one in graph if not one.component and not one.external]
    return Estimate(
        stack=graph.stack,
        prices_as_of=prices.as_of,
        usage=dict(sorted(usage.figures.items())),
        resources=tuple(sorted(costs, key=lambda one: (one.place, one.name, one.urn))),
        transfer=transfer_of(scope),
    )


def _cost(one: Resource, scope: Scope) -> ResourceCost:
    calculator = CALCULATORS.get(one.type)
    lines = tuple(calculator(one, scope)) if calculator else ()
    items = tuple(item for item in lines if item.quantity != 0 or item.price is not None)
    components = scope.graph.components(one)
    standing, reason = _standing(one, lines, items, known=calculator is not None)
    return ResourceCost(
        urn=one.urn,
        name=one.name,
        type=one.type,
        place=place_of(one),
        component=components[0].name if components else "",
        standing=standing,
        items=items,
        reason=reason,
    )


def _standing(
    one: Resource, lines: Sequence[CostItem], items: Sequence[CostItem], *, known: bool
) -> tuple[Standing, str]:
    """How well the cost is known, and why it is free: nothing is free without a written reason."""
    if items:
        missing = any(item.monthly is None for item in items)
        return (Standing.MISSING if missing else Standing.PRICED), ""
    if lines:
        return Standing.FREE, NOT_USED
    reason = sometimes_free().get(one.type, ("", ""))[0] if known else free_reason(one.type)
    return (Standing.FREE, reason) if reason else (Standing.UNSUPPORTED, "")
