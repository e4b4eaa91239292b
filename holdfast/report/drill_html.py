"""A drill's report as a page: one file, nothing from elsewhere, readable in the light and in the dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.operate.drill.measure import NOBODY
from holdfast.operate.drill.model import EventKind, Verdict
from holdfast.report.drill_timeline import answerers, colour_of, timeline_svg
from holdfast.report.drill_words import NONE, again, figure, headline, held, moment, phases, seconds
from holdfast.report.page import page

if TYPE_CHECKING:
    from holdfast.operate.drill.model import DrillReport

_TONES = {Verdict.PASSED.value: "good", Verdict.NO_EFFECT.value: "doubt", Verdict.NOT_SAFE.value: "doubt"}


def drill_html(report: DrillReport) -> str:
    """The page.

    Args:
        report: What was found.
    """
    names = answerers(report)
    return page(
        "drill.html.j2",
        report=report,
        tone=_TONES.get(report["verdict"], "bad"),
        headline=headline(report),
        cards=_cards(report),
        timeline=timeline_svg(report),
        answerers=[(name, colour_of(name, names)) for name in (*names, NOBODY)] if names else [],
        phases=phases(report),
        checks=[one for one in report["safety"] if one["ok"] is not None],
        again=again(report),
        figure=figure,
        held=held,
        moment=moment,
        nothing=NONE,
        seconds=seconds,
        told=EventKind.TOLD.value,
    )


def _cards(report: DrillReport) -> list[dict[str, Any]]:
    """The figures that a person looks for first."""
    return [
        {
            "name": one["name"],
            "value": figure(one["measured"], one["unit"]),
            "held": held(one),
            "objective": figure(one["objective"], one["unit"]) if one["objective"] is not None else None,
            "words": one["words"],
        }
        for one in report["objectives"]
    ]
