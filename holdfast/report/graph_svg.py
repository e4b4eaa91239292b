"""A topology as a file of SVG that brings its own colours, in the light and in the dark."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from holdfast.graph.summary import GLOBAL
from holdfast.report.graph_words import NOTHING, notes, title
from holdfast.report.page import text_of
from holdfast.report.topology_layout import roomy
from holdfast.report.topology_svg import topology_svg

if TYPE_CHECKING:
    from holdfast.cost import Estimate
    from holdfast.review.atlas import Atlas


def graph_svg(atlas: Atlas, cost: Estimate | None) -> str:
    """The file; a drawing that says so where there is nothing to draw.

    Args:
        atlas: What is drawn.
        cost: What it costs; None where no cost is told.
    """
    style = text_of("colours.css") + text_of("topology.css")
    regions = sum(one != GLOBAL for one in atlas.picture.places)
    drawn = topology_svg(
        atlas.picture, form=roomy(regions), notes=notes(atlas, cost), title=title(atlas), style=style
    )
    if not drawn:
        drawn = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 60" role="img"><title>'
            f'{escape(title(atlas))}</title><style>{style}</style><text x="20" y="36">{NOTHING}</text></svg>'
        )
    return f"{drawn}\n"
