"""Backups, planned: vaults, classes of data and where copies go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.backup_audit import BackupAuditPlan
    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.restore_testing import RestoreTestingPlan
    from holdfast.topology.values.words import BackupCopies, VaultLockMode


@dataclass(frozen=True, kw_only=True, slots=True)
class HourlyBackupPlan:
    """Backups every so many hours, how many days they and their copies are kept, and whether any are made."""

    every_hours: int
    retention_days: int
    copied: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupClassPlan:
    """How one class of data is backed up.

    ``daily_at`` is a UTC time such as ``03:00``; the days say how long the daily backup and its copies are
    kept, when it moves to cold storage (None: never), and how far back a continuous backup reaches (None: no
    continuous backup). ``copies`` are the kinds of places that its backups are copied to, of those that there
    are; ``bunker_retention_days`` is for the second account's.
    """

    key: str
    daily_at: str
    retention_days: int
    copy_retention_days: int
    cold_storage_after_days: int | None
    continuous_days: int | None
    copies: tuple[BackupCopies, ...] = ()
    bunker_retention_days: int | None = None
    hourly: HourlyBackupPlan | None = None
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class VaultLockPlan:
    """A vault's lock; ``cooling_off_days`` is for ``compliance`` alone, after which nobody can undo it."""

    mode: VaultLockMode
    min_retention_days: int
    max_retention_days: int | None
    cooling_off_days: int | None
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class VaultPlan:
    """A vault in one region: the classes that are backed up into it and the places that get copies.

    A vault that only receives copies has neither. ``key_arn`` is an existing customer key, ``adopted`` the
    name of an existing vault. ``shared_with`` are accounts that may read what its own key encrypts.
    """

    place: str
    region: str
    held: bool
    classes: tuple[str, ...]
    copy_to: tuple[str, ...]
    key_arn: str | None
    adopted: str | None = None
    shared_with: tuple[str, ...] = ()
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class AirGappedPlan:
    """A logically air-gapped vault: always locked in compliance mode, within these days."""

    place: str
    region: str
    held: bool
    min_retention_days: int
    max_retention_days: int
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class BunkerPlan:
    """A vault in a second account, declared by a role of it; ``adopted`` is the name of an existing one.

    ``air_gapped`` makes it a logically air-gapped vault; otherwise it is a standard one with ``lock``, and
    with a key that the ``restore_accounts`` may use.
    """

    account_id: str
    place: str
    region: str
    held: bool
    role_arn: str | None
    external_id: str | None
    organization_id: str | None
    lock: VaultLockPlan | None
    air_gapped: AirGappedPlan | None
    adopted: str | None
    restore_accounts: tuple[str, ...] = ()
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupPlan:
    """Backups: vaults by place, classes of data by key, and who hears of a job that failed."""

    copy_to: tuple[str, ...]
    vaults: tuple[VaultPlan, ...]
    classes: tuple[BackupClassPlan, ...]
    lock: VaultLockPlan | None
    opt_in: bool
    emails: tuple[str, ...]
    bunker: BunkerPlan | None = None
    air_gapped: AirGappedPlan | None = None
    restore_testing: RestoreTestingPlan | None = None
    audit: BackupAuditPlan | None = None
    origin: Origin = field(default_factory=no_origin)
