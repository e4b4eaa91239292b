"""Settings of stores of kind dsql."""

from __future__ import annotations

from holdfast.settings.base import SettingsModel


class DsqlSettings(SettingsModel):
    """What a DSQL database is."""
