"""Settings of stores of kind s3."""

from __future__ import annotations

from holdfast.settings.base import SettingsModel


class S3Settings(SettingsModel):
    """What replicated buckets are."""
