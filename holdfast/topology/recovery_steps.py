"""Steps of a recovery, each with how long it takes at worst and whose figure that is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.capacity import needed_instances
from holdfast.topology.shares import service_shares, survives_of
from holdfast.topology.values import (
    STORE_TRAITS,
    Door,
    RecoveryAction,
    RecoveryRouting,
    RecoveryStepPlan,
    RecoverySubject,
    ServiceKind,
    StoreKind,
    Survives,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings import Settings
    from holdfast.topology.values import CachePlan, EntrancePlan, RegionPlan, ServicePlan, StorePlan

_PATH = "holdfast:recovery"
_REPLICAS = (StoreKind.RDS_POSTGRESQL, StoreKind.RDS_MYSQL)
_REPLICA_SECONDS = 600
_PROXY_SECONDS = 320
_ACCESS_POINT_SECONDS = 120
_ACCESS_POINT_SOURCE = (
    "https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_SubmitMultiRegionAccessPointRoutes.html"
)
"""Of S3's routes: "It can take up to 2 minutes for your changes to take effect" (2026-11)."""
_CALL_SECONDS = 30
"""Until a call changes what a provider does, and for one to what may be lost: AWS and Cloudflare publish no
figure."""
_CALL_SOURCE = "assumption: a call, and what it changes"


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaving:
    """A place to leave, the places that take over, and what is there to be moved.

    Attributes:
        away_from: The place that is left.
        to: The places that take over, sorted.
        regions: Those places' regions.
        entrances: The entrances that it shares with them.
        stores: All stores.
        caches: All caches.
        settings: The whole settings.
    """

    away_from: str
    to: tuple[str, ...]
    regions: tuple[RegionPlan, ...]
    entrances: tuple[EntrancePlan, ...]
    stores: tuple[StorePlan, ...]
    caches: tuple[CachePlan, ...]
    settings: Settings


def effective_routing(settings: Settings) -> RecoveryRouting:
    """Give what takes traffic away now: routing controls decide from when they are joined.

    Args:
        settings: The whole settings.
    """
    asked = settings.recovery
    joined = asked.routing_control is not None and asked.routing_control.joined
    return asked.routing if joined else RecoveryRouting.SWITCH


def route_steps(leaving: Leaving) -> Iterator[RecoveryStepPlan]:
    """Yield what takes traffic away from a place, side by side: of entrances, and of S3's access points.

    Args:
        leaving: The place to leave.
    """
    away_from = leaving.away_from
    for entrance in leaving.entrances:
        seconds, source = _route_seconds(entrance, effective_routing(leaving.settings))
        endpoint = next(one for one in entrance.endpoints if one.place == away_from)
        others = [one.place for one in entrance.endpoints if one.place != away_from]
        yield RecoveryStepPlan(
            key=f"route-{entrance.key}",
            action=RecoveryAction.ROUTE,
            subject=entrance.key,
            subject_kind=RecoverySubject.ENTRANCE,
            place=endpoint.switch_place or others[0],
            worst_seconds=seconds,
            source=source,
        )
    for store in leaving.stores:
        point = None if store.s3 is None else store.s3.access_point
        others = [place for place in store.places if place != away_from]
        if point is not None and away_from in store.places and others:
            yield RecoveryStepPlan(
                key=f"route-store-{store.key}",
                action=RecoveryAction.ROUTE,
                subject=store.key,
                subject_kind=RecoverySubject.STORE,
                place=others[0],
                worst_seconds=_ACCESS_POINT_SECONDS,
                source=_ACCESS_POINT_SOURCE,
            )


