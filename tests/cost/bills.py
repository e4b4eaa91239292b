"""Bills of a few resources, in short: prices of one, so that an amount tells its quantity."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from holdfast.cost import Estimate, estimate, stated_usage
from holdfast.prices import GLOBAL, Price, PriceTable
from tests.graph.documents import graph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.cost import ResourceCost

DAY = date(2026, 11, 1)
QUIET: Mapping[str, float] = {"requests_million": 0, "outbound_gigabytes": 0, "private_gigabytes": 0}
"""Usage without requests, so that what runs by the hour is alone."""


def priced(prices: Mapping[str, float]) -> PriceTable:
    """A table of keys that holds everywhere."""
    rows = {
        (key, GLOBAL): Price(key=key, region=GLOBAL, usd=Decimal(str(usd)), as_of=DAY, source="a test")
        for key, usd in prices.items()
    }
    return PriceTable(prices=rows)


def bill(
    *steps: dict[str, Any],
    prices: Mapping[str, float] | None = None,
    usage: Mapping[str, float] | None = None,
    traffic: Mapping[str, float] | None = None,
) -> Estimate:
    """The estimate of these resources."""
    return estimate(
        graph(*steps), stated_usage(given=usage or {}, traffic_percent=traffic), priced(prices or {"x": 1})
    )


def only(found: Estimate, name: str) -> ResourceCost:
    """One resource of it."""
    return next(one for one in found.resources if one.name == name)


def quantities(found: Estimate, name: str) -> dict[str, float | None]:
    """Line to quantity of one resource."""
    return {
        item.name: None if item.quantity is None else float(item.quantity) for item in only(found, name).items
    }


def moved(found: Estimate) -> dict[str, float]:
    """Line to GB of transfer."""
    return {item.name: float(item.quantity or 0) for item in found.transfer}
