"""Internet Monitor, planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective_internet_monitor
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import InternetMonitorPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings

_FIELDS = (
    *("places", "max_city_networks", "traffic_percent", "availability_percent", "performance_percent"),
    "page_availability_percent",
)


def plan_internet_monitor(settings: Settings) -> InternetMonitorPlan | None:
    """Plan Internet Monitor; None where nobody asked for it.

    Args:
        settings: The whole settings.
    """
    asked = settings.internet_monitor
    if asked is None:
        return None
    places = asked.places or effective_internet_monitor.measurable(settings)
    return InternetMonitorPlan(
        places={place: PLACES[place].name for place in sorted(places)},
        distributions=effective_internet_monitor.distributions(settings),
        max_city_networks=asked.max_city_networks,
        traffic_percent=asked.traffic_percent,
        availability_percent=asked.availability_percent,
        performance_percent=asked.performance_percent,
        page_availability_percent=asked.page_availability_percent,
        origin=origin(**{name: path_of(asked, "holdfast:internet_monitor", name) for name in _FIELDS}),
    )