def _route_seconds(entrance: EntrancePlan, routing: RecoveryRouting) -> tuple[int, str]:
    """Give how long clients go on coming at worst, once somebody says that they should not."""
    path = f"holdfast:entrances.{entrance.key}"
    if entrance.accelerator is not None:
        return entrance.accelerator.detection_seconds, f"{path}: an accelerator's own checks"
    ways: list[tuple[int, str]] = []
    if entrance.zone is not None:
        kept = f"TTL {entrance.ttl_seconds}"
        if routing is RecoveryRouting.SWITCH:
            interval, threshold = entrance.health.interval_seconds, entrance.health.failure_threshold
            seen = f"{path}.health: {interval} x {threshold} until the switch is seen"
            ways.append((interval * threshold + entrance.ttl_seconds, f"{seen}, {kept}"))
        else:
            ways.append((_CALL_SECONDS + entrance.ttl_seconds, f"{_CALL_SOURCE} {_CALL_SECONDS}, {kept}"))
    if entrance.cloudflare is not None:
        ttl = entrance.cloudflare.ttl_seconds or 0
        ways.append((_CALL_SECONDS + ttl, f"{_CALL_SOURCE} {_CALL_SECONDS}, TTL {ttl} at Cloudflare"))
    return max(ways)


def drain_steps(leaving: Leaving) -> Iterator[RecoveryStepPlan]:
    """Yield the wait for clients that hold on to a place that still answers.

    Args:
        leaving: The place to leave.
    """
    for entrance in leaving.entrances:
        balanced = entrance.door is Door.LOAD_BALANCER and entrance.accelerator is None
        proxied = entrance.cloudflare is not None and entrance.cloudflare.proxied
        if balanced and not proxied:
            seconds = entrance.load_balancer.client_keep_alive_seconds
            source = f"holdfast:entrances.{entrance.key}.load_balancer.client_keep_alive_seconds"
        else:
            seconds, source = _CALL_SECONDS, "assumption: requests that are on their way"
        yield RecoveryStepPlan(
            key=f"drain-{entrance.key}",
            action=RecoveryAction.DRAIN,
            subject=entrance.key,
            subject_kind=RecoverySubject.ENTRANCE,
            place=leaving.away_from,
            worst_seconds=seconds,
            source=source,
        )


def verify_steps(leaving: Leaving) -> Iterator[RecoveryStepPlan]:
    """Yield the look at each name from outside.

    Args:
        leaving: The place to leave.
    """
    for entrance in leaving.entrances:
        serves = [one.place for one in entrance.endpoints if one.place in leaving.to]
        yield RecoveryStepPlan(
            key=f"verify-{entrance.key}",
            action=RecoveryAction.VERIFY,
            subject=entrance.key,
            subject_kind=RecoverySubject.ENTRANCE,
            place=serves[0],
            worst_seconds=leaving.settings.recovery.verify_seconds,
            source=f"{_PATH}.verify_seconds",
        )


def capacity_steps(leaving: Leaving) -> Iterator[RecoveryStepPlan]:
    """Yield what must grow until places carry the whole load, side by side.

    Functions are left out: Lambda runs as many as there are requests, up to the account's quota.

    Args:
        leaving: The place to leave.
    """
    settings = leaving.settings
    for region in leaving.regions:
        for service in region.services:
            zones = len(region.network.zones) if region.network else 0
            if service.kind is ServiceKind.LAMBDA:
                continue
            size = _whole_load(region.place, service, settings, zones)
            if service.capacity.minimum < size:
                seconds, source = _capacity_seconds(service, settings)
                yield RecoveryStepPlan(
                    key=f"capacity-{service.key}-{region.place}",
                    action=RecoveryAction.CAPACITY,
                    subject=service.key,
                    subject_kind=RecoverySubject.SERVICE,
                    place=region.place,
                    worst_seconds=seconds,
                    source=source,
                    size=size,
                )
        yield from _proxy_steps(region.place, leaving.entrances)


def _whole_load(place: str, service: ServicePlan, settings: Settings, zones: int) -> int:
    """Give the size that a place needs once another one is gone, whatever the stack survives without it."""
    asked = settings.services[service.key]
    peak, each = Fraction(str(asked.peak_rps)), Fraction(str(effective.unit_rps(asked)))
    survives = survives_of(settings)
    sizes = [
        needed_instances(peak * share.fraction, each, zones=zones, survives=survives)
        for share in service_shares(place, service.key, settings, Survives.REGION)
    ]
    return max(service.capacity.needed, *sizes)


