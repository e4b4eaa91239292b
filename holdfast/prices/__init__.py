"""Prices as one dated table, a source in each row; refreshed from AWS's price list (``holdfast prices``)."""

from __future__ import annotations

from holdfast.prices.keys import PriceKey, find_key, price_keys
from holdfast.prices.table import GLOBAL, Price, PriceError, PriceTable, read_prices, shipped, write_prices

__all__ = [
    "GLOBAL",
    "Price",
    "PriceError",
    "PriceKey",
    "PriceTable",
    "find_key",
    "price_keys",
    "read_prices",
    "shipped",
    "write_prices",
]
