"""Stores: which section each takes, and those that exist already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_stores
from holdfast.settings.aurora import AdoptedAuroraSettings
from holdfast.settings.dsql import AdoptedDsqlSettings
from holdfast.settings.elasticache import AdoptedElasticacheSettings
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.settings.rds import AdoptedRdsSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.base import SettingsModel
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_PARTS: dict[type[SettingsModel], str] = {
    AdoptedAuroraSettings: "clusters",
    AdoptedRdsSettings: "instances",
    AdoptedDsqlSettings: "clusters",
    AdoptedElasticacheSettings: "members",
}
"""What an existing store has one of in each of its places."""


def of_sections(settings: Settings) -> Iterator[Problem]:
    """Sections that belong to another kind of store."""
    for key, store in settings.stores.items():
        own = effective_stores.store_section(store)
        for wrong in sorted({*effective_stores.STORE_SECTIONS.values()} - {own}):
            if getattr(store, wrong) is None:
                continue
            yield Problem(
                path=("stores", key, wrong),
                message=f"says nothing of kind {store.kind}: leave it out, or change the kind",
            )


def of_adopted_stores(settings: Settings) -> Iterator[Problem]:
    """What an adopted store names per place, and settings beside it that would do nothing."""
    for key, store in settings.stores.items():
        if effective_stores.is_adopted(store):
            yield from _adopted(("stores", key), store, effective_stores.store_places(store, settings))


def _adopted(path: SettingPath, store: StoreSettings, held: tuple[str, ...]) -> Iterator[Problem]:
    field = effective_stores.store_section(store)
    section = getattr(store, field)
    for name in sorted(section.model_fields_set - {"adopt"}):
        yield Problem(
            path=(*path, field, name),
            message="nothing of an adopted store is declared, so this would do nothing: leave it out",
        )
    if store.backup_class is not None:
        yield Problem(
            path=(*path, "backup_class"),
            message="an adopted store is backed up where it is declared: leave this out",
            value=store.backup_class,
        )
    adopt = section.adopt
    if adopt is None:
        return
    where = (*path, field, "adopt")
    yield from _places((*where, "key_arns"), tuple(getattr(adopt, "key_arns", ())), held)
    parts = _PARTS.get(type(adopt))
    if parts is not None:
        named = tuple(getattr(adopt, parts))
        yield from _places((*where, parts), named, held)
        missing = [place for place in held if place not in named]
        if missing:
            yield Problem(
                path=(*where, parts),
                message=f"has none in {', '.join(missing)}, where {key_text(path)} lies: add them, or name "
                "the store's regions",
            )


def _places(path: SettingPath, named: tuple[str, ...], held: tuple[str, ...]) -> Iterator[Problem]:
    for place in named:
        if place not in held:
            yield Problem(
                path=(*path, place),
                message="the store does not lie there",
                allowed=held,
                suggestion=nearest(place, held),
            )
