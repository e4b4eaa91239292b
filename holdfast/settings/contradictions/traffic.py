"""Traffic: modes against roles, routing policies against modes, and what only some policies use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import CONTINENTS, Mode, Role, RoutingPolicy, Strategy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.settings.entrance import EntranceSettings, StandbySettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_POLICIES = {
    Mode.SINGLE_REGION: (RoutingPolicy.SIMPLE,),
    Mode.ACTIVE_PASSIVE: (RoutingPolicy.FAILOVER,),
    Mode.ACTIVE_ACTIVE: (
        RoutingPolicy.LATENCY,
        RoutingPolicy.WEIGHTED,
        RoutingPolicy.GEOLOCATION,
        RoutingPolicy.MULTIVALUE,
    ),
}
_POLICY_OF = {
    "weights": RoutingPolicy.WEIGHTED,
    "locations": RoutingPolicy.GEOLOCATION,
    "addresses": RoutingPolicy.MULTIVALUE,
}
_MOST_ANSWERS = 8
"""Route 53 answers with up to eight healthy records.

Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-multivalue.html.
"""
_FULL = 100


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """Mode, policy and standby of each entrance."""
    for key, entrance in settings.entrances.items():
        path = ("entrances", key)
        places = effective.places(entrance, settings)
        if not places:
            if not entrance.regions:
                yield Problem(path=path, message="no region serves it: all have role 'backup'")
            continue
        yield from _mode(path, entrance, places, settings)
        yield from _policy(path, entrance, settings)
        yield from _policy_data(path, entrance, places, settings)
        yield from _ttl(path, entrance, settings)
        if entrance.standby is not None:
            yield from _standby((*path, "standby"), entrance.standby, effective.mode(entrance, settings))


def _mode(
    path: SettingPath, entrance: EntranceSettings, places: tuple[str, ...], settings: Settings
) -> Iterator[Problem]:
    where = (*path, "mode") if entrance.mode is not None else path
    value = str(effective.mode(entrance, settings))
    active = [place for place in places if settings.regions[place].role is Role.ACTIVE]
    standby = [place for place in places if settings.regions[place].role is Role.STANDBY]
    match effective.mode(entrance, settings):
        case Mode.SINGLE_REGION if len(places) > 1:
            yield Problem(
                path=where,
                message=f"has {len(places)} regions behind it ({', '.join(places)}): name one under "
                "regions, or choose "
                "active-active or active-passive",
                value=value,
            )
        case Mode.SINGLE_REGION if standby:
            yield Problem(
                path=where,
                message=f"its only region {standby[0]} is a standby, and there is nothing that it stands by "
                "for: make it "
                "active",
                value=value,
            )
        case Mode.ACTIVE_ACTIVE if standby:
            yield Problem(
                path=where,
                message=f"{', '.join(standby)} has role 'standby': make it active, or choose active-passive",
                value=value,
            )
        case Mode.ACTIVE_ACTIVE if len(active) == 1:
            yield Problem(
                path=where,
                message=f"only {active[0]} is behind it: active-active needs two regions",
                value=value,
            )
        case Mode.ACTIVE_PASSIVE if len(active) != 1 or len(standby) != 1:
            yield Problem(
                path=where,
                message=f"a failover pair is two, one active and one standby; behind it are active: "
                f"{', '.join(active) or 'none'}; standby: {', '.join(standby) or 'none'}. "
                f"{_advice(active, standby)}",
                value=value,
            )


def _advice(active: list[str], standby: list[str]) -> str:
    if not standby and len(active) > 1:
        return "The standby would be the primary: give one region role 'standby'"
    if not active:
        return "Give one region role 'active'"
    return (
        "Name a pair under regions" if len(active) + len(standby) > 1 else "Add a region with role 'standby'"
    )


def _policy(path: SettingPath, entrance: EntranceSettings, settings: Settings) -> Iterator[Problem]:
    mode = effective.mode(entrance, settings)
    if entrance.policy is not None and entrance.policy not in _POLICIES[mode]:
        yield Problem(
            path=(*path, "policy"),
            message=f"does not go with mode {mode}",
            value=str(entrance.policy),
            allowed=tuple(str(policy) for policy in _POLICIES[mode]),
        )


def _policy_data(
    path: SettingPath, entrance: EntranceSettings, places: tuple[str, ...], settings: Settings
) -> Iterator[Problem]:
    policy = effective.policy(entrance, settings)
    for field, needed_by in _POLICY_OF.items():
        given: Mapping[str, object] = getattr(entrance, field)
        if policy is not needed_by:
            if given:
                yield Problem(
                    path=(*path, field),
                    message=f"does nothing with policy {policy}: only {needed_by} uses it",
                )
            continue
        missing = [place for place in places if place not in given]
        if missing:
            yield Problem(
                path=(*path, field),
                message=f"says nothing for {', '.join(missing)}: policy {policy} needs all regions",
            )
        for place in given:
            if place not in places:
                yield Problem(
                    path=(*path, field, place), message="is not behind this entrance", allowed=places
                )
    if policy is RoutingPolicy.WEIGHTED and entrance.weights and not any(entrance.weights.values()):
        yield Problem(path=(*path, "weights"), message="are all 0: give at least one region a weight")
    if policy is RoutingPolicy.GEOLOCATION:
        yield from _locations((*path, "locations"), entrance.locations)
    if policy is RoutingPolicy.MULTIVALUE:
        yield from _addresses((*path, "addresses"), entrance.addresses)


def _ttl(path: SettingPath, entrance: EntranceSettings, settings: Settings) -> Iterator[Problem]:
    policy = effective.policy(entrance, settings)
    if policy is not RoutingPolicy.MULTIVALUE and "ttl_seconds" in entrance.model_fields_set:
        yield Problem(
            path=(*path, "ttl_seconds"),
            message=f"does nothing with policy {policy}: aliases have the TTL of what they lead to",
        )


def _locations(path: SettingPath, locations: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Check locations: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geo.html."""
    named = [_plain(location) for group in locations.values() for location in group]
    if named.count("default") != 1:
        yield Problem(
            path=path,
            message=f"name 'default' {named.count('default')} times: exactly one region answers those who "
            "are nowhere "
            "else, or they get no answer at all",
        )
    for location in sorted({item for item in named if item != "default" and named.count(item) > 1}):
        yield Problem(
            path=path,
            message=f"name {location} {named.count(location)} times: one location leads to one region",
        )
    for place, group in locations.items():
        if not group:
            yield Problem(path=(*path, place), message="names no location, so nobody would be sent there")


