"""What every report of costs says in the same words: amounts, what is missing, what was assumed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from holdfast.cost import Standing
from holdfast.cost.designs import GOALS_SOURCE, STRATEGIES_SOURCE, cheapest
from holdfast.report.lines import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.cost import CostItem, Estimate, ResourceCost, Usage
    from holdfast.cost.designs import Mode
    from holdfast.prices import PriceTable

CAVEAT = "On demand, before tax, credits, free tiers and support; what is billed is AWS's to say."
GOAL_CAVEAT = (
    "Availability is the published goal of that kind of design, no prediction; the product of service level "
    "agreements is theoretical too, and says nothing of mistakes of one's own."
)
AN_HOUR = 60


def usd(amount: Decimal | None, *, cents: bool = True) -> str:
    """An amount, such as ``1,234.50``; a dash where it is not known."""
    if amount is None:
        return "-"
    return f"{amount:,.2f}" if cents else f"{amount:,.0f}"


def quantity(amount: Decimal | None) -> str:
    """A quantity in as many digits as it needs."""
    if amount is None:
        return "?"
    if amount == amount.to_integral_value():
        return f"{amount:,.0f}"
    return f"{amount:,.2f}" if amount >= 1 else f"{amount:.3g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A price or quantity that is missing, of several resources."""

    what: str
    reason: str
    names: tuple[str, ...]


def gaps(found: Estimate) -> tuple[Gap, ...]:
    """What has no price, the same reason once."""
    named: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in found.missing:
        if one.standing is Standing.UNSUPPORTED:
            named[one.type, "this type is not priced here"].append(one.name)
        for item in one.items:
            if item.monthly is None:
                reason = next(
                    (part for part in item.note.split("; ") if part.startswith("no price")), item.note
                )
                named[item.name, reason].append(one.name)
    for item in found.transfer:
        if item.monthly is None:
            named[item.name, item.note].append("transfer")
    return tuple(
        Gap(what=what, reason=reason, names=tuple(dict.fromkeys(names)))
        for (what, reason), names in sorted(named.items(), key=lambda pair: (pair[0][1], pair[0][0]))
    )


def largest(found: Estimate, most: int | None) -> tuple[ResourceCost, ...]:
    """The resources that cost most; all that cost something where no number is given."""
    ranked = sorted(
        (one for one in found.resources if one.items), key=lambda one: (-one.monthly, one.place, one.name)
    )
    return tuple(ranked if most is None else ranked[:most])


def ranked(amounts: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    """Names with amounts, most first, without those that are nothing."""
    return sorted(((name, one) for name, one in amounts.items() if one), key=lambda pair: (-pair[1], pair[0]))


def headline(found: Estimate) -> str:
    """The total, in one line."""
    words = f"{usd(found.monthly)} USD a month, of which {usd(found.on_usage)} by usage"
    return f"{found.stack}: {words}" if found.stack else words


def completeness(found: Estimate) -> str:
    """How much of the stack has a price."""
    counts = {standing: sum(one.standing is standing for one in found.resources) for standing in Standing}
    return (
        f"{plural(len(found.resources), 'resource')}: {counts[Standing.PRICED]} priced, "
        f"{counts[Standing.FREE]} free, {counts[Standing.MISSING]} with a price missing, "
        f"{counts[Standing.UNSUPPORTED]} not supported"
    )


def assumptions(found: Estimate, usage: Usage, prices: PriceTable) -> list[str]:
    """What the figures rest on."""
    keys = {key for item in items(found) for key in item.usage}
    stated = sorted(keys & usage.stated)
    assumed = len(keys) - len(stated)
    lines = [
        f"Usage: {len(stated)} of {len(keys)} figures are stated"
        + (f" ({', '.join(f'{key} = {usage[key].normalize():f}' for key in stated)})" if stated else "")
        + f"; {assumed} are assumptions for a {usage.size} API.",
        f"Prices: of {prices.oldest} to {prices.as_of}; 'holdfast prices show' names the source of each.",
    ]
    notes = {item.note.split("; ")[0] for item in found.transfer if item.note.startswith("requests:")}
    return [*lines, *(f"Traffic by region, {note}." for note in sorted(notes)), CAVEAT]


def items(found: Estimate) -> Iterable[CostItem]:
    """Every line of the bill."""
    return (*found.transfer, *(item for one in found.resources for item in one.items))


def downtime(minutes: Decimal) -> str:
    """Minutes a year, in words that a person reads."""
    if minutes < AN_HOUR:
        return f"{minutes:,.1f} min"
    return f"{minutes:,.0f} min ({minutes / AN_HOUR:.1f} h)"


def verdict(modes: tuple[Mode, ...]) -> str:
    """The answer of a comparison."""
    best = cheapest(modes)
    if best is not None:
        total = usd(best.yearly_total, cents=False)
        return f"{best.design} costs least with what its downtime loses: {total} USD a year"
    if all(one.revenue_per_minute is None for one in modes):
        return (
            "What downtime loses is not stated: "
            "[cost] revenue_per_minute in holdfast.toml, or --revenue-per-minute"
        )
    return "No allowed mode could be priced"


def mode_notes(modes: tuple[Mode, ...]) -> list[str]:
    """What the figures of a comparison rest on."""
    incomplete = [one.design.value for one in modes if one.estimate is not None and one.estimate.missing]
    lines = [f"Goals: {GOALS_SOURCE}; {STRATEGIES_SOURCE}.", GOAL_CAVEAT, CAVEAT]
    if incomplete:
        lines.insert(
            0, "Some prices are missing in every figure marked +: see the report of the mode itself."
        )
    return lines


def agreed(mode: Mode) -> str:
    """What the service level agreements multiply to, never rounded up; a dash where nothing serves."""
    if mode.agreed_percent is None:
        return "-"
    return f"{mode.agreed_percent.quantize(Decimal('0.0001'), ROUND_FLOOR)} %"


def amount_of(mode: Mode) -> str:
    """USD a month of a mode; marked where prices are missing."""
    if mode.estimate is None:
        return "-"
    return usd(mode.estimate.monthly, cents=False) + ("+" if mode.estimate.missing else "")
