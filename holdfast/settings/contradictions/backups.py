"""Backups: copies that are where they help, and regions that are there to take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_backups, effective_stores
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.stack import Settings


def of_backups(settings: Settings) -> Iterator[Problem]:
    """Places of copies."""
    copies = () if settings.backups is None else settings.backups.copy_to
    yield from repeated(("backups", "copy_to"), copies)
    if settings.backups is not None and not any(
        effective_backups.backup_class(store, settings) is not None for store in settings.stores.values()
    ):
        adopted = any(map(effective_stores.is_adopted, settings.stores.values()))
        left_out = any(store.not_backed_up_because is not None for store in settings.stores.values())
        why = "name one"
        if adopted:
            why = "an adopted one is backed up where it is declared"
        elif left_out:
            why = "all say not_backed_up_because"
        yield Problem(path=("backups",), message=f"there is no store to back up under holdfast:stores: {why}")
    for index, place in enumerate(copies):
        if place not in settings.regions:
            yield Problem(
                path=("backups", "copy_to", index),
                message="no such region in holdfast:regions: add it there, with role 'backup' if it does "
                "nothing else",
                value=place,
                suggestion=nearest(place, settings.regions),
            )
    for place, region in settings.regions.items():
        if region.role is Role.BACKUP and place not in (
            *copies,
            *_air_gapped_place(settings),
            *_zone_export_places(settings),
            *_canary_places(settings),
            *_own_copy_places(settings),
        ):
            yield Problem(
                path=("regions", place),
                message=f"has role 'backup', but {key_text(('backups', 'copy_to'))} does not name it, so it "
                "would do nothing",
            )


def of_sources(settings: Settings) -> Iterator[Problem]:
    """Copies that would lie beside what they are copies of."""
    homes = {
        key: effective_stores.store_home(store, settings)
        for key, store in settings.stores.items()
        if effective_backups.backup_class(store, settings) is not None
    }
    if settings.backups is None or not homes:
        return
    for index, place in enumerate(settings.backups.copy_to):
        if all(home == place for home in homes.values()):
            yield Problem(
                path=("backups", "copy_to", index),
                message="the backup region is the source region: a copy beside the original is lost with it",
                value=place,
            )
    for key, home in homes.items():
        others = set(homes.values()) != {home}
        if others and set(settings.backups.copy_to) == {home}:
            yield Problem(
                path=("backups", "copy_to"),
                message=f"is the source region of {key_text(('stores', key))} and nothing else: add another "
                "region",
                value=settings.backups.copy_to,
            )


def _zone_export_places(settings: Settings) -> tuple[str, ...]:
    found = settings.zone_export
    return () if found is None else (found.place, *found.copy_to)


def _canary_places(settings: Settings) -> tuple[str, ...]:
    return () if settings.canaries is None else settings.canaries.places or ()


def _own_copy_places(settings: Settings) -> tuple[str, ...]:
    """Places that receive copies which a store's own service makes."""
    copies = (effective_stores.rds(store).backup_copy for store in settings.stores.values())
    return tuple(copy.to for copy in copies if copy is not None)


def _air_gapped_place(settings: Settings) -> tuple[str, ...]:
    found = None if settings.backups is None else settings.backups.air_gapped
    return () if found is None else (found.place,)
