"""Settings: what the team says about a stack, checked, every mistake at once.

This is the room's door. It reads a plain mapping, as Pulumi gives a stack's configuration, and knows nothing
of Pulumi itself.
"""

from __future__ import annotations

from holdfast.settings.aurora import AuroraSettings
from holdfast.settings.authorization import ClientCertificateSettings, TokenSettings, TrustObjectSettings
from holdfast.settings.aws_regions import PLACES, AwsRegion
from holdfast.settings.base import SettingsModel
from holdfast.settings.cloudflare import CloudflareSettings
from holdfast.settings.dynamodb import DynamodbSettings
from holdfast.settings.entrance import EntranceSettings, ZoneSettings
from holdfast.settings.loading import load
from holdfast.settings.mistakes import Mistake, SettingsError
from holdfast.settings.service import InstanceSettings, ScalingSettings, ServiceSettings
from holdfast.settings.stack import Settings
from holdfast.settings.store import StoreSettings
from holdfast.settings.waf import WafSettings

__all__ = [
    "PLACES",
    "AuroraSettings",
    "AwsRegion",
    "ClientCertificateSettings",
    "CloudflareSettings",
    "DynamodbSettings",
    "EntranceSettings",
    "InstanceSettings",
    "Mistake",
    "ScalingSettings",
    "ServiceSettings",
    "Settings",
    "SettingsError",
    "SettingsModel",
    "StoreSettings",
    "TokenSettings",
    "TrustObjectSettings",
    "WafSettings",
    "ZoneSettings",
    "json_schema",
    "load",
]


def json_schema() -> dict[str, object]:
    """Give the JSON Schema of a whole stack file, for editors and for ``docs/stack-file.schema.json``."""
    from holdfast.settings import stack_file_schema  # noqa: PLC0415  # only tools and tests want it

    return stack_file_schema.make()