def _plain(location: str) -> str:
    """Write a country in one way: without its prefix, unless a continent has the code."""
    country = location.removeprefix("country:")
    return location if country in CONTINENTS else country


def _addresses(path: SettingPath, addresses: dict[str, tuple[str, ...]]) -> Iterator[Problem]:
    named = [address for group in addresses.values() for address in group]
    if len(named) > _MOST_ANSWERS:
        yield Problem(
            path=path,
            message=f"are {len(named)}, and Route 53 answers with at most {_MOST_ANSWERS}: name fewer",
        )
    for address in sorted({item for item in named if named.count(item) > 1}):
        yield Problem(
            path=path, message=f"name {address} {named.count(address)} times: each leads to one region"
        )
    for place, group in addresses.items():
        if not group:
            yield Problem(path=(*path, place), message="names no address, so nobody would be sent there")


def _standby(path: SettingPath, standby: StandbySettings, mode: Mode) -> Iterator[Problem]:
    """Check the standby: the words are those of AWS's disaster recovery strategies.

    Source: https://docs.aws.amazon.com/whitepapers/latest/disaster-recovery-workloads-on-aws/
    disaster-recovery-options-in-the-cloud.html.
    """
    if mode is not Mode.ACTIVE_PASSIVE:
        yield Problem(path=path, message=f"does nothing in mode {mode}: only active-passive has a standby")
        return
    percent, strategy = standby.percent, standby.strategy
    if percent is None:
        return
    if strategy in (Strategy.BACKUP_AND_RESTORE, Strategy.PILOT_LIGHT) and percent > 0:
        yield Problem(
            path=(*path, "percent"),
            message=f"nothing serves in the standby of {strategy}: leave this out, or choose warm-standby",
            value=percent,
        )
    if strategy is Strategy.WARM_STANDBY and percent in (0, _FULL):
        other = Strategy.PILOT_LIGHT if percent == 0 else Strategy.HOT_STANDBY
        yield Problem(
            path=(*path, "percent"),
            message=f"must be from 1 to 99 for warm-standby: this is a {other}",
            value=percent,
        )
    if strategy is Strategy.HOT_STANDBY and percent < _FULL:
        yield Problem(
            path=(*path, "percent"),
            message="a hot standby runs all of the needed capacity: leave this out, or choose warm-standby",
            value=percent,
        )
