"""What every report of costs says in the same words: amounts, what is missing, what was assumed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from holdfast.cost import Standing
from holdfast.cost.designs import GOALS_SOURCE, STRATEGIES_SOURCE, cheapest, worth
from holdfast.report.lines import plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

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
    possible: Decimal | None
    """USD a month that it may be by prices of other regions; None where nobody can say."""

    @property
    def size(self) -> str:
        """How large it may be, in words."""
        return "of unknown size" if self.possible is None else f"about {usd(self.possible)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An amount of a region or a component."""

    name: str
    amount: Decimal
    complete: bool
    """Whether nothing of it is without a price."""

    @property
    def says(self) -> str:
        """The amount, marked where prices are missing."""
        return marked(self.amount, complete=self.complete)


def marked(amount: Decimal, *, complete: bool, cents: bool = True) -> str:
    """An amount, with a plus where prices are missing.

    Args:
        amount: USD.
        complete: Whether nothing is missing in it.
        cents: Whether with cents. Default: yes.
    """
    return usd(amount, cents=cents) + ("" if complete else "+")


def gaps(found: Estimate) -> tuple[Gap, ...]:
    """What has no price, the same reason once, the largest first and before it what nobody can size."""
    named: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    sizes: defaultdict[tuple[str, str], list[Decimal | None]] = defaultdict(list)
    for one in found.missing:
        if one.standing is Standing.UNSUPPORTED:
            key = (one.type, "this type is not priced here")
            named[key].append(one.name)
            sizes[key].append(None)
        for item in one.items:
            if item.monthly is None:
                reason = next(
                    (part for part in item.note.split("; ") if part.startswith("no price")), item.note
                )
                named[item.name, reason].append(one.name)
                sizes[item.name, reason].append(item.possible)
    for item in found.transfer:
        if item.monthly is None:
            named[item.name, item.note].append("transfer")
            sizes[item.name, item.note].append(item.possible)
    listed = (
        Gap(what=what, reason=reason, names=tuple(dict.fromkeys(names)), possible=_sum(sizes[what, reason]))
        for (what, reason), names in named.items()
    )
    return tuple(
        sorted(listed, key=lambda one: (one.possible is not None, -(one.possible or 0), one.reason, one.what))
    )


def _sum(sizes: Iterable[Decimal | None]) -> Decimal | None:
    known = list(sizes)
    return None if None in known else sum((one for one in known if one is not None), Decimal())


def largest(found: Estimate, most: int | None) -> tuple[ResourceCost, ...]:
    """The resources that cost most, or may; all that cost something where no number is given."""
    ranked = sorted(
        (one for one in found.resources if one.items),
        key=lambda one: (-(one.monthly + one.possible), one.place, one.name),
    )
    return tuple(ranked if most is None else ranked[:most])


def ranked(amounts: Mapping[str, Decimal], lacking: Collection[str]) -> list[Ranked]:
    """Names with amounts, most first, without those that are nothing and lack nothing.

    Args:
        amounts: USD by name.
        lacking: Names of which a part has no price.
    """
    rows = (
        Ranked(name=name, amount=amount, complete=name not in lacking)
        for name, amount in amounts.items()
        if amount or name in lacking
    )
    return sorted(rows, key=lambda one: (-one.amount, one.name))


def rankings(found: Estimate) -> list[tuple[str, list[Ranked]]]:
    """Amounts by region and by component."""
    return [
        ("region", ranked(found.by_place(), found.open_places())),
        ("component", ranked(found.by_component(), found.open_components())),
    ]


def headline(found: Estimate) -> str:
    """The total, in one line."""
    total = marked(found.monthly, complete=found.complete)
    words = f"{total} USD a month, of which {usd(found.on_usage)} by usage"
    return f"{found.stack}: {words}" if found.stack else words


def caution(found: Estimate) -> str:
    """What the total leaves out and how large that may be, in one line; empty where it leaves nothing out."""
    if found.complete:
        return ""
    lacking = [f"{len(found.missing)} of {plural(len(found.resources), 'resource')}"] if found.missing else []
    moved = sum(item.monthly is None for item in found.transfer)
    lacking += [f"{plural(moved, 'line')} of transfer"] if moved else []
    sized = f"about {usd(found.possible)} USD a month more by the dearest prices known elsewhere"
    unsized = f"{plural(found.unsized, 'part')} of a size that nobody can say"
    told = [sized if found.possible else "", unsized if found.unsized else ""]
    said = " and ".join(one for one in told if one) or "next to nothing by prices known elsewhere"
    return f"The total is too low: {' and '.join(lacking)} lack a price: {said}"


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
        told = f"{best.design} costs least with what its downtime loses: {total_of(best)} USD a year"
        then = cheapest(modes, dearest=True)
        if then is None or then is best:
            return told
        return f"{told}; {then.design} would, were what lacks a price as dear as anywhere"
    if all(one.revenue_per_minute is None for one in modes):
        return (
            "What downtime loses is not stated: "
            "[cost] revenue_per_minute in holdfast.toml, or --revenue-per-minute"
        )
    return "No allowed mode could be priced"


def worth_words(modes: tuple[Mode, ...]) -> str:
    """From which revenue a minute on which design is worth its cost, in one sentence; empty where none is."""
    found = worth(modes)
    if not found:
        return ""
    first, *more = found
    steps = [f"{one.design} from {usd(revenue)} USD on" for revenue, one in more]
    said = f"{first[1].design} costs least where a minute of downtime loses little"
    return f"Worth it: {'; '.join([said, *steps])}."


def mode_notes(modes: tuple[Mode, ...]) -> list[str]:
    """What the figures of a comparison rest on."""
    incomplete = [one.estimate for one in modes if one.estimate is not None and not one.estimate.complete]
    lines = [f"Goals: {GOALS_SOURCE}; {STRATEGIES_SOURCE}.", GOAL_CAVEAT, CAVEAT]
    if incomplete:
        most = max(one.possible for one in incomplete)
        lines.insert(
            0,
            "Prices are missing in every figure marked +, and so in the sums and bars made of it: up to "
            f"about {usd(most, cents=False)} USD a month by the dearest prices known elsewhere. "
            "'holdfast cost STACK' names them.",
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
    return marked(mode.estimate.monthly, complete=mode.complete, cents=False)


def total_of(mode: Mode) -> str:
    """USD a year of a mode with its loss; marked where prices are missing."""
    if mode.yearly_total is None:
        return "-"
    return marked(mode.yearly_total, complete=mode.complete, cents=False)
