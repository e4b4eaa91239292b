"""Entrances planned: modes, policies, the regions behind them, failover slots and maintenance switches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective
from holdfast.topology.accelerator import plan_accelerator
from holdfast.topology.api_gateway import plan_api_gateway
from holdfast.topology.authorization import health_port, plan_authorization
from holdfast.topology.cloudflare import allowed_cidrs, plan_cloudflare
from holdfast.topology.cloudfront import plan_cloudfront
from holdfast.topology.openapi import plan_openapi
from holdfast.topology.origins import origin, path_of
from holdfast.topology.private_access import private_cidrs
from holdfast.topology.proxy import plan_proxy
from holdfast.topology.values import (
    DependencyAlarm,
    EndpointPlan,
    EntrancePlan,
    FailoverSlots,
    HealthPlan,
    LoadBalancerPlan,
    OwnMetric,
    Role,
    RoutingPolicy,
    ZonePlan,
)
from holdfast.topology.waf import plan_waf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.settings import EntranceSettings, Settings, ZoneSettings

SECONDS_PER_MINUTE = 60


def _next_place(place: str, places: Sequence[str]) -> str | None:
    """Return the place after this one in the ring of places, None where there is no other.

    The maintenance switch of a region lies in another region: a lost region cannot hold its own switch.
    """
    following = places[(places.index(place) + 1) % len(places)]
    return None if following == place else following


def _slots(policy: RoutingPolicy, places: Sequence[str], settings: Settings) -> FailoverSlots | None:
    if policy is not RoutingPolicy.FAILOVER:
        return None
    by_role = {settings.regions[place].role: place for place in places}
    return FailoverSlots(primary=by_role[Role.ACTIVE], secondary=by_role[Role.STANDBY])


def _dependency(entrance: EntranceSettings) -> DependencyAlarm:
    asked = entrance.health.dependency
    own = None
    if asked.metric is not None and asked.namespace is not None and asked.threshold is not None:
        own = OwnMetric(
            threshold=asked.threshold,
            namespace=asked.namespace,
            metric=asked.metric,
            statistic=asked.statistic,
            comparison=asked.comparison,
            dimensions=dict(sorted(asked.dimensions.items())),
        )
    return DependencyAlarm(evaluation_periods=asked.evaluation_periods, own=own)


def _error_threshold(place: str, entrance: EntranceSettings, settings: Settings, actives: int) -> float:
    """Return the 5xx answers in a minute that are too many for a region's share of the peak.

    The share is the region's weight where there are weights (a region of weight 0 may get all), and an even
    one otherwise: how latency and location spread clients is not known.
    """
    peak_rps = sum(settings.services[key].peak_rps for key in effective.services(entrance, settings))
    total = sum(entrance.weights.values())
    share = (entrance.weights[place] / total or 1.0) if place in entrance.weights else 1 / actives
    answers = peak_rps * SECONDS_PER_MINUTE * share * entrance.health.dependency.error_percent / 100
    return float(max(1, round(answers)))


def _health(entrance: EntranceSettings, settings: Settings) -> HealthPlan:
    services = {key: settings.services[key] for key in effective.services(entrance, settings)}
    first = min(services.values(), key=lambda service: service.priority)
    return HealthPlan(
        path=entrance.health.path or first.health_path,
        port=health_port(entrance),
        search_string=entrance.health.search_string,
        interval_seconds=entrance.health.interval_seconds,
        failure_threshold=entrance.health.failure_threshold,
        checker_regions=tuple(sorted(entrance.health.checker_regions)),
        dependency=_dependency(entrance),
    )


def _load_balancer(entrance: EntranceSettings, settings: Settings) -> LoadBalancerPlan:
    asked = entrance.load_balancer
    return LoadBalancerPlan(
        internal=asked.internal,
        allowed_cidrs=tuple(sorted(private_cidrs(entrance, settings) or allowed_cidrs(entrance))),
        ssl_policy=asked.ssl_policy,
        hsts_seconds=asked.hsts_seconds,
        idle_timeout_seconds=asked.idle_timeout_seconds,
        client_keep_alive_seconds=asked.client_keep_alive_seconds,
        zonal_shift=asked.zonal_shift,
        log_retention_days=asked.log_retention_days,
    )


def _endpoint(
    place: str, entrance: EntranceSettings, places: Sequence[str], settings: Settings
) -> EndpointPlan:
    actives = sum(settings.regions[other].role is Role.ACTIVE for other in places)
    return EndpointPlan(
        place=place,
        region=PLACES[place].name,
        host=f"{place}.{entrance.domain}",
        weight=entrance.weights.get(place),
        locations=tuple(sorted(entrance.locations.get(place, ()))),
        addresses=tuple(sorted(entrance.addresses.get(place, ()))),
        # Only Route 53 reads the switch.
        switch_place=None if entrance.zone is None else _next_place(place, places),
        switch_path=f"/maintenance/{place}",
        error_threshold=_error_threshold(place, entrance, settings, max(1, actives)),
    )


def _zone(zone: ZoneSettings) -> ZonePlan:
    return ZonePlan(
        name=zone.name,
        zone_id=zone.id,
        delegated=effective.is_delegated(zone),
        accelerated_recovery=effective.has_accelerated_recovery(zone),
    )


def plan_entrance(key: str, settings: Settings) -> EntrancePlan:
    """Plan one entrance.

    Args:
        key: The entrance's key in the settings.
        settings: The whole settings.

    Returns:
        The entrance, with its endpoints sorted by place.
    """
    entrance = settings.entrances[key]
    path = f"holdfast:entrances.{key}"
    mode = effective.mode(entrance, settings)
    strategy = effective.strategy(entrance, settings)
    places = effective.endpoints(entrance, settings)
    policy = effective.policy(entrance, settings)
    if len(places) == 1:
        policy = RoutingPolicy.SIMPLE
    return EntrancePlan(
        key=key,
        domain=entrance.domain,
        zone=None if entrance.zone is None else _zone(entrance.zone),
        mode=mode,
        strategy=strategy,
        policy=policy,
        services=effective.services(entrance, settings),
        endpoints=tuple(_endpoint(place, entrance, places, settings) for place in places),
        slots=_slots(policy, places, settings),
        door=effective.door(entrance),
        load_balancer=_load_balancer(entrance, settings),
        proxy=plan_proxy(key, settings),
        api_gateway=plan_api_gateway(key, settings),
        waf=plan_waf(key, settings),
        lacks_waf=entrance.waf is None and not effective.waf_attachments(entrance),
        authorization=plan_authorization(key, settings),
        openapi=plan_openapi(key, settings),
        cloudflare=plan_cloudflare(key, settings),
        accelerator=plan_accelerator(key, settings),
        cloudfront=plan_cloudfront(key, settings),
        health=_health(entrance, settings),
        ttl_seconds=effective.ttl_seconds(entrance, settings),
        origin=origin(
            domain=path_of(entrance, path, "domain"),
            zone=path_of(entrance, path, "zone"),
            mode=path_of(entrance, path, "mode"),
            strategy=path_of(entrance, path, "standby"),
            policy=path_of(entrance, path, "policy"),
            services=path_of(entrance, path, "services"),
            endpoints=path_of(entrance, path, "regions"),
            slots=", ".join(f"holdfast:regions.{place}.role" for place in places),
            load_balancer=path_of(entrance, path, "load_balancer"),
            health=path_of(entrance, path, "health"),
            ttl_seconds=path_of(entrance, path, "ttl_seconds"),
        ),
    )
