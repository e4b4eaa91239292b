"""Where classes of backups are copied to: what there is, and what AWS Backup copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_backups, effective_stores
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text
from holdfast.topology.values import BACKUP_TYPE_OF, BACKUP_TYPES, BackupCopies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.backup import BackupClassSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_FEATURES = "https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html"
_SECTIONS = {
    BackupCopies.REGIONS: "copy_to",
    BackupCopies.BUNKER: "bunker",
    BackupCopies.AIR_GAPPED: "air_gapped",
}


def of_classes(settings: Settings) -> Iterator[Problem]:
    """Kinds of copies that there are not, that a store cannot have, or that would do nothing."""
    if settings.backups is None:
        return
    for key, found in settings.backups.classes.items():
        path: SettingPath = ("backups", "classes", key)
        yield from _unknown(path, found, settings)
        yield from _impossible(path, key, found, settings)
        if not effective_backups.backup_copies(found, settings):
            yield from _idle(path, found)


def of_vaults(settings: Settings) -> Iterator[Problem]:
    """Vaults made for copies alone to which no class is copied."""
    backups = settings.backups
    if backups is None:
        return
    used = {
        kind
        for found in backups.classes.values()
        for kind in effective_backups.backup_copies(found, settings)
    }
    for kind in effective_backups.known_copies(settings):
        if kind not in used and kind is not BackupCopies.REGIONS:
            yield Problem(
                path=("backups", _SECTIONS[kind]),
                message=f"no class is copied there (copies: {kind}), so it would do nothing",
            )


def _unknown(path: SettingPath, found: BackupClassSettings, settings: Settings) -> Iterator[Problem]:
    known = effective_backups.known_copies(settings)
    yield from repeated((*path, "copies"), found.copies or ())
    for index, kind in enumerate(found.copies or ()):
        if kind not in known:
            yield Problem(
                path=(*path, "copies", index),
                message=f"there is no {key_text(('backups', _SECTIONS[kind]))} to copy to",
                value=str(kind),
                allowed=tuple(map(str, known)),
            )


def _impossible(
    path: SettingPath, key: str, found: BackupClassSettings, settings: Settings
) -> Iterator[Problem]:
    copies = effective_backups.backup_copies(found, settings)
    gapped = BackupCopies.AIR_GAPPED in copies or _bunker_is_air_gapped(copies, settings)
    for name, store in settings.stores.items():
        if effective_backups.backup_class(store, settings) != key:
            continue
        if effective_stores.is_rds_cluster(store) and copies:
            yield Problem(
                path=(*path, "copies"),
                message=f"{key_text(('stores', name))} is an RDS Multi-AZ cluster, of which AWS Backup "
                f"copies nothing ({_FEATURES}): give it a class of its own with an empty list here, or "
                "choose another shape or kind",
            )
        elif gapped and not BACKUP_TYPES[BACKUP_TYPE_OF[store.kind]].air_gapped:
            yield Problem(
                path=(*path, "copies"),
                message=f"{key_text(('stores', name))} is of type {BACKUP_TYPE_OF[store.kind]}, of which AWS "
                f"Backup copies nothing to a logically air-gapped vault ({_FEATURES}): give it a class of "
                "its own that is copied elsewhere",
            )


def _bunker_is_air_gapped(copies: tuple[BackupCopies, ...], settings: Settings) -> bool:
    bunker = None if settings.backups is None else settings.backups.bunker
    return BackupCopies.BUNKER in copies and bunker is not None and bunker.air_gapped is not None


def _idle(path: SettingPath, found: BackupClassSettings) -> Iterator[Problem]:
    if found.copy_retention_days is not None:
        yield Problem(
            path=(*path, "copy_retention_days"),
            message="nothing of this class is copied (copies), so this would do nothing: leave it out",
            value=found.copy_retention_days,
        )
    if found.hourly is not None and found.hourly.copied:
        yield Problem(
            path=(*path, "hourly", "copied"),
            message="nothing of this class is copied (copies): leave it out, or name where copies go",
        )
