"""Cloudflare: what only a proxy does, what the zone's plan allows, monitors, sessions and notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import cloudflare_defaults as defaults
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import (
    ALL_CLOUDFLARE_REGIONS,
    CloudflareAffinity,
    CloudflareFailover,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.cloudflare import (
        CloudflareAffinitySettings,
        CloudflareRateLimitSettings,
        CloudflareSettings,
    )
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_OF_PROXIES = ("session_affinity", "adaptive_routing", "origin_lock", "rate_limit", "managed_rules")
_OF_DNS = ("ttl_seconds", "location")
_PLANS = ("free", "pro", "business", "enterprise")

_LEAST_INTERVAL = {"enterprise": 10}
_LEAST_INTERVAL_ELSE = 15
"""Source: https://developers.cloudflare.com/load-balancing/reference/limitations/ (2026-11)."""

_LONGEST_PERIOD = {"free": 10, "pro": 60, "business": 600, "enterprise": 65_535}
_LONGEST_MITIGATION = {"free": 10, "pro": 3600, "business": 86_400, "enterprise": 86_400}
_MOST_LIMITS = {"free": 1, "pro": 2, "business": 5, "enterprise": 100}
_LEAST_PLAN = {"address": "pro", "visitor": "business", "header": "enterprise"}
"""What rate limiting rules may do; the free plan cannot tell hosts apart.

Source: https://developers.cloudflare.com/waf/rate-limiting-rules/#availability (2026-11).
"""

_MOST_HEADERS = {"enterprise": 5}
_COOKIE_SECONDS, _HEADER_SECONDS = (1800, 604_800), (30, 3600)
"""Limits of sessions, and headers by plan (one on all others).

Source: session_affinity in https://developers.cloudflare.com/api/resources/load_balancers/ (2026-11).
"""


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """What an entrance asks of Cloudflare, judged alone."""
    for key, entrance in settings.entrances.items():
        asked = entrance.cloudflare
        if asked is None:
            continue
        path = ("entrances", key, "cloudflare")
        yield from _proxy(path, entrance, asked)
        yield from _monitor((*path, "monitor"), asked)
        if asked.session_affinity is not None:
            yield from _affinity((*path, "session_affinity"), asked.session_affinity, asked.plan)
        if asked.rate_limit is not None:
            yield from _rate_limit((*path, "rate_limit"), asked.rate_limit, asked.plan)
        if asked.managed_rules and asked.plan == "free":
            yield Problem(
                path=(*path, "managed_rules"),
                message="takes plan pro or more; on a free zone Cloudflare runs its free ruleset by itself "
                "(https://developers.cloudflare.com/waf/managed-rules/)",
            )
        yield from repeated((*path, "managed_rules"), asked.managed_rules)
        yield from _notifications((*path, "notifications"), asked)


def of_limits(settings: Settings) -> Iterator[Problem]:
    """How many rate limits a zone's plan allows."""
    limited: dict[str, list[str]] = {}
    for key, entrance in settings.entrances.items():
        asked = entrance.cloudflare
        if asked is not None and asked.rate_limit is not None:
            keys = limited.setdefault(asked.zone.name, [])
            keys.append(key)
            if len(keys) > _MOST_LIMITS[asked.plan]:
                yield Problem(
                    path=("entrances", key, "cloudflare", "rate_limit"),
                    message=f"is number {len(keys)} in zone {asked.zone.name}, and plan {asked.plan} has "
                    f"{_MOST_LIMITS[asked.plan]}",
                )


def _proxy(path: SettingPath, entrance: EntranceSettings, asked: CloudflareSettings) -> Iterator[Problem]:
    if defaults.is_proxied(entrance):
        inside = entrance.domain.endswith(f".{asked.zone.name}")
        labels = entrance.domain.removesuffix(asked.zone.name).count(".")
        if inside and labels > 1 and asked.edge_certificate == "universal":
            yield Problem(
                path=(*path, "edge_certificate"),
                message=f"does not cover {entrance.domain}, {labels} labels below {asked.zone.name}: choose "
                "advanced, or a name one label below "
                "(https://developers.cloudflare.com/ssl/edge-certificates/universal-ssl/limitations/)",
                value=asked.edge_certificate,
                allowed=("advanced",),
            )
        for field in _OF_DNS:
            if field in asked.model_fields_set:
                yield Problem(path=(*path, field), message="does nothing where Cloudflare proxies")
        return
    if asked.edge_certificate == "advanced":
        yield Problem(path=(*path, "edge_certificate"), message="is seen only where Cloudflare proxies")
    for field in _OF_PROXIES:
        if getattr(asked, field):
            beside = "" if entrance.zone is None else ", which it cannot beside a Route 53 zone"
            yield Problem(path=(*path, field), message=f"works only where Cloudflare proxies{beside}")


