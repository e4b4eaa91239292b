"""Exports of DNS zones: where they run, and what they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings.aws_regions import PLACES
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.stack import Settings
    from holdfast.settings.zone_export import ZoneExportSettings


def of_places(settings: Settings) -> Iterator[Problem]:
    """Where zones are exported, and copied to."""
    asked = settings.zone_export
    if asked is None:
        return
    path, backups = ("zone_export", "place"), _backups(settings)
    if asked.place not in settings.regions:
        yield Problem(path=path, message="is no region of this stack", value=asked.place, allowed=backups)
    elif settings.regions[asked.place].role is not Role.BACKUP:
        yield Problem(
            path=path,
            message="answers requests itself: what is to rebuild a zone must not be lost with the regions "
            "that the zone leads to; name a region with the role 'backup'",
            value=asked.place,
            allowed=backups,
        )
    yield from _of_copies(asked, settings)


def of_zones(settings: Settings) -> Iterator[Problem]:
    """What is exported, and with which token."""
    asked = settings.zone_export
    if asked is None:
        return
    entrances = settings.entrances.values()
    at_cloudflare = any(entrance.cloudflare is not None for entrance in entrances)
    path = ("zone_export", "cloudflare_token_secret")
    if not at_cloudflare and not any(entrance.zone is not None for entrance in entrances):
        yield Problem(path=("zone_export",), message="there is nothing to export: no entrance names a zone")
    if asked.cloudflare_token_secret is None:
        if at_cloudflare:
            yield Problem(
                path=path,
                message="is needed: a zone at Cloudflare is read with an API token, which stays in Secrets "
                "Manager (permissions 'DNS Read' and 'Load Balancers Read' of the zone, 'Load Balancing: "
                "Monitors and Pools Read' of the account)",
            )
    elif not at_cloudflare:
        yield Problem(path=path, message="no entrance has a zone at Cloudflare: leave it out")
    else:
        yield from _of_secret(asked.cloudflare_token_secret, PLACES[asked.place].name)


def _of_copies(asked: ZoneExportSettings, settings: Settings) -> Iterator[Problem]:
    path = ("zone_export", "copy_to")
    yield from repeated(path, asked.copy_to)
    for index, place in enumerate(asked.copy_to):
        if place not in settings.regions:
            others = tuple(sorted(set(settings.regions) - {asked.place}))
            yield Problem(
                path=(*path, index), message="is no region of this stack", value=place, allowed=others
            )
        elif place == asked.place:
            yield Problem(
                path=(*path, index),
                message="holds the export already: a copy beside it is lost with it",
                value=place,
            )


def _of_secret(arn: str, region: str) -> Iterator[Problem]:
    if not arn.startswith(f"arn:aws:secretsmanager:{region}:"):
        yield Problem(
            path=("zone_export", "cloudflare_token_secret"),
            message=f"must be a secret of Secrets Manager in {region}, where the export runs: it asks no "
            "other region",
            value=arn,
        )


def _backups(settings: Settings) -> tuple[str, ...]:
    return tuple(sorted(place for place, region in settings.regions.items() if region.role is Role.BACKUP))
