"""Stores that no backup covers, and reasons for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_backups, effective_stores
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import BACKUP_TYPE_OF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings


def of_stores(settings: Settings) -> Iterator[Problem]:
    """Declared stores that nothing backs up and that do not say why."""
    for key, store in settings.stores.items():
        path: SettingPath = ("stores", key)
        if store.not_backed_up_because is not None:
            yield from _reason(path, store)
        elif settings.backups is None and effective_backups.needs_backups(store):
            yield Problem(
                path=path,
                message="no backup covers it: replication repeats a wrong delete everywhere. Add "
                "holdfast:backups, or say why it needs none in not_backed_up_because",
            )


def _reason(path: SettingPath, store: StoreSettings) -> Iterator[Problem]:
    where = (*path, "not_backed_up_because")
    if effective_stores.is_adopted(store):
        yield Problem(
            path=where, message="an adopted store is backed up where it is declared: leave this out"
        )
    elif store.kind not in BACKUP_TYPE_OF:
        yield Problem(
            path=where,
            message=f"AWS Backup knows no stores of kind {store.kind}, whose own snapshots are what it has: "
            "leave this out",
        )
    elif store.backup_class is not None:
        yield Problem(
            path=where,
            message=f"leaves the store out of backups, and backup_class puts it into '{store.backup_class}': "
            "keep one of them",
        )
