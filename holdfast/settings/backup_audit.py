"""Settings of the audit of backups: what AWS Backup Audit Manager watches and reports."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import Days, Place, SettingsModel


class BackupAuditSettings(SettingsModel):
    """A framework of controls and daily reports in every region with backups."""

    places: tuple[Place, ...] | None = None
    """Places that are watched. Default: every place with a vault."""
    config_recorder: bool = False
    """Whether AWS Config records in these places, all resource types that AWS Backup's controls need:
    without it no control can be judged, so only the reports of jobs are made. Default: false."""
    target_restore_minutes: Annotated[int, Field(ge=5, le=43_200)] | None = None
    """How long a restore may take, as a control of its own judges. Default: not judged."""
    report_days: Days = 400
    """How long reports are kept. Default: 400 (assumption: a year and the time to audit it)."""
