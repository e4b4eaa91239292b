"""A topology as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.report.graph_data import graph_data

if TYPE_CHECKING:
    from holdfast.cost import Estimate
    from holdfast.review.atlas import Atlas


def graph_json(atlas: Atlas, cost: Estimate | None) -> str:
    """The whole topology.

    Args:
        atlas: What is drawn.
        cost: What it costs; None where no cost is told.
    """
    return json.dumps(graph_data(atlas, cost), indent=2, ensure_ascii=False) + "\n"