def _capacity_seconds(service: ServicePlan, settings: Settings) -> tuple[int, str]:
    measured = settings.recovery.capacity_seconds.get(service.key)
    if measured is not None:
        return measured, f"{_PATH}.capacity_seconds.{service.key}"
    grace, target = service.scaling.grace_period_seconds, service.target
    admitted = target.health_interval_seconds * target.healthy_threshold
    path = f"holdfast:services.{service.key}"
    source = (
        f"{path}.scaling.grace_period_seconds {grace} to launch and boot, {path}.target.health_check "
        f"{target.health_interval_seconds} x {target.healthy_threshold} until it is admitted"
    )
    return grace + admitted, source


def _proxy_steps(place: str, entrances: tuple[EntrancePlan, ...]) -> Iterator[RecoveryStepPlan]:
    for entrance in entrances:
        proxies = None if entrance.proxy is None else entrance.proxy.regions.get(place)
        if proxies is not None and proxies.capacity.minimum < proxies.capacity.needed:
            yield RecoveryStepPlan(
                key=f"capacity-proxies-{entrance.key}-{place}",
                action=RecoveryAction.CAPACITY,
                subject=entrance.key,
                subject_kind=RecoverySubject.PROXIES,
                place=place,
                worst_seconds=_PROXY_SECONDS,
                source="assumption: a proxy launches, boots and is admitted in this time",
                size=proxies.capacity.needed,
            )


def promote_steps(leaving: Leaving, *, graceful: bool) -> Iterator[RecoveryStepPlan]:
    """Yield how each store's writer moves: fenced where it would otherwise write on, then promoted elsewhere.

    Stores that every region writes to have no such step. Each direction is planned, wherever the writer is
    now: it moves with each failover.

    Args:
        leaving: The place to leave.
        graceful: Whether the place that is left answers.
    """
    away_from, settings = leaving.away_from, leaving.settings
    for store in leaving.stores:
        target = _target(store.places, leaving)
        if not STORE_TRAITS[store.kind].one_writer or target is None:
            continue
        # A switchover stops the old writer itself; a promotion of a replica does not.
        if store.kind in _REPLICAS or not graceful:
            yield _fence(store.key, RecoverySubject.STORE, away_from)
        yield _promote(store.key, RecoverySubject.STORE, target, store.kind, settings)
    for cache in leaving.caches:
        target = _target(cache.places, leaving)
        if cache.identifier is not None and target is not None:
            yield _promote(cache.key, RecoverySubject.CACHE, target, StoreKind.ELASTICACHE, settings)


def _fence(key: str, kind: RecoverySubject, away_from: str) -> RecoveryStepPlan:
    return RecoveryStepPlan(
        key=f"fence-{key}",
        action=RecoveryAction.FENCE,
        subject=key,
        subject_kind=kind,
        place=away_from,
        worst_seconds=_CALL_SECONDS,
        source=_CALL_SOURCE,
    )


def _promote(
    key: str, subject_kind: RecoverySubject, place: str, kind: StoreKind, settings: Settings
) -> RecoveryStepPlan:
    traits, measured = STORE_TRAITS[kind], settings.recovery.promotion_seconds.get(key)
    if measured is not None:
        seconds, source = measured, f"{_PATH}.promotion_seconds.{key}"
    elif traits.promotion_seconds is not None:
        seconds, source = traits.promotion_seconds[1], traits.promotion_source
    else:
        seconds, source = _REPLICA_SECONDS, f"assumption, for {traits.promotion_source} has no figure"
    return RecoveryStepPlan(
        key=f"promote-{key}",
        action=RecoveryAction.PROMOTE,
        subject=key,
        subject_kind=subject_kind,
        place=place,
        worst_seconds=seconds,
        source=source,
    )


def _target(places: tuple[str, ...], leaving: Leaving) -> str | None:
    """Give the place that takes a writer over; None where a store has no other, or none here."""
    others = [place for place in places if place in leaving.to]
    return others[0] if leaving.away_from in places and others else None
