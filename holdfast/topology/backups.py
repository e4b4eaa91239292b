"""Backups planned: a vault per region, classes of data, where copies go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import BackupClassPlan, BackupPlan, VaultLockPlan, VaultPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.backup import BackupSettings

_PATH = "holdfast:backups"


def plan_backups(settings: Settings) -> BackupPlan | None:
    """Plan the vaults, what is backed up into each and where copies go; None without backups."""
    asked = settings.backups
    if asked is None:
        return None
    return BackupPlan(
        copy_to=tuple(sorted(asked.copy_to)),
        vaults=tuple(_vault(place, asked, settings) for place in effective.vault_places(settings)),
        classes=tuple(_class(key, asked) for key in sorted(asked.classes)),
        lock=_lock(asked),
        opt_in=asked.opt_in,
        emails=tuple(sorted(asked.emails)),
        origin=origin(
            **{field: path_of(asked, _PATH, field) for field in ("copy_to", "classes", "opt_in", "emails")}
        ),
    )


def _vault(place: str, asked: BackupSettings, settings: Settings) -> VaultPlan:
    classes = {
        backup_class
        for store in settings.stores.values()
        if place in effective.backup_sources(store, settings)
        and (backup_class := effective.backup_class(store, settings)) is not None
    }
    return VaultPlan(
        place=place,
        region=PLACES[place].name,
        held=place in settings.hold,
        classes=tuple(sorted(classes)),
        copy_to=tuple(sorted(set(asked.copy_to) - {place})) if classes else (),
        key_arn=asked.key_arns.get(place),
        origin=origin(
            place=path_of(asked, _PATH, "copy_to"),
            classes=path_of(asked, _PATH, "sources"),
            copy_to=path_of(asked, _PATH, "copy_to"),
            key_arn=path_of(asked, _PATH, "key_arns"),
        ),
    )


def _class(key: str, asked: BackupSettings) -> BackupClassPlan:
    found, path = asked.classes[key], f"{_PATH}.classes.{key}"
    retention = found.retention_days or asked.retention_days
    kept = path_of(found, path, "retention_days")
    if found.retention_days is None:
        kept = path_of(asked, _PATH, "retention_days")
    return BackupClassPlan(
        key=key,
        daily_at=found.daily_at,
        retention_days=retention,
        copy_retention_days=found.copy_retention_days or retention,
        cold_storage_after_days=found.cold_storage_after_days,
        continuous_days=found.continuous_days,
        origin=origin(
            daily_at=path_of(found, path, "daily_at"),
            retention_days=kept,
            copy_retention_days=kept
            if found.copy_retention_days is None
            else path_of(found, path, "copy_retention_days"),
            cold_storage_after_days=path_of(found, path, "cold_storage_after_days"),
            continuous_days=path_of(found, path, "continuous_days"),
        ),
    )


def _lock(asked: BackupSettings) -> VaultLockPlan | None:
    lock, path = asked.lock, f"{_PATH}.lock"
    if lock is None:
        return None
    return VaultLockPlan(
        mode=lock.mode,
        min_retention_days=lock.min_retention_days,
        max_retention_days=lock.max_retention_days,
        cooling_off_days=lock.cooling_off_days,
        origin=origin(
            **{
                field: path_of(lock, path, field)
                for field in ("mode", "min_retention_days", "max_retention_days", "cooling_off_days")
            }
        ),
    )
