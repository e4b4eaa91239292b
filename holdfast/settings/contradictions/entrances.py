"""Entrances: their domains, and the regions and services that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, nearest
from holdfast.topology.values import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_LONGEST_COMMON_NAME = 64


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """Domain, zone and lists of each entrance, judged alone."""
    for key, entrance in settings.entrances.items():
        path = ("entrances", key)
        zone = entrance.zone
        if (
            zone is not None
            and entrance.domain != zone.name
            and not entrance.domain.endswith(f".{zone.name}")
        ):
            yield Problem(
                path=(*path, "domain"),
                message=f"lies outside its zone {zone.name}: records of it cannot be made there",
                value=entrance.domain,
            )
        if len(entrance.domain) > _LONGEST_COMMON_NAME:
            yield Problem(
                path=(*path, "domain"),
                message=f"has {len(entrance.domain)} characters, and a certificate of ACM takes "
                f"{_LONGEST_COMMON_NAME} (https://docs.aws.amazon.com/acm/latest/APIReference/"
                "API_RequestCertificate.html)",
                value=entrance.domain,
            )
        if zone is not None and zone.id is not None and zone.accelerated_recovery is not None:
            yield Problem(
                path=(*path, "zone", "accelerated_recovery"),
                message="does nothing to a zone that exists, as its id says: leave it out, and switch it on "
                "where the zone is made",
                value=zone.accelerated_recovery,
            )
        yield from repeated((*path, "regions"), entrance.regions or ())
        yield from repeated((*path, "services"), entrance.services or ())


def of_references(settings: Settings) -> Iterator[Problem]:
    """Regions and services that entrances name: known, and with something to serve."""
    for key, entrance in settings.entrances.items():
        path = ("entrances", key)
        for index, place in enumerate(entrance.regions or ()):
            yield from _region((*path, "regions", index), place, settings)
        for index, service in enumerate(entrance.services or ()):
            if service not in settings.services:
                yield Problem(
                    path=(*path, "services", index),
                    message="no such service in holdfast:services",
                    value=service,
                    allowed=tuple(settings.services),
                    suggestion=nearest(service, settings.services),
                )
    yield from _idle_regions(settings)


def _region(path: SettingPath, place: str, settings: Settings) -> Iterator[Problem]:
    known = effective.serving(settings)
    if place not in settings.regions:
        yield Problem(
            path=path,
            message="no such region in holdfast:regions",
            value=place,
            allowed=known,
            suggestion=nearest(place, known),
        )
    elif settings.regions[place].role is Role.BACKUP:
        yield Problem(path=path, message="has role 'backup' and serves nothing", value=place, allowed=known)


def _idle_regions(settings: Settings) -> Iterator[Problem]:
    used = {
        place for entrance in settings.entrances.values() for place in effective.places(entrance, settings)
    }
    for place, region in settings.regions.items():
        if region.role is Role.ACTIVE and place not in used:
            yield Problem(
                path=("regions", place),
                message="is active, but no entrance names it: name it in an entrance's regions or leave it "
                "out",
            )