def _monitor(path: SettingPath, asked: CloudflareSettings) -> Iterator[Problem]:
    monitor = asked.monitor
    least = _LEAST_INTERVAL.get(asked.plan, _LEAST_INTERVAL_ELSE)
    if monitor.interval_seconds < least:
        yield Problem(
            path=(*path, "interval_seconds"),
            message=f"is at least {least} with plan {asked.plan} "
            "(https://developers.cloudflare.com/load-balancing/reference/limitations/)",
            value=monitor.interval_seconds,
        )
    longest = monitor.timeout_seconds * (monitor.retries + 1)
    if longest >= monitor.interval_seconds:
        yield Problem(
            path=(*path, "timeout_seconds"),
            message=f"lets {monitor.retries + 1} checks that time out take {longest} seconds, and the next "
            f"ones start after {monitor.interval_seconds}",
            value=monitor.timeout_seconds,
        )
    regions = monitor.check_regions or ()
    yield from repeated((*path, "check_regions"), regions)
    if ALL_CLOUDFLARE_REGIONS in regions and len(regions) > 1:
        yield Problem(
            path=(*path, "check_regions"), message="names all regions and single ones", value=regions
        )


def _affinity(path: SettingPath, affinity: CloudflareAffinitySettings, plan: str) -> Iterator[Problem]:
    by_header = affinity.kind is CloudflareAffinity.HEADER
    lowest, highest = _HEADER_SECONDS if by_header else _COOKIE_SECONDS
    if affinity.ttl_seconds is not None and not lowest <= affinity.ttl_seconds <= highest:
        yield Problem(
            path=(*path, "ttl_seconds"),
            message=f"lies between {lowest} and {highest} for {affinity.kind}",
            value=affinity.ttl_seconds,
        )
    if not by_header:
        for field in ("headers", "require_all_headers"):
            if getattr(affinity, field):
                yield Problem(
                    path=(*path, field),
                    message=f"does nothing with kind {affinity.kind}: only header uses it",
                )
        return
    yield from repeated((*path, "headers"), affinity.headers)
    most = _MOST_HEADERS.get(plan, 1)
    if not 1 <= len(affinity.headers) <= most:
        yield Problem(
            path=(*path, "headers"),
            message=f"are {len(affinity.headers)}, and kind header takes "
            f"{'one' if most == 1 else f'1 to {most}'} with plan {plan}",
            value=affinity.headers,
        )
    if affinity.zero_downtime_failover is CloudflareFailover.STICKY:
        yield Problem(
            path=(*path, "zero_downtime_failover"),
            message="is kept in a cookie, which kind header has not: choose none or temporary",
            value=affinity.zero_downtime_failover.value,
        )


def _rate_limit(path: SettingPath, limit: CloudflareRateLimitSettings, plan: str) -> Iterator[Problem]:
    if limit.percent is not None and limit.requests is not None:
        yield Problem(path=(*path, "percent"), message="does nothing beside requests: give one of them")
    least = _LEAST_PLAN[limit.by]
    if _PLANS.index(plan) < _PLANS.index(least):
        yield Problem(
            path=(*path, "by"),
            message=f"takes plan {least} or more, and the zone has {plan} "
            "(https://developers.cloudflare.com/waf/rate-limiting-rules/#availability)",
            value=limit.by,
        )
    if (limit.header is not None) != (limit.by == "header"):
        yield Problem(
            path=(*path, "header"),
            message="goes with by: header, and by: header needs it",
            value=limit.header,
        )
    for field, longest in (
        ("period_seconds", _LONGEST_PERIOD[plan]),
        ("mitigation_seconds", _LONGEST_MITIGATION[plan]),
    ):
        if getattr(limit, field) > longest:
            yield Problem(
                path=(*path, field),
                message=f"is at most {longest} with plan {plan} "
                "(https://developers.cloudflare.com/waf/rate-limiting-rules/#availability)",
                value=getattr(limit, field),
            )


def _notifications(path: SettingPath, asked: CloudflareSettings) -> Iterator[Problem]:
    told = asked.notifications
    if told is None:
        return
    if not told.emails and not told.webhooks:
        yield Problem(path=path, message="tell nobody: name emails, webhooks or both")
    yield from repeated((*path, "emails"), told.emails)
    yield from repeated((*path, "webhooks"), told.webhooks)
