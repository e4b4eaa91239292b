"""Which requests come to a store, and in which regions they arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.values import Mode, Role

if TYPE_CHECKING:
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.stack import Settings


def reaches(entrance: EntranceSettings, store: str, settings: Settings) -> bool:
    """Whether a service behind an entrance uses a store; one that nobody names may be used by all."""
    users = {key for key, service in settings.services.items() if store in service.stores}
    return not users or not users.isdisjoint(effective.services(entrance, settings))


def serving_places(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Give the places that take an entrance's requests while nothing has failed, sorted.

    A standby takes none, unless the dial of an accelerator sends it some.
    """
    found = effective.endpoints(entrance, settings)
    if effective.mode(entrance, settings) is not Mode.ACTIVE_PASSIVE:
        return found
    dials = {} if entrance.accelerator is None else entrance.accelerator.dials
    return tuple(
        place for place in found if settings.regions[place].role is Role.ACTIVE or dials.get(place, 0) > 0
    )


def writing_places(store: str, settings: Settings) -> dict[str, tuple[str, ...]]:
    """Give the places in which requests to a store arrive while nothing has failed, by entrance."""
    return {
        key: serving_places(entrance, settings)
        for key, entrance in settings.entrances.items()
        if reaches(entrance, store, settings)
    }
