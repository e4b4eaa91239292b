"""Recoveries that nobody could carry out, and settings of one that change nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from holdfast.settings import effective, effective_stores
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import STORE_TRAITS, Door, RecoveryBy, RecoveryRouting, Survives

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.recovery import ZonalAutoshiftSettings
    from holdfast.settings.stack import Settings

_REGION_SWITCH_REGIONS = 2
"""Source: https://docs.aws.amazon.com/arc-region-switch/latest/api/API_CreatePlan.html (regions: two items,
2026-11)."""
_SECTIONS = {
    "region_switch": ("by", RecoveryBy.REGION_SWITCH),
    "automation": ("by", RecoveryBy.AUTOMATION),
    "routing_control": ("routing", RecoveryRouting.ROUTING_CONTROL),
}


def of_means(settings: Settings) -> Iterator[Problem]:
    """Who carries a recovery out, and where: something must be there to be left."""
    asked, shared = settings.recovery, _shared_places(settings)
    for section, (field, value) in _SECTIONS.items():
        if getattr(asked, section) is not None and getattr(asked, field) is not value:
            yield Problem(
                path=("recovery", section),
                message=f"does nothing without {field}: {value.value}; leave it out",
            )
    if asked.by is not RecoveryBy.PEOPLE and not shared:
        yield Problem(
            path=("recovery", "by"),
            message="there is no region to take over: no entrance has load balancers in several",
            value=asked.by.value,
        )
    elif asked.by is RecoveryBy.REGION_SWITCH and len(shared) != _REGION_SWITCH_REGIONS:
        yield Problem(
            path=("recovery", "by"),
            message=f"a plan of Region switch has two regions, and entrances lead to {len(shared)}: "
            f"{', '.join(shared)}",
            value=asked.by.value,
            allowed=(RecoveryBy.PEOPLE.value, RecoveryBy.AUTOMATION.value),
        )
    if asked.routing is RecoveryRouting.ROUTING_CONTROL and not any(
        entrance.zone is not None
        and entrance.accelerator is None
        and len(effective.endpoints(entrance, settings)) > 1
        for entrance in settings.entrances.values()
    ):
        yield Problem(
            path=("recovery", "routing"),
            message="a routing control decides through Route 53's records, and no entrance has those for "
            "several regions",
            value=asked.routing.value,
        )


def of_region_switch(settings: Settings) -> Iterator[Problem]:
    """Pools at Cloudflare, which the plan's functions move by a token."""
    asked = settings.recovery
    if asked.by is not RecoveryBy.REGION_SWITCH:
        return
    path = ("recovery", "region_switch", "cloudflare_token_secret")
    secret = None if asked.region_switch is None else asked.region_switch.cloudflare_token_secret
    at_cloudflare = any(
        entrance.cloudflare is not None and len(effective.endpoints(entrance, settings)) > 1
        for entrance in settings.entrances.values()
    )
    if at_cloudflare and secret is None:
        yield Problem(path=path, message="is needed to take a region's pool at Cloudflare out of traffic")
    if secret is not None and not at_cloudflare:
        yield Problem(
            path=path,
            message="does nothing: no entrance with several regions is at Cloudflare; leave it out",
        )


def of_measurements(settings: Settings) -> Iterator[Problem]:
    """Times of services that do not run, and of stores that are not promoted."""
    asked = settings.recovery
    for key in asked.capacity_seconds:
        if key not in settings.services:
            yield Problem(
                path=("recovery", "capacity_seconds", key),
                message="is no service of this stack",
                value=key,
                allowed=tuple(sorted(settings.services)),
            )
    promoted = (
        *(
            key
            for key, store in settings.stores.items()
            if STORE_TRAITS[store.kind].one_writer and len(effective_stores.store_places(store, settings)) > 1
        ),
        *settings.caches,
    )
    for key in asked.promotion_seconds:
        if key not in promoted:
            yield Problem(
                path=("recovery", "promotion_seconds", key),
                message="is no store or cache of this stack that has one writer and several regions",
                value=key,
                allowed=tuple(sorted(promoted)),
            )


def of_zones(settings: Settings) -> Iterator[Problem]:
    """Zonal autoshift, which takes a zone's capacity away each week."""
    asked = settings.recovery.zonal_autoshift
    if asked is None:
        return
    path = ("recovery", "zonal_autoshift")
    yield from repeated((*path, "blocked_windows"), asked.blocked_windows)
    yield from repeated((*path, "blocked_dates"), asked.blocked_dates)
    yield from _of_windows(asked, path)
    if settings.objectives.survives is Survives.INSTANCE:
        yield Problem(
            path=path,
            message="takes a zone away each week to practise, and with holdfast:objectives.survives: "
            "instance the zones that are left do not carry the load: promise zone or region",
        )
    balanced = False
    for key, entrance in settings.entrances.items():
        door = effective.door(entrance)
        if door not in (Door.LOAD_BALANCER, Door.PROXY):
            continue
        balanced = True
        section = "proxy" if door is Door.PROXY else "load_balancer"
        if not getattr(entrance, section).zonal_shift:
            yield Problem(
                path=("entrances", key, section, "zonal_shift"),
                message="keeps holdfast:recovery.zonal_autoshift from moving traffic out of a zone: leave it "
                "on, or take that out",
                value=False,
            )
    if not balanced:
        yield Problem(path=path, message="there is no load balancer of which a zone could be taken away")


def _of_windows(asked: ZonalAutoshiftSettings, path: tuple[str, ...]) -> Iterator[Problem]:
    """Windows that span days, which AWS does not take, and days that no calendar has.

    Source: https://docs.aws.amazon.com/arc-zonal-shift/latest/api/API_CreatePracticeRunConfiguration.html
    (blockedWindows, 2026-11).
    """
    for number, window in enumerate(asked.blocked_windows):
        (day, begins), (last, ends) = (one.split(":", 1) for one in window.split("-"))
        if day != last or begins >= ends:
            yield Problem(
                path=(*path, "blocked_windows", number),
                message="begins and ends on the same day, and ends after it begins: make one of each day",
                value=window,
            )
    for number, day in enumerate(asked.blocked_dates):
        try:
            date.fromisoformat(day)
        except ValueError:
            yield Problem(path=(*path, "blocked_dates", number), message="is no day", value=day)


def _shared_places(settings: Settings) -> tuple[str, ...]:
    """Give the places behind entrances that have several, sorted."""
    found = {
        place
        for entrance in settings.entrances.values()
        for places in (effective.endpoints(entrance, settings),)
        if len(places) > 1
        for place in places
    }
    return tuple(sorted(found))
