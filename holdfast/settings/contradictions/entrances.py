"""Entrances: their names, and the regions and services that they name."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_MOST_RULE_VALUES = 5
_MOST_RULE_WILDCARDS = 6


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """Domain, zone and lists of each entrance, judged alone."""
    for key, entrance in settings.entrances.items():
        path = ("entrances", key)
        zone = entrance.zone
        if entrance.domain != zone.name and not entrance.domain.endswith(f".{zone.name}"):
            yield Problem(
                path=(*path, "domain"),
                message=f"lies outside its zone {zone.name}: records of it cannot be made there",
                value=entrance.domain,
            )
        if zone.id is not None and "accelerated_recovery" in zone.model_fields_set:
            yield Problem(
                path=(*path, "zone", "accelerated_recovery"),
                message="is set on a zone that is made, and this one exists: leave it out",
            )
        yield from repeated((*path, "regions"), entrance.regions or ())
        yield from repeated((*path, "services"), entrance.services or ())


def of_names(settings: Settings) -> Iterator[Problem]:
    """Domain names that two entrances claim."""
    for (first, entrance), (second, other) in combinations(settings.entrances.items(), 2):
        if entrance.domain == other.domain:
            yield Problem(
                path=("entrances", second, "domain"),
                message=f"is the domain of {key_text(('entrances', first))} too: one name leads to one "
                "entrance",
                value=other.domain,
            )
        if entrance.zone.name == other.zone.name and entrance.zone.id != other.zone.id:
            yield Problem(
                path=("entrances", second, "zone", "id"),
                message=f"names another hosted zone than {key_text(('entrances', first, 'zone'))} for "
                f"{other.zone.name}: only one of them can be delegated to",
            )
    for key, entrance in settings.entrances.items():
        hosts = {f"{place}.{entrance.domain}" for place in effective.places(entrance, settings)}
        for second, other in settings.entrances.items():
            if other.domain in hosts:
                yield Problem(
                    path=("entrances", second, "domain"),
                    message=f"is the name of a region's own endpoint behind {key_text(('entrances', key))}: "
                    "choose another",
                    value=other.domain,
                )


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
        yield from _rules(path, entrance, settings)
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


def _rules(path: SettingPath, entrance: EntranceSettings, settings: Settings) -> Iterator[Problem]:
    """Check the rules of a load balancer's listener.

    Priorities are unique: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html;
    a rule has up to 5 values and 6 wildcards:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html.
    """
    found = [(key, settings.services[key]) for key in effective.services(entrance, settings)]
    for (first, service), (second, other) in combinations(found, 2):
        if service.priority == other.priority:
            yield Problem(
                path=("services", second, "priority"),
                message=f"is the priority of {key_text(('services', first))} too, and both are behind "
                f"{key_text(path)}: give each its own, the more particular paths the lower one",
                value=other.priority,
            )
        if set(service.paths) == set(other.paths) and set(service.hosts) == set(other.hosts):
            yield Problem(
                path=("services", second, "paths"),
                message=f"are the paths and hosts of {key_text(('services', first))} too, and both are "
                "behind "
                f"{key_text(path)}: one of them would never get a request",
                value=other.paths,
            )
    for key, service in found:
        values = (*service.paths, *service.hosts)
        if len(values) > _MOST_RULE_VALUES:
            yield Problem(
                path=("services", key, "paths"),
                message=f"{len(service.paths)} paths and {len(service.hosts)} hosts: AWS takes "
                f"{_MOST_RULE_VALUES} in one "
                "rule together",
            )
        elif sum(value.count("*") + value.count("?") for value in values) > _MOST_RULE_WILDCARDS:
            yield Problem(
                path=("services", key, "paths"),
                message=f"paths and hosts have more than {_MOST_RULE_WILDCARDS} wildcards, which AWS refuses",
                value=values,
            )


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
