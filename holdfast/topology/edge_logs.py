"""Logs of what stands before all regions, planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES
from holdfast.topology.values import EdgeLogsPlan

if TYPE_CHECKING:
    from holdfast.settings.edge_logs import EdgeLogSettings


def plan_edge_logs(asked: EdgeLogSettings) -> EdgeLogsPlan:
    """Plan the bucket that gets logs.

    Args:
        asked: Where they rest, and for how long.
    """
    return EdgeLogsPlan(
        place=asked.place, region=PLACES[asked.place].name, retention_days=asked.retention_days
    )
