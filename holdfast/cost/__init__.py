"""What a graph costs a month: prices with their sources, stated usage, and what has no price."""

from __future__ import annotations

from holdfast.cost.estimate import estimate
from holdfast.cost.model import HOURS_A_MONTH, CostItem, Estimate, ResourceCost, Standing
from holdfast.cost.usage import Size, Usage, UsageError, stated_usage

__all__ = [
    "HOURS_A_MONTH",
    "CostItem",
    "Estimate",
    "ResourceCost",
    "Size",
    "Standing",
    "Usage",
    "UsageError",
    "estimate",
    "stated_usage",
]
