"""Stores and who uses them: services, and entrances whose strategy says where data is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import Strategy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.stack import Settings


def of_services(settings: Settings) -> Iterator[Problem]:
    """Stores that are not there, or not where the service runs."""
    for key, service in settings.services.items():
        path = ("services", key, "stores")
        yield from repeated(path, service.stores)
        runs_in = effective.service_places(key, settings)
        for index, name in enumerate(service.stores):
            if name not in settings.stores:
                yield Problem(
                    path=(*path, index),
                    message="no such store in holdfast:stores",
                    value=name,
                    allowed=tuple(settings.stores),
                    suggestion=nearest(name, settings.stores),
                )
                continue
            held = effective.store_places(settings.stores[name], settings)
            without = [place for place in runs_in if place not in held]
            if without:
                yield Problem(
                    path=(*path, index),
                    message=f"lies in {', '.join(held)}, and the service also runs in {', '.join(without)}, "
                    "where it would have none and must not depend on another region: add the place to the "
                    "store's regions",
                    value=name,
                )


def of_strategies(settings: Settings) -> Iterator[Problem]:
    """Stores in a standby region of which nothing but backups is meant to be there.

    Source: https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/
    disaster-recovery-options-in-the-cloud.html: what replicates its data is a pilot light.
    """
    built = {
        place for entrance in settings.entrances.values() for place in effective.endpoints(entrance, settings)
    }
    for name, entrance in settings.entrances.items():
        if effective.strategy(entrance, settings) is not Strategy.BACKUP_AND_RESTORE:
            continue
        bare = set(effective.places(entrance, settings)) - built
        for key, store in settings.stores.items():
            found = sorted(bare.intersection(effective.store_places(store, settings)))
            if found:
                yield Problem(
                    path=("stores", key, "regions"),
                    message=f"hold {', '.join(found)}, where {key_text(('entrances', name))} keeps backups "
                    f"alone (strategy {Strategy.BACKUP_AND_RESTORE}): name the store's regions without it, "
                    f"or choose strategy {Strategy.PILOT_LIGHT}",
                    value=effective.store_places(store, settings),
                )
