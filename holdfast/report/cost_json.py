"""Costs as JSON: amounts as text, so that none is rounded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from holdfast.cost import CostItem, Estimate
    from holdfast.cost.designs import Mode
    from holdfast.prices import Price

VERSION = 1
"""Version of the shape; fields are only ever added."""


def cost_json(found: Estimate) -> str:
    """An estimate.

    Args:
        found: What it costs.
    """
    return _text({"version": VERSION, "currency": "USD", **_estimate(found)})


def modes_json(modes: Sequence[Mode]) -> str:
    """Designs side by side.

    Args:
        modes: What was priced.
    """
    return _text({"version": VERSION, "currency": "USD", "modes": [_mode(one) for one in modes]})


def prices_json(prices: Sequence[Price]) -> str:
    """Rows of the price table.

    Args:
        prices: The rows.
    """
    rows = [
        {
            "key": one.key,
            "region": one.region,
            "usd": _amount(one.usd),
            "unit": one.unit,
            "as_of": one.as_of.isoformat(),
            "source": one.source,
        }
        for one in prices
    ]
    return _text({"version": VERSION, "currency": "USD", "prices": rows})


def _mode(mode: Mode) -> dict[str, Any]:
    return {
        "design": mode.design.value,
        "current": mode.current,
        "refused": mode.refused or None,
        "monthly": _amount(mode.estimate.monthly) if mode.estimate else None,
        "missing": len(mode.estimate.missing) if mode.estimate else None,
        "missing_possible": _amount(mode.estimate.possible) if mode.estimate else None,
        "goal_percent": _amount(mode.goal.percent),
        "downtime_minutes_a_year": _amount(mode.goal.downtime_minutes),
        "agreed_percent": _amount(mode.agreed_percent),
        "revenue_per_minute": _amount(mode.revenue_per_minute),
        "yearly_cost": _amount(mode.yearly_cost),
        "yearly_loss": _amount(mode.yearly_loss),
        "yearly_total": _amount(mode.yearly_total),
        "estimate": _estimate(mode.estimate) if mode.estimate else None,
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    return {
        "stack": found.stack,
        "prices_as_of": found.prices_as_of.isoformat(),
        "monthly": _amount(found.monthly),
        "on_usage": _amount(found.on_usage),
        "usage": {key: _amount(value) for key, value in found.usage.items()},
        "by_place": {key: _amount(value) for key, value in found.by_place().items()},
        "by_component": {key: _amount(value) for key, value in found.by_component().items()},
        "complete": found.complete,
        "missing": [one.urn for one in found.missing],
        "missing_by_place": sorted(found.open_places()),
        "missing_possible": _amount(found.possible),
        "missing_unsized": found.unsized,
        "resources": [
            {
                "urn": one.urn,
                "name": one.name,
                "type": one.type,
                "place": one.place,
                "component": one.component,
                "standing": one.standing.value,
                "reason": one.reason or None,
                "monthly": _amount(one.monthly),
                "items": [_item(item) for item in one.items],
            }
            for one in found.resources
        ],
        "transfer": [_item(item) for item in found.transfer],
    }


def _item(item: CostItem) -> dict[str, Any]:
    return {
        "name": item.name,
        "unit": item.unit,
        "quantity": _amount(item.quantity),
        "price": _amount(item.price),
        "monthly": _amount(item.monthly),
        "possible": _amount(item.possible) if item.monthly is None else None,
        "usage": list(item.usage),
        "source": item.source,
        "note": item.note,
    }


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
