"""Settings of backups."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.backup_audit import BackupAuditSettings  # noqa: TC001  # pydantic reads it at run time
from holdfast.settings.base import Days, Key, KeyArn, Place, SettingsModel
from holdfast.settings.bunker import (
    AdoptedVaultSettings,
    AirGappedSettings,
    BunkerSettings,
    VaultLockSettings,
)
from holdfast.settings.restore_testing import RestoreTestingSettings  # noqa: TC001  # pydantic reads it at run time
from holdfast.settings.times import TimeOfDay  # noqa: TC001  # pydantic reads it at run time
from holdfast.topology.values import BackupCopies, BackupSources


class HourlyBackupSettings(SettingsModel):
    """Backups every hour, or every few."""

    every_hours: Literal[1, 2, 3, 4, 6, 8, 12] = 1
    """Hours between two backups, a divisor of the day; AWS Backup makes none more often than hourly.
    Default: 1."""
    retention_days: Days = 7
    """How long they are kept, and their copies. Default: 7."""
    copied: bool = False
    """Whether each is copied to where the class's daily backups are copied to. Default: false."""


class BackupClassSettings(SettingsModel):
    """How one class of data is backed up."""

    daily_at: TimeOfDay = "03:00"
    """When the daily backup may start, in UTC, quoted. Default: `03:00`."""
    retention_days: Days | None = None
    """How long daily backups are kept where they are made. Default: `holdfast:backups.retention_days`."""
    copy_retention_days: Days | None = None
    """How long copies are kept. Default: as long as the daily backups."""
    cold_storage_after_days: Annotated[int, Field(ge=1, le=3653)] | None = None
    """Age at which backups move to cold storage, where AWS keeps them for 90 days at least. Default:
    never."""
    continuous_days: Annotated[int, Field(ge=2, le=35)] | None = 35
    """How far back a continuous backup restores to any second, of kinds that have one in AWS Backup.
    Default: 35; `null` makes none."""
    hourly: HourlyBackupSettings | None = None
    """Backups within the day, besides the daily ones. Default: none."""
    copies: tuple[BackupCopies, ...] | None = None
    """Where its backups are copied to: `regions` (`copy_to`), `bunker`, `air-gapped`; an empty list copies
    them nowhere. Default: everywhere that `holdfast:backups` names."""


class BackupSettings(SettingsModel):
    """Backups of the stores."""

    copy_to: Annotated[tuple[Place, ...], Field(min_length=1)]
    """Places that receive copies."""
    retention_days: Days = 35
    """How long daily backups are kept, unless their class says otherwise. Default: 35."""
    classes: Annotated[dict[Key, BackupClassSettings], Field(min_length=1)] = Field(
        default_factory=lambda: {"standard": BackupClassSettings()}
    )
    """Classes of data by name. Default: `standard`, with the defaults below."""
    sources: BackupSources = BackupSources.HOME
    """Which of a store's places are backed up: its `home`, or `everywhere`, so that backups go on after a
    failover without an update. Default: `home`."""
    lock: VaultLockSettings | None = VaultLockSettings.model_construct()
    """Lock of the vaults. Default: `governance`; `null` makes none."""
    key_arns: dict[Place, KeyArn] = Field(default_factory=dict)
    """Existing customer key of a place's vault and topic; its policy must let AWS Backup and CloudWatch
    alarms publish to encrypted topics. Default: each vault gets a key of its own."""
    adopt: dict[Place, AdoptedVaultSettings] = Field(default_factory=dict)
    """Existing vault of a place to use instead of making one. Default: each place gets one."""
    bunker: BunkerSettings | None = None
    """A second account that takes copies. Default: none."""
    air_gapped: AirGappedSettings | None = None
    """A logically air-gapped vault of this account that takes copies. Default: none."""
    opt_in: bool = True
    """Whether AWS Backup is switched on for the stores' resource types in this account's regions, without
    which it skips them silently; the switch is the account's, not the stack's. Default: true."""
    emails: Annotated[tuple[Annotated[str, AfterValidator(formats.email)], ...], Field(max_length=10)] = ()
    """Who is told of jobs that failed, expired or came late; each must confirm once. Default: nobody, the
    topics in the output `operations` take other subscribers."""
    restore_testing: RestoreTestingSettings | None = None
    """Restores on a schedule into a closed network, judged by queries. Default: none are tested."""
    audit: BackupAuditSettings | None = None
    """Controls and reports of AWS Backup Audit Manager. Default: none."""
