"""Settings of backups."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import Days, Key, KeyArn, Place, SettingsModel
from holdfast.topology.values import BackupSources, VaultLockMode

TimeOfDay = Annotated[
    str,
    Field(
        pattern=r"^([01]\d|2[0-3]):[0-5]\d$",
        json_schema_extra={"patternErrorMessage": "a time of day has four digits, quoted, such as '03:00'"},
    ),
]


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


class VaultLockSettings(SettingsModel):
    """The lock of the backup vaults: nobody deletes a backup before its time."""

    mode: VaultLockMode = VaultLockMode.GOVERNANCE
    """Who can undo the lock: privileged people (`governance`), or after the cooling-off nobody, AWS
    included (`compliance`). Default: `governance`."""
    min_retention_days: Days = 7
    """Least retention that the vaults take; a job with less fails. Default: 7."""
    max_retention_days: Days | None = None
    """Longest retention that the vaults take. Default: no bound."""
    cooling_off_days: Annotated[int, Field(ge=3, le=36500)] | None = None
    """Days in which a `compliance` lock can still be undone; it needs them, no other mode does. Default:
    none."""


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
    opt_in: bool = True
    """Whether AWS Backup is switched on for the stores' resource types in this account's regions, without
    which it skips them silently; the switch is the account's, not the stack's. Default: true."""
    emails: Annotated[tuple[Annotated[str, AfterValidator(formats.email)], ...], Field(max_length=10)] = ()
    """Who is told of jobs that failed, expired or came late; each must confirm once. Default: nobody, the
    topics in the output `operations` take other subscribers."""
