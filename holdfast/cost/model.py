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


TRANSFER = "transfer"
"""Under which amounts by region and component hold what moves."""


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
    elsewhere: Decimal | None = None
    """USD a unit that another region costs at most, where this one has no price: it tells how large a gap may
    be and is never part of a sum. None where there is a price, or none anywhere."""

    @property
    def possible(self) -> Decimal | None:
        """USD a month that a gap may be, by the price of another region; None where that is not known."""
        return None if self.quantity is None or self.elsewhere is None else self.quantity * self.elsewhere

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
    reason: str = ""
    """Why it is free; empty where it is not."""

    @property
    def monthly(self) -> Decimal:
        """USD a month of what has a price."""
        return sum((one.monthly or Decimal() for one in self.items), Decimal())

    @property
    def possible(self) -> Decimal:
        """USD a month that what has no price may be, by prices of other regions."""
        gaps = (one.possible or Decimal() for one in self.items if one.monthly is None)
        return sum(gaps, Decimal())

    @property
    def complete(self) -> bool:
        """Whether every part of it has a price."""
        return self.standing in {Standing.PRICED, Standing.FREE}


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
        return self._by(_place)

    def by_component(self) -> Mapping[str, Decimal]:
        """USD a month by component; transfer under ``transfer``."""
        return self._by(_component)

    def open_places(self) -> frozenset[str]:
        """Regions whose amount is too low because a price or quantity is missing; ``transfer`` too."""
        return self._open(_place)

    def open_components(self) -> frozenset[str]:
        """Components whose amount is too low because a price or quantity is missing; ``transfer`` too."""
        return self._open(_component)

    @property
    def gaps(self) -> tuple[CostItem, ...]:
        """Every line whose price or quantity is missing, of resources and of transfer."""
        items = [*(item for one in self.resources for item in one.items), *self.transfer]
        return tuple(item for item in items if item.monthly is None)

    @property
    def complete(self) -> bool:
        """Whether the amounts leave nothing out that is declared."""
        return not self.gaps and not self.missing

    @property
    def possible(self) -> Decimal:
        """USD a month that is missing at least, by prices of other regions: no part of ``monthly``."""
        return sum((item.possible or Decimal() for item in self.gaps), Decimal())

    @property
    def unsized(self) -> int:
        """Gaps of a size that nobody can say: nowhere a price, no quantity, or a type that is not priced."""
        unsupported = sum(one.standing is Standing.UNSUPPORTED for one in self.resources)
        return unsupported + sum(item.possible is None for item in self.gaps)

    @property
    def missing(self) -> tuple[ResourceCost, ...]:
        """What has no price, in whole or in part."""
        return tuple(one for one in self.resources if not one.complete)

    def _by(self, key: Callable[[ResourceCost], str]) -> Mapping[str, Decimal]:
        found: defaultdict[str, Decimal] = defaultdict(Decimal)
        for one in self.resources:
            found[key(one)] += one.monthly
        if self.transfer:
            found[TRANSFER] += sum((one.monthly or Decimal() for one in self.transfer), Decimal())
        return dict(sorted(found.items()))

    def _open(self, key: Callable[[ResourceCost], str]) -> frozenset[str]:
        moved = {TRANSFER} if any(one.monthly is None for one in self.transfer) else set()
        return frozenset({key(one) for one in self.missing} | moved)


def _place(one: ResourceCost) -> str:
    return one.place


def _component(one: ResourceCost) -> str:
    return one.component or "no component"
