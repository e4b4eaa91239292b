"""The export of DNS zones, planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import ZoneExportPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings


def plan_zone_export(settings: Settings) -> ZoneExportPlan | None:
    """Plan the export of zones; None where it is not asked for.

    Args:
        settings: The whole settings.
    """
    asked, path = settings.zone_export, "holdfast:zone_export"
    if asked is None:
        return None
    return ZoneExportPlan(
        place=asked.place,
        region=PLACES[asked.place].name,
        copies={place: PLACES[place].name for place in sorted(asked.copy_to)},
        every_hours=asked.every_hours,
        retention_days=asked.retention_days,
        cloudflare_token_secret=asked.cloudflare_token_secret,
        origin=origin(
            place=f"{path}.place",
            copies=f"{path}.copy_to",
            every_hours=path_of(asked, path, "every_hours"),
            retention_days=path_of(asked, path, "retention_days"),
            cloudflare_token_secret=path_of(asked, path, "cloudflare_token_secret"),
        ),
    )
