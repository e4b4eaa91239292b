"""What an estimate of cost says: each amount with its price, quantity and source, and what has no price."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

HOURS_A_MONTH = Decimal(730)
"""365 days x 24 hours / 12, as the AWS Pricing Calculator counts
(https://docs.aws.amazon.com/pricing-calculator/latest/userguide/, 2026-11)."""


class Standing(StrEnum):
    """How well the cost of a resource is known."""

    PRICED = "priced"
    """Every part has a price."""
    FREE = "free"
    """AWS charges nothing for it, or charges it with another resource."""
    MISSING = "missing"
    """A part has no price or no quantity: never a silent zero."""
    UNSUPPORTED = "unsupported"
    """Nothing here knows what it costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostItem:
    """One line of a bill."""

    name: str
    """What is charged, such as ``NAT gateway, data processed``."""
    unit: str
    """What the price is for, such as ``hour`` or ``GB``."""
    quantity: Decimal | None
    """Units a month; None where it is not known."""
    price: Decimal | None
    """USD a unit; None where there is no price."""
    usage: tuple[str, ...] = ()
    """Keys of the stated usage that the quantity is made of; empty where it runs by the hour."""
    source: str = ""
    """Address of the page or file that the price was read from, with its date."""
    note: str = ""
    """Why a price or quantity is missing, or what was assumed."""

    @property
    def monthly(self) -> Decimal | None:
        """USD a month; None where price or quantity is missing."""
        return None if self.quantity is None or self.price is None else self.quantity * self.price


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceCost:
    """What one resource costs."""

    urn: str
    name: str
    """Logical name."""
    type: str
    """Type token."""
    place: str
    """AWS region, ``global``, or ``region not known yet``."""
    component: str
    """Logical name of the nearest component; empty at the top."""
    standing: Standing
    items: tuple[CostItem, ...]

    @property
    def monthly(self) -> Decimal:
        """USD a month of what has a price."""
        return sum((one.monthly or Decimal() for one in self.items), Decimal())


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a stack costs a month."""

    stack: str | None
    prices_as_of: date
    """Day of the price file."""
    usage: Mapping[str, Decimal]
    """The stated usage, by key."""
    resources: tuple[ResourceCost, ...]
    """Those that cost something, or of which it is not known, by place and name; free ones too."""
    transfer: tuple[CostItem, ...]
    """What moves between zones and regions and to the internet, derived from the topology."""

    @property
    def monthly(self) -> Decimal:
        """USD a month of all that has a price."""
        moved = sum((one.monthly or Decimal() for one in self.transfer), Decimal())
        return sum((one.monthly for one in self.resources), moved)

    @property
    def on_usage(self) -> Decimal:
        """The part of it that depends on stated usage."""
        items = [*self.transfer, *(item for one in self.resources for item in one.items)]
        return sum((one.monthly or Decimal() for one in items if one.usage), Decimal())

    def by_place(self) -> Mapping[str, Decimal]:
        """USD a month by region; transfer under ``transfer``."""
        return self._by(lambda one: one.place)

    def by_component(self) -> Mapping[str, Decimal]:
        """USD a month by component; transfer under ``transfer``."""
        return self._by(lambda one: one.component or "no component")

    @property
    def missing(self) -> tuple[ResourceCost, ...]:
        """What has no price, in whole or in part."""
        return tuple(
            one for one in self.resources if one.standing in {Standing.MISSING, Standing.UNSUPPORTED}
        )

    def _by(self, key: Callable[[ResourceCost], str]) -> Mapping[str, Decimal]:
        found: defaultdict[str, Decimal] = defaultdict(Decimal)
        for one in self.resources:
            found[key(one)] += one.monthly
        if self.transfer:
            found["transfer"] += sum((one.monthly or Decimal() for one in self.transfer), Decimal())
        return dict(sorted(found.items()))
