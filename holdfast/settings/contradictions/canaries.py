"""Canaries: who watches, what they can reach, and the time that they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_canaries
from holdfast.settings.aws_regions import PLACES
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, nearest
from holdfast.topology.values import (
    LONGEST_RUN_SECONDS,
    LONGEST_RUN_WITH_TWO_RETRIES_SECONDS,
    run_seconds,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.settings.canaries import CanariesSettings, CanaryEntranceSettings
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_PATH = ("canaries",)
_TWICE = 2


def of_places(settings: Settings) -> Iterator[Problem]:
    """Who watches, and whether each region is seen from elsewhere."""
    asked = settings.canaries
    if asked is None:
        return
    yield from repeated((*_PATH, "places"), asked.places or ())
    unknown = [place for place in asked.places or () if place not in settings.regions]
    for place in unknown:
        yield Problem(
            path=(*_PATH, "places"),
            message="no such region in holdfast:regions: add it there, with role 'backup' if it does nothing "
            "else",
            value=place,
            suggestion=nearest(place, settings.regions),
        )
    watching = effective_canaries.places(asked, settings)
    if unknown or not watching:
        return
    fewest = len(watching)
    for place in sorted(_watched(asked, settings)):
        others = [one for one in watching if one != place]
        fewest = min(fewest, len(others))
        if not others:
            yield Problem(
                path=(*_PATH, "places"),
                message=f"nobody watches '{place}' from elsewhere, and when it is lost nobody there says so: "
                "name another region of the stack too, one with the role 'backup' will do",
                value=watching,
            )
    if fewest and asked.quorum is not None and asked.quorum > fewest:
        yield Problem(
            path=(*_PATH, "quorum"),
            message=f"can never be reached: some region is watched from {fewest} other places alone",
            value=asked.quorum,
        )


def of_entrances(settings: Settings) -> Iterator[Problem]:
    """What is watched, and how it is asked."""
    asked = settings.canaries
    if asked is None:
        return
    if not effective_canaries.entrances(asked, settings):
        yield Problem(path=_PATH, message="there is nothing to watch: the internet can reach no entrance")
    for key, one in (asked.entrances or {}).items():
        path = (*_PATH, "entrances", key)
        entrance = settings.entrances.get(key)
        if entrance is None:
            yield Problem(
                path=path,
                message="no such entrance in holdfast:entrances",
                allowed=tuple(sorted(settings.entrances)),
                suggestion=nearest(key, settings.entrances),
            )
            continue
        if why := effective_canaries.unreachable(entrance):
            yield Problem(path=path, message=f"cannot be watched by canaries: it {why}")
        yield from _of_request(path, one, entrance)
        yield from _of_headers(path, one, effective_canaries.places(asked, settings))


def of_times(settings: Settings) -> Iterator[Problem]:
    """Whether a run is over before the next begins."""
    asked = settings.canaries
    if asked is None:
        return
    told = len(effective_canaries.places(asked, settings))
    between = 60 * asked.every_minutes
    longest = LONGEST_RUN_WITH_TWO_RETRIES_SECONDS if asked.retries == _TWICE else LONGEST_RUN_SECONDS
    for key in effective_canaries.entrances(asked, settings):
        entrance = settings.entrances.get(key)
        if entrance is None:
            continue
        steps = effective_canaries.steps(entrance, settings)
        seconds = run_seconds(steps=steps, timeout_seconds=asked.timeout_seconds, told=told)
        if seconds > min(between, longest):
            yield Problem(
                path=(*_PATH, "timeout_seconds"),
                message=f"a run for '{key}' has {steps} steps, one after the other, and would take up to "
                f"{seconds} seconds: more than {min(between, longest)}, the longest that it may take; ask "
                "less often ('every_minutes') or wait less",
                value=asked.timeout_seconds,
            )


def _watched(asked: CanariesSettings, settings: Settings) -> set[str]:
    return {
        place
        for key in effective_canaries.entrances(asked, settings)
        if key in settings.entrances
        for place in effective_canaries.hosts(settings.entrances[key], settings)
    }


def _of_request(
    path: SettingPath, asked: CanaryEntranceSettings, entrance: EntranceSettings
) -> Iterator[Problem]:
    if asked.method == "HEAD" and asked.text is not None:
        yield Problem(path=(*path, "text"), message="is looked for in a body, and answers to HEAD have none")
    if asked.path is not None and effective_canaries.answers_health_path_alone(entrance):
        yield Problem(
            path=(*path, "path"),
            message="the regions' own hosts answer the health path alone, everything else comes through "
            "CloudFront (cloudfront.origin_lock): leave it out",
            value=asked.path,
        )
    if asked.name_servers is not None and not effective_canaries.has_both_providers(entrance):
        yield Problem(
            path=(*path, "name_servers"),
            message="name servers are asked separately only where Route 53 and Cloudflare both answer for "
            "the entrance",
        )


def _of_headers(
    path: SettingPath, asked: CanaryEntranceSettings, places: tuple[str, ...]
) -> Iterator[Problem]:
    for name, secrets in asked.headers.items():
        for place in places:
            if place not in PLACES:
                continue
            region, arn = PLACES[place].name, _secret(secrets, place)
            if arn is None:
                yield Problem(
                    path=(*path, "headers", name), message=f"has no secret for '{place}', which watches"
                )
            elif not arn.replace("{region}", region).startswith(f"arn:aws:secretsmanager:{region}:"):
                yield Problem(
                    path=(*path, "headers", name),
                    message=f"must be a secret of Secrets Manager in {region} for '{place}': canaries ask no "
                    "other region; write {region} for the region's name",
                    value=arn,
                )


def _secret(secrets: str | Mapping[str, str], place: str) -> str | None:
    return secrets if isinstance(secrets, str) else secrets.get(place)
