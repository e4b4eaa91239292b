"""The export of DNS zones, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class ZoneExportPlan:
    """Where zones are exported, where copies go (place → AWS region), and how often.

    Which zones those are, the entrances say. ``cloudflare_token_secret`` is None where none is at Cloudflare.
    """

    place: str
    region: str
    copies: Mapping[str, str]
    every_hours: int
    retention_days: int
    cloudflare_token_secret: str | None
    origin: Origin = field(default_factory=no_origin)
