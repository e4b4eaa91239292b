"""Costs as Markdown, for pages and comments."""

from __future__ import annotations

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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.cost import Estimate, Usage
    from holdfast.cost.designs import Mode
    from holdfast.prices import PriceTable

MOST = 15


def cost_markdown(found: Estimate, usage: Usage, prices: PriceTable, *, full: bool = False) -> str:
    """The report.

    Args:
        found: What it costs.
        usage: What was stated and assumed.
        prices: The price table.
        full: Every resource. Default: the largest.
    """
    lines = ["## Cost", "", f"**{headline(found)}**", ""]
    if told := caution(found):
        lines += [f"**{told}.**", ""]
    lines += [completeness(found), ""]
    for title, rows in rankings(found):
        lines += [f"| {title} | USD a month |", "|---|--:|"]
        lines += [_row(one.name, one.says) for one in rows]
        lines.append("")
    lines += ["| resource | where | USD a month |", "|---|---|--:|"]
    lines += [
        _row(f"`{one.name}`", one.place, marked(one.monthly, complete=one.complete))
        for one in largest(found, None if full else MOST)
    ]
    if found.transfer:
        lines += ["", "| transfer | GB | USD a month |", "|---|--:|--:|"]
        lines += [_row(item.name, quantity(item.quantity), usd(item.monthly)) for item in found.transfer]
    lines += [*_gaps(found), ""]
    return "\n".join([*lines, *assumptions(found, usage, prices)]) + "\n"


def _gaps(found: Estimate) -> Iterator[str]:
    missing = gaps(found)
    if missing:
        yield from (
            "",
            "### Without a price",
            "",
            "| what | USD a month | resources | why |",
            "|---|--:|---|---|",
        )
        for one in missing:
            names = f"{len(one.names)}: `{one.names[0]}`" + ("…" if one.names[1:] else "")
            yield _row(one.what, one.size, names, one.reason)


def modes_markdown(modes: tuple[Mode, ...]) -> str:
    """Designs side by side.

    Args:
        modes: What was priced.
    """
    lines = [
        "## Designs side by side",
        "",
        f"**{verdict(modes)}**",
        "",
        worth_words(modes),
        "",
        "| design | USD a month | goal | downtime a year | agreed | loss a year | cost and loss a year |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for one in modes:
        name = f"**{one.design}** (now)" if one.current else one.design.value
        lines.append(
            _row(
                f"{name} (refused)" if one.refused else name,
                amount_of(one),
                f"{one.goal.percent} %",
                downtime(one.goal.downtime_minutes),
                agreed(one),
                usd(one.yearly_loss, cents=False),
                total_of(one),
            )
        )
    lines += [""] + [f"- The settings refuse {one.design}: {one.refused}" for one in modes if one.refused]
    return "\n".join([*lines, "", *(f"{note}\n" for note in mode_notes(modes))])


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
