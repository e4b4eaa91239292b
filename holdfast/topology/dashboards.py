"""Dashboards and traces, planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import DashboardsPlan, TracesPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings


def plan_dashboards(settings: Settings) -> DashboardsPlan | None:
    """Plan the dashboards; None where the team wants none.

    Args:
        settings: The whole settings.
    """
    asked = settings.dashboards
    if asked is None:
        return None
    return DashboardsPlan(
        error_words=tuple(dict.fromkeys(asked.error_words)),
        origin=origin(error_words=path_of(asked, "holdfast:dashboards", "error_words")),
    )


def plan_traces(settings: Settings) -> TracesPlan | None:
    """Plan the traces; None where nobody asked for them.

    Args:
        settings: The whole settings.
    """
    asked = settings.traces
    if asked is None:
        return None
    fields = ("sampled_percent", "per_second", "slow_seconds")
    return TracesPlan(
        sampled_percent=asked.sampled_percent,
        per_second=asked.per_second,
        slow_seconds=asked.slow_seconds,
        origin=origin(**{field: path_of(asked, "holdfast:traces", field) for field in fields}),
    )
