"""What settings of backups come to: which stores, from where, to where, and what is restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings.effective_stores import is_adopted, is_rds_cluster, store_home, store_places
from holdfast.topology.values import (
    BACKUP_TYPE_OF,
    BACKUP_TYPES,
    BackupCopies,
    BackupSources,
)

if TYPE_CHECKING:
    from holdfast.settings.backup import BackupClassSettings
    from holdfast.settings.restore_testing import RestoreTestingSettings
    from holdfast.settings.stack import Settings
    from holdfast.settings.store import StoreSettings

_RESTORABLE = frozenset({"Aurora", "DynamoDB", "RDS", "S3"})
DEFAULT_BACKUP_CLASS = "standard"


def backup_class(store: StoreSettings, settings: Settings) -> str | None:
    """Give the class by which a store is backed up; None for one that AWS Backup does not back up.

    These are adopted ones, caches, those left out on purpose, and all without ``holdfast:backups``.
    """
    if settings.backups is None or not needs_backups(store) or store.not_backed_up_because is not None:
        return None
    classes = tuple(settings.backups.classes)
    return store.backup_class or (classes[0] if len(classes) == 1 else DEFAULT_BACKUP_CLASS)


def needs_backups(store: StoreSettings) -> bool:
    """Whether AWS Backup must cover a store, unless it says why not: declared, of a kind that it knows."""
    return store.kind in BACKUP_TYPE_OF and not is_adopted(store)


def has_continuous_backups(store: StoreSettings) -> bool:
    """Whether AWS Backup keeps continuous backups of a store of this kind."""
    found = BACKUP_TYPES.get(BACKUP_TYPE_OF.get(store.kind, ""))
    return found is not None and found.continuous and not is_rds_cluster(store)


def backup_copies(found: BackupClassSettings, settings: Settings) -> tuple[BackupCopies, ...]:
    """Give the kinds of places that a class is copied to: as set, else all that there are."""
    if found.copies is not None:
        return tuple(sorted(set(found.copies)))
    return tuple(sorted(known_copies(settings)))


def known_copies(settings: Settings) -> tuple[BackupCopies, ...]:
    """Give the kinds of places that backups can be copied to."""
    if settings.backups is None:
        return ()
    asked = {
        BackupCopies.REGIONS: settings.backups.copy_to,
        BackupCopies.BUNKER: settings.backups.bunker,
        BackupCopies.AIR_GAPPED: settings.backups.air_gapped,
    }
    return tuple(kind for kind, value in asked.items() if value)


def backup_sources(store: StoreSettings, settings: Settings) -> tuple[str, ...]:
    """Give the places in which a store is backed up, sorted; none for one that is not."""
    if settings.backups is None or backup_class(store, settings) is None:
        return ()
    if settings.backups.sources is BackupSources.EVERYWHERE:
        return store_places(store, settings)
    home = store_home(store, settings)
    return () if home is None else (home,)


def vault_places(settings: Settings) -> tuple[str, ...]:
    """Give the places with a backup vault, sorted: those of all stores that are backed up, and of copies."""
    if settings.backups is None:
        return ()
    sources = {place for store in settings.stores.values() for place in backup_sources(store, settings)}
    return tuple(sorted(sources | set(settings.backups.copy_to)))


def restore_test_places(settings: Settings) -> tuple[str, ...]:
    """Give the places whose backups are restored in tests: as set, else those of copies."""
    asked = None if settings.backups is None else settings.backups.restore_testing
    if settings.backups is None or asked is None:
        return ()
    return settings.backups.copy_to if asked.places is None else asked.places


def restorable_stores(place: str, settings: Settings) -> tuple[str, ...]:
    """Give the stores of which a place's vault has backups or copies that restore tests can restore.

    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html (2026-11).
    """
    if settings.backups is None:
        return ()
    found = []
    for key, store in settings.stores.items():
        name = backup_class(store, settings)
        if name not in settings.backups.classes or BACKUP_TYPE_OF.get(store.kind) not in _RESTORABLE:
            continue
        sources = backup_sources(store, settings)
        copied = BackupCopies.REGIONS in backup_copies(settings.backups.classes[name], settings)
        if place in sources or (copied and place in settings.backups.copy_to and sources):
            found.append(key)
    return tuple(found)


def restore_function_seconds(asked: RestoreTestingSettings) -> int:
    """Give how long the function of restore tests may run: to change a password, to ask, and to tidy up."""
    return asked.query_timeout_seconds + 240
