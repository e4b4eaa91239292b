"""Backups planned: a vault per region, classes of data, where copies go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective_backups
from holdfast.topology.backup_audit import plan_backup_audit
from holdfast.topology.bunker import plan_air_gapped, plan_bunker, plan_lock
from holdfast.topology.origins import origin, path_of
from holdfast.topology.restore_testing import plan_restore_testing
from holdfast.topology.values import (
    BACKUP_TYPE_OF,
    BACKUP_TYPES,
    BackupClassPlan,
    BackupCopies,
    BackupPlan,
    HourlyBackupPlan,
    VaultPlan,
)

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.backup import BackupClassSettings, BackupSettings

_PATH = "holdfast:backups"


def plan_backups(settings: Settings) -> BackupPlan | None:
    """Plan the vaults, what is backed up into each and where copies go; None without backups."""
    asked = settings.backups
    if asked is None:
        return None
    return BackupPlan(
        copy_to=tuple(sorted(asked.copy_to)),
        vaults=tuple(_vault(place, asked, settings) for place in effective_backups.vault_places(settings)),
        classes=tuple(_class(key, asked, settings) for key in sorted(asked.classes)),
        lock=plan_lock(asked.lock, f"{_PATH}.lock"),
        opt_in=asked.opt_in,
        emails=tuple(sorted(asked.emails)),
        bunker=plan_bunker(asked, settings, _PATH),
        air_gapped=plan_air_gapped(asked, settings, _PATH),
        restore_testing=plan_restore_testing(settings),
        audit=plan_backup_audit(settings),
        origin=origin(
            **{field: path_of(asked, _PATH, field) for field in ("copy_to", "classes", "opt_in", "emails")}
        ),
    )


def _vault(place: str, asked: BackupSettings, settings: Settings) -> VaultPlan:
    stores = [
        store
        for store in settings.stores.values()
        if place in effective_backups.backup_sources(store, settings)
    ]
    classes = {
        found for store in stores if (found := effective_backups.backup_class(store, settings)) is not None
    }
    adopted = asked.adopt.get(place)
    return VaultPlan(
        place=place,
        region=PLACES[place].name,
        held=place in settings.hold,
        classes=tuple(sorted(classes)),
        copy_to=tuple(sorted(set(asked.copy_to) - {place})) if classes else (),
        key_arn=asked.key_arns.get(place),
        adopted=None if adopted is None else adopted.name,
        shared_with=_shared_with(place, asked, settings),
        origin=origin(
            place=path_of(asked, _PATH, "copy_to"),
            classes=path_of(asked, _PATH, "sources"),
            copy_to=path_of(asked, _PATH, "copy_to"),
            key_arn=path_of(asked, _PATH, "key_arns"),
            adopted=path_of(asked, _PATH, "adopt"),
            shared_with=path_of(asked, _PATH, "bunker"),
        ),
    )


def _shared_with(place: str, asked: BackupSettings, settings: Settings) -> tuple[str, ...]:
    """Give the accounts that must read what a vault's key encrypts, in order to copy it to themselves.

    Source: https://repost.aws/knowledge-center/backup-cross-account-copy-error (2026-11): of what AWS Backup
    manages fully it is the vault's key, of the rest the data's.
    """
    if asked.bunker is None or not any(
        BACKUP_TYPES[BACKUP_TYPE_OF[store.kind]].fully_managed
        and BackupCopies.BUNKER in effective_backups.backup_copies(asked.classes[found], settings)
        for store in settings.stores.values()
        if place in effective_backups.backup_sources(store, settings)
        and (found := effective_backups.backup_class(store, settings)) is not None
    ):
        return ()
    return (asked.bunker.account,)


def _class(key: str, asked: BackupSettings, settings: Settings) -> BackupClassPlan:
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
        bunker_retention_days=None if asked.bunker is None else asked.bunker.retention_days,
        cold_storage_after_days=found.cold_storage_after_days,
        continuous_days=found.continuous_days,
        copies=effective_backups.backup_copies(found, settings),
        hourly=_hourly(found),
        origin=origin(
            daily_at=path_of(found, path, "daily_at"),
            retention_days=kept,
            copy_retention_days=kept
            if found.copy_retention_days is None
            else path_of(found, path, "copy_retention_days"),
            cold_storage_after_days=path_of(found, path, "cold_storage_after_days"),
            continuous_days=path_of(found, path, "continuous_days"),
            copies=path_of(found, path, "copies"),
            hourly=path_of(found, path, "hourly"),
        ),
    )


def _hourly(found: BackupClassSettings) -> HourlyBackupPlan | None:
    if found.hourly is None:
        return None
    return HourlyBackupPlan(
        every_hours=found.hourly.every_hours,
        retention_days=found.hourly.retention_days,
        copied=found.hourly.copied,
    )
