"""Settings of stores of kind elasticache."""

from __future__ import annotations

from holdfast.settings.base import SettingsModel


class ElasticacheSettings(SettingsModel):
    """What a cache that counts as a store is."""
