"""The audit of backups, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditedPlacePlan:
    """What is watched in one place: ``types`` in AWS Backup's words, the least retention.

    ``copy_regions`` and ``copy_accounts`` are where copies must be scheduled to.
    """

    place: str
    region: str
    held: bool
    backed_up: bool
    types: tuple[str, ...]
    retention_days: int
    copy_regions: tuple[str, ...]
    copy_accounts: tuple[str, ...]
    air_gapped: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupAuditPlan:
    """What AWS Backup Audit Manager watches and reports, by place; the days are those of the vaults' lock."""

    places: tuple[AuditedPlacePlan, ...]
    config_recorder: bool
    target_restore_minutes: int | None
    report_days: int
    lock_min_days: int | None
    lock_max_days: int | None
    origin: Origin = field(default_factory=no_origin)
