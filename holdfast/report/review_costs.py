"""What a change costs, as every report of a review tells it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from holdfast.graph import place_order
from holdfast.report.lines import plural

if TYPE_CHECKING:
    from holdfast.cost import Estimate
    from holdfast.review.model import StackReview

_CENT = Decimal("0.01")
_DOLLAR = Decimal(1)
_ROUNDED_FROM = 100


def money(amount: Decimal, *, signed: bool = False) -> str:
    """US dollars: whole ones from 100 on, else with cents.

    Args:
        amount: The amount.
        signed: Whether a gain has a plus. Default: no.
    """
    step = _DOLLAR if abs(amount) >= _ROUNDED_FROM else _CENT
    rounded = amount.quantize(step, ROUND_HALF_UP)
    sign = "−" if rounded < 0 else "+" if signed and rounded else ""  # noqa: RUF001  # a minus
    return f"{sign}${abs(rounded):,}"


@dataclass(frozen=True, slots=True)
class CostRow:
    """What something costs a month."""

    name: str
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """By how much it rises."""
        return self.after - self.before

    @property
    def matters(self) -> bool:
        """Whether it moves by a hundredth or more."""
        return bool(self.difference) and abs(self.difference) * 100 >= self.before


@dataclass(frozen=True, slots=True)
class CostTable:
    """What a stack costs a month, before and after."""

    total: CostRow
    by_place: tuple[CostRow, ...]
    by_component: tuple[CostRow, ...]
    """Those whose cost changes, the greatest difference first."""
    missing: tuple[str, ...]
    """Types without a price, with how many there are of each."""
    possible: Decimal
    """What these may cost on top, by the dearest prices known elsewhere: no part of the total."""
    on_usage: Decimal
    """The part of it that depends on stated usage, after the change."""
    prices_as_of: str
    usage: tuple[str, ...]
    """What was stated."""


def cost_table(stack: StackReview) -> CostTable | None:
    """The cost; None where none was asked for."""
    before, after = stack.cost_before, stack.cost_after
    told = after or before
    if told is None:
        return None
    places = _cost_rows(before, after, component=False)
    components = _cost_rows(before, after, component=True)
    moved = sorted((one for one in components if one.difference), key=_greatest)
    return CostTable(
        total=CostRow(
            "total", before.monthly if before else Decimal(), after.monthly if after else Decimal()
        ),
        by_place=tuple(sorted(places, key=lambda one: (one.name == "transfer", place_order(one.name)))),
        by_component=tuple(moved),
        missing=_missing(told),
        possible=told.possible,
        on_usage=told.on_usage,
        prices_as_of=told.prices_as_of.isoformat(),
        usage=tuple(f"{key}: {value:f}" for key, value in sorted(told.usage.items())),
    )


def cost_line(table: CostTable) -> str:
    """The cost in one line."""
    total = table.total
    if not total.difference:
        words = f"{money(total.after)} a month, as before"
    else:
        words = f"{money(total.before)} → {money(total.after)} a month"
        words += f" ({money(total.difference, signed=True)}{_percent(total)})"
    lacking = f"; {plural(len(table.missing), 'type')} of resources without a price" if table.missing else ""
    sized = f", about {money(table.possible)} more" if table.missing and table.possible else ""
    return f"{words}{lacking}{sized}"


def _percent(row: CostRow) -> str:
    if not row.before:
        return ""
    percent = row.difference / row.before * 100
    return ", less than 1 %" if abs(percent) < 1 else f", {percent:+.0f} %".replace("-", "−")  # noqa: RUF001


def _greatest(row: CostRow) -> tuple[Decimal, str]:
    return -abs(row.difference), row.name


def _cost_rows(before: Estimate | None, after: Estimate | None, *, component: bool) -> list[CostRow]:
    was, will = (
        (one.by_component() if component else one.by_place()) if one is not None else {}
        for one in (before, after)
    )
    rows = (
        CostRow(name, was.get(name, Decimal()), will.get(name, Decimal())) for name in sorted({*was, *will})
    )
    return [one for one in rows if one.before or one.after]


def _missing(estimate: Estimate) -> tuple[str, ...]:
    counts = Counter(one.type for one in estimate.missing)
    return tuple(f"{token} ({number})" for token, number in sorted(counts.items()))
