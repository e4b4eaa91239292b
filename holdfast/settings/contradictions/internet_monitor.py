"""Internet Monitor: whether there is anything of what is asked for to measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_internet_monitor
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.stack import Settings

_PATH = ("internet_monitor",)


def of_places(settings: Settings) -> Iterator[Problem]:
    """What is measured."""
    asked = settings.internet_monitor
    if asked is None:
        return
    possible = effective_internet_monitor.measurable(settings)
    if not possible and not effective_internet_monitor.distributions(settings):
        yield Problem(
            path=_PATH,
            message="there is nothing to measure: it knows networks (VPCs) that face the internet and "
            "CloudFront, and no entrance has either",
        )
    yield from repeated((*_PATH, "places"), asked.places or ())
    for index, place in enumerate(asked.places or ()):
        if place not in possible:
            yield Problem(
                path=(*_PATH, "places", index),
                message="no entrance faces the internet from a network there",
                value=place,
                allowed=possible,
                suggestion=nearest(place, possible),
            )


def of_thresholds(settings: Settings) -> Iterator[Problem]:
    """Which score rings when."""
    asked = settings.internet_monitor
    if asked is not None and asked.page_availability_percent > asked.availability_percent:
        yield Problem(
            path=(*_PATH, "page_availability_percent"),
            message=f"would page before a health event begins, below {asked.availability_percent:g} "
            "('availability_percent')",
            value=asked.page_availability_percent,
        )
