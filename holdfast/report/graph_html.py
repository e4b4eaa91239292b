"""A topology as a page to explore: one file, nothing from elsewhere, for screens large and small."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from holdfast.graph.summary import GLOBAL
from holdfast.report.graph_data import graph_data
from holdfast.report.graph_words import KINDS, NOTHING, WAYS, component, notes, summary, title
from holdfast.report.page import page, text_of
from holdfast.report.review_words import flat
from holdfast.report.topology_icons import ICONS
from holdfast.report.topology_layout import NARROW, roomy
from holdfast.report.topology_svg import topology_svg
from holdfast.review.model import NodeKind

if TYPE_CHECKING:
    from holdfast.cost import Estimate
    from holdfast.review.atlas import Atlas

_STYLES = ("colours.css", "topology.css", "graph.css")
_SCRIPT = "graph.js"


def graph_html(atlas: Atlas, cost: Estimate | None) -> str:
    """The page.

    Args:
        atlas: What is drawn.
        cost: What it costs; None where no cost is told.
    """
    picture = atlas.picture
    regions = sum(one != GLOBAL for one in picture.places)
    told = notes(atlas, cost)
    style = "\n" + "".join(map(text_of, _STYLES))
    script = "\n" + text_of(_SCRIPT)
    kinds = {one.kind for one in picture.nodes} - {NodeKind.CLIENTS}
    ways = {one.kind for one in picture.edges}
    return page(
        "graph.html.j2",
        title=title(atlas),
        summary=summary(atlas, cost),
        partial=atlas.partial,
        nothing=NOTHING,
        caveat=_caveat(cost),
        style=Markup(style),  # noqa: S704  # a file of ours
        script=Markup(script),  # noqa: S704  # a file of ours
        policy=_policy(style, script),
        data=_embedded(_data(atlas, cost)),
        wide=Markup(  # noqa: S704  # escaped where it is drawn
            topology_svg(picture, key="wide", form=roomy(regions), notes=told, explorable=True)
        ),
        narrow=Markup(  # noqa: S704  # as above
            topology_svg(picture, key="narrow", form=NARROW, notes=told, explorable=True)
        ),
        components=sorted({component(one) for one in picture.nodes if one.kind is not NodeKind.CLIENTS}),
        places=[flat(one) for one in picture.places],
        kinds=[(one.value, KINDS[one], Markup(ICONS[one])) for one in KINDS if one in kinds],  # noqa: S704  # ours
        ways=[(one.value, WAYS[one]) for one in WAYS if one in ways],
    )


def _caveat(cost: Estimate | None) -> str:
    if cost is None:
        return ""
    day = cost.prices_as_of.isoformat()
    return f"US dollars a month at prices of {day}, without what moves between regions."


def _data(atlas: Atlas, cost: Estimate | None) -> dict[str, Any]:
    """What the script reads: the same as the JSON, without the long names that it does not show."""
    found = graph_data(atlas, cost)
    holders = (*found["nodes"], *found["places"])
    for one in (
        each for holder in holders for each in (*holder.get("resources", ()), *holder.get("beside", ()))
    ):
        del one["urn"]
    return found


def _embedded(data: dict[str, Any]) -> Markup:
    """JSON that cannot end the element that it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704  # escaped


def _policy(style: str, script: str) -> str:
    """What the browser lets the page do: its own style and script, no other, and no request at all."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
