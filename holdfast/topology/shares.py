"""What part of an entrance's peak a region must carry, from the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.capacity import STANDBY_PERCENT, Share, Traffic, share_of
from holdfast.topology.values import Strategy, Survives

if TYPE_CHECKING:
    from holdfast.settings import EntranceSettings, Settings


def survives_of(settings: Settings) -> Survives:
    """Return the loss that capacity absorbs: as promised, else a region if several are active, or a zone."""
    if settings.objectives.survives is not None:
        return settings.objectives.survives
    actives = [region for region in settings.regions.values() if region.role == "active"]
    return Survives.REGION if len(actives) > 1 else Survives.ZONE


def standby_percent_of(entrance: EntranceSettings, strategy: Strategy | None) -> int:
    """Return the share of the needed capacity that runs in a standby region, in percent."""
    if strategy is None:
        return 100
    if entrance.standby is not None and entrance.standby.percent is not None:
        return entrance.standby.percent
    return STANDBY_PERCENT[strategy]


def entrance_share(
    place: str, entrance: EntranceSettings, settings: Settings, survives: Survives | None = None
) -> Share:
    """Return what an entrance asks of a region behind it.

    Args:
        place: The region.
        entrance: The entrance.
        settings: The whole settings.
        survives: The loss to count with. Default: what the stack survives.
    """
    return share_of(
        place,
        Traffic(
            mode=effective.mode(entrance, settings),
            policy=effective.policy(entrance, settings),
            roles={other: settings.regions[other].role for other in effective.endpoints(entrance, settings)},
            weights=entrance.weights,
            standby_percent=standby_percent_of(entrance, effective.strategy(entrance, settings)),
        ),
        survives_of(settings) if survives is None else survives,
    )


def service_shares(
    place: str, service: str, settings: Settings, survives: Survives | None = None
) -> list[Share]:
    """Return what each entrance of a service asks of a region.

    Args:
        place: The region.
        service: The service's key in the settings.
        settings: The whole settings.
        survives: The loss to count with. Default: what the stack survives.
    """
    return [
        entrance_share(place, entrance, settings, survives)
        for entrance in settings.entrances.values()
        if place in effective.endpoints(entrance, settings)
        and service in effective.services(entrance, settings)
    ]
