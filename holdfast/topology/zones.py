"""Availability Zones planned: those that a region's settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES

if TYPE_CHECKING:
    from holdfast.settings import Settings


def zones_of(place: str, settings: Settings) -> tuple[str, ...]:
    """Return the full names of a region's zones, sorted, such as ``us-east-1a``."""
    region, aws = settings.regions[place], PLACES[place]
    letters = region.zones if isinstance(region.zones, tuple) else aws.zones[: region.zones]
    return tuple(f"{aws.name}{letter}" for letter in sorted(letters))
