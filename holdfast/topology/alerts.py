"""Who is told, planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import AlertsPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings


def plan_alerts(settings: Settings) -> AlertsPlan:
    """Plan whom alarms tell.

    Args:
        settings: The whole settings.
    """
    asked = settings.alerts
    return AlertsPlan(
        emails=tuple(sorted(set(asked.emails))),
        certificate_days=asked.certificate_days,
        origin=origin(
            emails=path_of(asked, "holdfast:alerts", "emails"),
            certificate_days=path_of(asked, "holdfast:alerts", "certificate_days"),
        ),
    )
