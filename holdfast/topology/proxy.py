"""An entrance's own proxies planned: how many in each region, and what one address may take."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective
from holdfast.topology.capacity import needed_instances, running_instances
from holdfast.topology.instance_types import architecture_of
from holdfast.topology.origins import origin, path_of
from holdfast.topology.private_access import private_cidrs
from holdfast.topology.shares import entrance_share, survives_of
from holdfast.topology.values import (
    Capacity,
    InstancesPlan,
    ProxyCookie,
    ProxyPlan,
    ProxyRegionPlan,
)
from holdfast.topology.waf import carried_rps
from holdfast.topology.zones import zones_of

if TYPE_CHECKING:
    from holdfast.settings import EntranceSettings, Settings
    from holdfast.settings.proxy import ProxySettings

LEAST_LIMIT_RPS = 10
"""Least limit of an address at one proxy, in requests a second: an assumption, so that a page which asks a
few times at once is not taken for an attack."""


def plan_proxy(key: str, settings: Settings) -> ProxyPlan | None:
    """Plan it for one entrance; None for an entrance without it.

    Args:
        key: The entrance's key in the settings.
        settings: The whole settings.
    """
    entrance = settings.entrances[key]
    asked, path = entrance.proxy, f"holdfast:entrances.{key}.proxy"
    if asked is None:
        return None
    cookie = asked.stickiness
    return ProxyPlan(
        software=asked.software,
        algorithm=asked.algorithm,
        weights=dict(sorted(asked.weights.items())),
        cookie=None
        if cookie is None
        else ProxyCookie(name=cookie.cookie_name, duration_seconds=cookie.duration_seconds),
        internal=asked.internal,
        allowed_cidrs=tuple(sorted(private_cidrs(entrance, settings) or asked.allowed_cidrs)),
        hsts_seconds=asked.hsts_seconds,
        answer_seconds=asked.answer_seconds,
        idle_seconds=asked.idle_seconds,
        drain_seconds=asked.drain_seconds,
        max_connections=asked.max_connections,
        refresh_seconds=asked.refresh_seconds,
        cpu_target_percent=asked.cpu_percent,
        cross_zone=asked.cross_zone,
        zonal_shift=asked.zonal_shift,
        log_retention_days=asked.log_retention_days,
        regions={
            place: _region(place, path, entrance, asked, settings)
            for place in effective.endpoints(entrance, settings)
        },
        origin=origin(
            **{
                field: path_of(asked, path, field)
                for field in ("software", "algorithm", "weights", "drain_seconds", "log_retention_days")
            },
            cookie=path_of(asked, path, "stickiness"),
            allowed_cidrs=path_of(asked, path, "allowed_cidrs"),
        ),
    )


def _region(
    place: str, path: str, entrance: EntranceSettings, asked: ProxySettings, settings: Settings
) -> ProxyRegionPlan:
    capacity = _capacity(place, path, entrance, asked, settings)
    instance, region = asked.instance, PLACES[place].name
    secret = asked.certificate_secret
    return ProxyRegionPlan(
        capacity=capacity,
        instances=InstancesPlan(
            types=instance.types,
            architecture=architecture_of(instance.types[0]),
            ami_id=None if instance.ami is None else instance.ami[place],
            volume_gib=instance.volume_gib,
        ),
        certificate_secret=(secret if isinstance(secret, str) else secret[place]).replace("{region}", region),
        limit_rps=_limit_rps(carried_rps(entrance, settings)[place], capacity.needed, asked),
        origin=origin(
            instances=path_of(asked, path, "instance"),
            certificate_secret=path_of(asked, path, "certificate_secret"),
            limit_rps=f"{path_of(asked, path, 'rate_limit')}, {capacity.origin['needed']}",
        ),
    )


def _capacity(
    place: str, path: str, entrance: EntranceSettings, asked: ProxySettings, settings: Settings
) -> Capacity:
    """Size the proxies: the door is open in a standby region too, however little stands behind it.

    A load balancer of AWS costs nothing to keep open, and opening the proxies in a failover would be one more
    step; so at least one runs in each zone.
    """
    share, zones = entrance_share(place, entrance, settings), len(zones_of(place, settings))
    survives = survives_of(settings)
    carried = carried_rps(entrance, settings)[place]
    needed = needed_instances(carried, Fraction(str(asked.instance.rps)), zones=zones, survives=survives)
    region = settings.regions[place]
    peaks = [
        path_of(settings.services[service], f"holdfast:services.{service}", "peak_rps")
        for service in effective.services(entrance, settings)
    ]
    load = ", ".join(
        (
            *peaks,
            f"{path}.instance.rps",
            path_of(region, f"holdfast:regions.{place}", "zones"),
            path_of(settings.objectives, "holdfast:objectives", "survives"),
        )
    )
    return Capacity(
        minimum=running_instances(needed, max(1, share.running_percent), zones),
        needed=needed,
        maximum=ceil(needed * Fraction(str(asked.max_factor))),
        origin=origin(
            minimum=f"{load}, {path_of(region, f'holdfast:regions.{place}', 'role')}",
            needed=load,
            maximum=f"{load}, {path_of(asked, path, 'max_factor')}",
        ),
    )


def _limit_rps(carried: Fraction, proxies: int, asked: ProxySettings) -> int | None:
    """What one proxy takes from one address, so that all needed ones together take no more than its share.

    Each proxy counts for itself. An address with many connections meets all of them, one with a single
    connection one.
    """
    if asked.rate_limit is None:
        return None
    share = carried * Fraction(str(asked.rate_limit.percent_per_address)) / 100
    return max(LEAST_LIMIT_RPS, int(share / proxies))
