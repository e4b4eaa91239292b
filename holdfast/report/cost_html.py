"""Costs as a page: one file, nothing from elsewhere, readable on a phone, in the light and in the dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from holdfast.report.cost_chart import modes_svg
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
from holdfast.report.page import page

if TYPE_CHECKING:
    from holdfast.cost import Estimate, Usage
    from holdfast.cost.designs import Mode
    from holdfast.prices import PriceTable


def cost_html(found: Estimate, usage: Usage, prices: PriceTable) -> str:
    """The page of an estimate.

    Args:
        found: What it costs.
        usage: What was stated and assumed.
        prices: The price table.
    """
    return page(
        "cost.html.j2",
        title=f"Cost of {found.stack}" if found.stack else "Cost",
        headline=headline(found),
        caution=caution(found),
        completeness=completeness(found),
        rankings=rankings(found),
        resources=largest(found, None),
        transfer=found.transfer,
        gaps=gaps(found),
        notes=assumptions(found, usage, prices),
        marked=marked,
        usd=usd,
        quantity=quantity,
    )


def modes_html(modes: tuple[Mode, ...]) -> str:
    """The page of designs side by side.

    Args:
        modes: What was priced.
    """
    chart = Markup(modes_svg(modes))  # noqa: S704  # what it holds is escaped where it is made
    return page(
        "modes.html.j2",
        title="Designs side by side",
        headline=verdict(modes),
        worth=worth_words(modes),
        modes=modes,
        chart=chart,
        notes=mode_notes(modes),
        agreed=agreed,
        amount_of=amount_of,
        downtime=downtime,
        total_of=total_of,
        usd=usd,
    )
