"""Prices of instance sizes that the table lacks, from another size of their family."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.prices import Price, PriceTable

FACTORS = {
    "nano": Decimal("0.25"),
    "micro": Decimal("0.5"),
    "small": Decimal(1),
    "medium": Decimal(2),
    "large": Decimal(4),
    "xlarge": Decimal(8),
}
"""How sizes of a family compare: AWS's normalisation factors, by which on-demand prices of Linux instances go
(https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html, 2026-11)."""
_EC2 = re.compile(r"ec2/(?P<family>[a-z0-9-]+)\.(?P<size>[a-z0-9]+)/hour")
_TIMES = re.compile(r"(\d+)xlarge")


def from_family(prices: PriceTable, key: str, region: str) -> Price | None:
    """The price of an EC2 size by the price of another size of its family in the region; None without one.

    Args:
        prices: The price table.
        key: Such as ``ec2/m7g.xlarge/hour``.
        region: AWS region.
    """
    wanted = _EC2.fullmatch(key)
    factor = _factor(wanted["size"]) if wanted else None
    if wanted is None or factor is None:
        return None
    for one in prices:
        found = _EC2.fullmatch(one.key)
        if found and one.region == region and found["family"] == wanted["family"]:
            known = _factor(found["size"])
            if known:
                kind = f"{found['family']}.{found['size']}"
                return replace(
                    one, key=key, usd=one.usd * factor / known, source=f"by the price of {kind}: {one.source}"
                )
    return None


def _factor(size: str) -> Decimal | None:
    times = _TIMES.fullmatch(size)
    return FACTORS["xlarge"] * int(times[1]) if times else FACTORS.get(size)
