"""Settings of logs of what stands before all regions."""

from __future__ import annotations

from holdfast.settings.base import Days, Place, SettingsModel


class EdgeLogSettings(SettingsModel):
    """Where logs with clients' addresses rest, and for how long."""

    place: Place
    """Region of the stack whose bucket gets them; another one is another bucket."""
    retention_days: Days = 90
    """How long they are kept. Default: 90, an assumption."""
