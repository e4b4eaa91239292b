"""Where logs of what stands before all regions rest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class EdgeLogsPlan:
    """A bucket for logs of an accelerator or a distribution, in a region of one's choice."""

    place: str
    region: str
    retention_days: int
