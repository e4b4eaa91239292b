"""Costs as text: totals, regions, components, what costs most, what has no price; designs with bars."""

from __future__ import annotations

from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.report.cost_words import (
    agreed,
    amount_of,
    assumptions,
    caution,
    completeness,
    downtime,
    gaps,
    headline,
    largest,
    marked,
    mode_notes,
    quantity,
    rankings,
    total_of,
    usd,
    verdict,
    worth_words,
)
from holdfast.report.lines import WIDTH, Line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.cost import CostItem, Estimate, Usage
    from holdfast.cost.designs import Mode
    from holdfast.prices import Price, PriceTable
    from holdfast.report.cost_words import Ranked

TITLE, NOTE, UNKNOWN, GOOD = "bold cyan", "dim", "yellow", "green"
MOST = 12
"""Rows of a table that is not shown in full."""
_AMOUNT = 14
_NAMES = 3
_BAR = 40


def cost_lines(
    found: Estimate, usage: Usage, prices: PriceTable, *, full: bool = False, width: int = WIDTH
) -> list[Line]:
    """The whole report.

    Args:
        found: What it costs.
        usage: What was stated and assumed.
        prices: The price table.
        full: Every resource with its lines and sources. Default: the largest.
        width: Columns. Default: 110.
    """
    lines = [Line(headline(found), "bold")]
    lines += [Line(part, f"bold {UNKNOWN}") for part in wrap(caution(found), width)]
    lines.append(Line(completeness(found), NOTE))
    for (name, rows), most in zip(rankings(found), (None, None if full else MOST), strict=True):
        lines += _ranking(f"BY {name.upper()}", rows, most)
    chosen = largest(found, None if full else MOST)
    lines += [Line(), Line("EVERY RESOURCE" if full else "WHAT COSTS MOST", TITLE)]
    for one in chosen:
        lines.append(
            Line(
                f"{marked(one.monthly, complete=one.complete):>{_AMOUNT}}  "
                f"{shorten(f'{one.name} ({one.place})', width - 18)}"
            )
        )
        for item in (
            one.items
            if full
            else sorted(one.items, key=lambda item: -(item.monthly or item.possible or 0))[:2]
        ):
            lines += _item(item, width, full=full)
    if found.transfer:
        lines += [Line(), Line("TRANSFER", TITLE)]
        lines += [line for item in found.transfer for line in _item(item, width, full=full)]
    lines += _gaps(found, width)
    lines.append(Line())
    for text in assumptions(found, usage, prices):
        lines += [Line(part, NOTE) for part in wrap(text, width)]
    return lines


def _ranking(title: str, rows: Sequence[Ranked], most: int | None) -> Iterator[Line]:
    shown = rows if most is None else rows[:most]
    yield from (Line(), Line(title, TITLE))
    yield from (Line(f"{one.says:>{_AMOUNT}}  {one.name}") for one in shown)
    if rest := rows[len(shown) :]:
        amount = sum((one.amount for one in rest), Decimal())
        says = marked(amount, complete=all(one.complete for one in rest))
        yield Line(f"{says:>{_AMOUNT}}  {len(rest)} more (--all)", NOTE)


def _item(item: CostItem, width: int, *, full: bool) -> Iterator[Line]:
    amount = usd(item.monthly) if item.monthly is not None else "missing"
    rate = "?" if item.price is None else f"{item.price.normalize():f}"
    words = f"{item.name}: {quantity(item.quantity)} x {rate} a {item.unit}"
    if item.monthly is None and item.possible is not None:
        words += f" (elsewhere about {usd(item.possible)})"
    style = UNKNOWN if item.monthly is None else NOTE
    yield Line(f"{'':{_AMOUNT}}  {amount:>12}  {shorten(words, width - 30)}", style)
    if full:
        for told in (item.note, item.source):
            for part in wrap(told, max(width - 32, 20)):
                yield Line(f"{'':32}{part}", NOTE)


