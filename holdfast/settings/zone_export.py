"""Settings of the exports of DNS zones."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import Days, Place, SettingsModel
from holdfast.settings.service import SecretArn  # noqa: TC001  # pydantic reads it


class ZoneExportSettings(SettingsModel):
    """Every zone of the entrances, at Route 53 and Cloudflare, exported on a schedule."""

    place: Place
    """Place that runs the export and holds it: one with the role `backup`, on which no zone depends."""
    copy_to: Annotated[tuple[Place, ...], Field(min_length=1)]
    """Places of the stack that receive every export."""
    every_hours: Annotated[int, Field(ge=1, le=24)] = 6
    """Hours between two exports. Default: 6 (assumption: records change with releases)."""
    retention_days: Days = 365
    """Days for which an export is kept after the next one took its place; the newest stays. Default: 365
    (assumption)."""
    cloudflare_token_secret: SecretArn | None = None
    """Secret in Secrets Manager, in the region of `place`, whose text is an API token of Cloudflare that may
    read DNS and load balancers of the zones. Needed with a zone at Cloudflare. Default: none."""
