"""Settings of stores of kind rds."""

from __future__ import annotations

from holdfast.settings.base import SettingsModel


class RdsSettings(SettingsModel):
    """What an RDS database is."""