def _gaps(found: Estimate, width: int) -> Iterator[Line]:
    missing = gaps(found)
    if not missing:
        return
    yield from (Line(), Line(f"WITHOUT A PRICE ({len(missing)}): not part of any sum", f"bold {UNKNOWN}"))
    for one in missing:
        more = f" and {len(one.names) - _NAMES} more" if len(one.names) > _NAMES else ""
        text = f"{one.what}, {one.size}: {', '.join(one.names[:_NAMES])}{more}: {one.reason}"
        for part in wrap(text, width - 2, subsequent_indent="  "):
            yield Line(f"  {part}", UNKNOWN)


def mode_lines(modes: tuple[Mode, ...], *, width: int = WIDTH) -> list[Line]:
    """Designs side by side, in one table and as bars.

    Args:
        modes: What was priced.
        width: Columns. Default: 110.
    """
    rows: list[tuple[str, ...]] = [
        ("design", "USD/month", "goal", "downtime a year", "agreed", "loss/year", "cost+loss/year")
    ]
    rows += [_mode_row(one) for one in modes]
    columns = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [Line(part, "bold") for part in wrap(verdict(modes), width)]
    lines += [*(Line(part, GOOD) for part in wrap(worth_words(modes), width)), Line()]
    for position, row in enumerate(rows):
        cells = [row[0].ljust(columns[0]), *(cell.rjust(columns[at]) for at, cell in enumerate(row) if at)]
        mode = modes[position - 1] if position else None
        style = NOTE if not mode else UNKNOWN if mode.refused else "bold" if mode.current else ""
        lines.append(Line("  ".join(cells), style))
    refused = [one for one in modes if one.refused]
    if refused:
        lines += [Line(), Line("THE SETTINGS REFUSE", f"bold {UNKNOWN}")]
        lines += [
            Line(f"  {part}", UNKNOWN)
            for one in refused
            for part in wrap(f"{one.design}: {one.refused}", width - 2, subsequent_indent="  ")
        ]
    lines += [Line(), *_bars(modes), Line()]
    return [*lines, *(Line(part, NOTE) for text in mode_notes(modes) for part in wrap(text, width))]


def _mode_row(mode: Mode) -> tuple[str, ...]:
    marks = "".join((" *" if mode.current else "", " (refused)" if mode.refused else ""))
    return (
        f"{mode.design}{marks}",
        amount_of(mode),
        f"{mode.goal.percent} %",
        downtime(mode.goal.downtime_minutes),
        agreed(mode),
        usd(mode.yearly_loss, cents=False),
        total_of(mode),
    )


def _bars(modes: Sequence[Mode]) -> Iterator[Line]:
    """What a year costs (#) and loses (=), to one scale."""
    modes = [one for one in modes if one.estimate is not None]
    totals = [(one.yearly_cost or Decimal()) + (one.yearly_loss or Decimal()) for one in modes]
    most = max(totals, default=Decimal())
    if not most:
        return
    yield Line("a year: # cost, = loss by downtime", NOTE)
    name = max(len(one.design.value) for one in modes)
    for one, total in zip(modes, totals, strict=True):
        cost = round((one.yearly_cost or Decimal()) / most * _BAR)
        loss = round((one.yearly_loss or Decimal()) / most * _BAR)
        bar = "#" * cost + "=" * loss
        yield Line(f"{one.design.value:<{name}}  {bar:<{_BAR + 1}} {usd(total, cents=False)}")


def price_lines(prices: Sequence[Price], *, width: int = WIDTH) -> list[Line]:
    """Prices with their day and source.

    Args:
        prices: Rows of the table.
        width: Columns. Default: 110.
    """
    key = max((len(one.key) for one in prices), default=0)
    region = max((len(one.region) for one in prices), default=0)
    amounts = [f"{one.usd.normalize():f}" for one in prices]
    amount = max(map(len, amounts), default=0)
    return [
        Line(
            shorten_end(
                f"{one.key:<{key}}  {one.region:<{region}}  {told:>{amount}}  {one.as_of}  {one.source}",
                width,
            )
        )
        for one, told in zip(prices, amounts, strict=True)
    ] or [Line("no such price", UNKNOWN)]


def shorten_end(text: str, width: int) -> str:
    """The text cut at a width, its columns kept."""
    return text if len(text) <= width else f"{text[: max(width - 1, 0)]}…"
