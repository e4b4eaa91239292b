"""Backups, planned: vaults, classes of data and where copies go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.words import VaultLockMode


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupClassPlan:
    """How one class of data is backed up.

    ``daily_at`` is a UTC time such as ``03:00``; the days say how long the daily backup and its copies are
    kept, when it moves to cold storage (None: never), and how far back a continuous backup reaches (None: no
    continuous backup).
    """

    key: str
    daily_at: str
    retention_days: int
    copy_retention_days: int
    cold_storage_after_days: int | None
    continuous_days: int | None
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

    A vault that only receives copies has neither. ``key_arn`` is an existing customer key.
    """

    place: str
    region: str
    held: bool
    classes: tuple[str, ...]
    copy_to: tuple[str, ...]
    key_arn: str | None
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
    origin: Origin = field(default_factory=no_origin)
