"""Designs as a drawn chart: what each costs in a year, and what its downtime loses, to one scale."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from holdfast.cost.designs import cheapest
from holdfast.report.cost_words import marked, usd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.cost.designs import Mode

WIDTH, RIGHT, ROW, BAR, NAME = 420, 80, 46, 18, 18
"""Names stand above the bars, so that a phone's width holds them in a size that can be read."""


def modes_svg(modes: Sequence[Mode]) -> str:
    """The chart; empty where nothing is known of any design.

    Args:
        modes: What was priced.
    """
    totals = [_total(one) for one in modes]
    most = max(totals, default=Decimal())
    if not most:
        return ""
    best = cheapest(tuple(modes))
    height = ROW * len(modes) + 8
    drawn = [
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="Cost and loss of each design in a year">'
    ]
    for position, (mode, total) in enumerate(zip(modes, totals, strict=True)):
        drawn += _row(mode, total, most, position * ROW + 8, best=mode is best)
    return "\n".join([*drawn, "</svg>"])


def _total(mode: Mode) -> Decimal:
    return Decimal() if mode.yearly_cost is None else mode.yearly_cost + (mode.yearly_loss or Decimal())


def _row(mode: Mode, total: Decimal, most: Decimal, top: int, *, best: bool) -> list[str]:
    room = Decimal(WIDTH - RIGHT)
    cost = (mode.yearly_cost or Decimal()) / most * room
    loss = (total - (mode.yearly_cost or Decimal())) / most * room
    paid, lost = usd(mode.yearly_cost, cents=False), usd(mode.yearly_loss, cents=False)
    words = f"{mode.design}: {paid} USD cost, {lost} USD loss"
    style = " refused" if mode.refused else " best" if best else ""
    bar = top + NAME
    label = "not known" if mode.estimate is None else marked(total, complete=mode.complete, cents=False)
    return [
        f'<g class="mode{style}"><title>{escape(words)}</title>',
        f'<text class="name" x="0" y="{top + NAME - 6}">{mode.design}</text>',
        f'<rect class="cost" x="0" y="{bar}" width="{cost:.1f}" height="{BAR}"/>',
        f'<rect class="loss" x="{cost:.1f}" y="{bar}" width="{loss:.1f}" height="{BAR}"/>',
        f'<text class="label" x="{cost + loss + 8:.1f}" y="{bar + BAR // 2 + 5}">{label}</text></g>',
    ]
