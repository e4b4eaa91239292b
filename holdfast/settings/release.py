"""Settings of releases: which one runs where, and how a new one reaches the regions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from holdfast.settings.base import Place, SettingsModel

Release = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$",
        json_schema_extra={
            "patternErrorMessage": "a release is what an image's tag can be: letters, digits and . _ -, at "
            "most 128, quoted where YAML would read a number"
        },
    ),
]


def _tag(value: object) -> str | None:
    if isinstance(value, str):
        return "<text>"
    return "<places>" if isinstance(value, dict) else None


ReleasePerRegion = Annotated[
    Annotated[Release, Tag("<text>")] | Annotated[dict[Place, Release], Tag("<places>")],
    Discriminator(
        _tag,
        custom_error_type="format",
        custom_error_message="expected one release for every region as text, or a release per place",
    ),
]
"""One release for every region, or one per place."""


class ReleaseSettings(SettingsModel):
    """How a new release reaches the regions: one after the other, each watched before the next."""

    order: tuple[Place, ...] = ()
    """Regions in the order in which they get a release. Default: standbys first, then by place."""
    bake_minutes: Annotated[int, Field(ge=1, le=1440)] = 30
    """Minutes for which a region's alarms must stay quiet before the next region gets it. Default: 30, an
    assumption: long enough for your slowest alarm and a peak of ordinary use."""
