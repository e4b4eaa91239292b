"""AWS WAF: where it can stand, and settings of it that do nothing."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from holdfast.settings import cloudflare_defaults, effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, nearest
from holdfast.topology.values import MANAGED_GROUPS, Door, OriginLock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings
    from holdfast.settings.waf import ManagedGroupSettings, RateLimitSettings, WafSettings

_RESOURCES = "https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html"
_CARRIES_NONE = {
    Door.PROXY: "the proxies' Network Load Balancer",
    Door.HTTP_API: "an HTTP API; kind 'rest' takes one",
}


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """Web ACLs of each entrance, judged alone."""
    for key, entrance in settings.entrances.items():
        if entrance.waf is None:
            continue
        path = ("entrances", key, "waf")
        if not entrance.waf.enabled:
            yield from _disabled(path, entrance.waf)
            continue
        yield from _nowhere(path, entrance)
        yield from _rates((*path, "rate_limits"), entrance.waf.rate_limits)
        for name, group in entrance.waf.managed_groups.items():
            yield from _group((*path, "managed_groups", name), name, group)
        yield from _lists(path, entrance.waf)
        yield from _forgeable(path, entrance, entrance.waf)


def _forgeable(path: SettingPath, entrance: EntranceSettings, waf: WafSettings) -> Iterator[Problem]:
    """Refuse to trust an address that clients write themselves: whoever forges one would pass every rule."""
    if not waf.allowed_cidrs:
        return
    if cloudflare_defaults.is_proxied(entrance) and not (
        entrance.cloudflare is not None and entrance.cloudflare.origin_lock
    ):
        yield Problem(
            path=(*path, "allowed_cidrs"),
            message="is judged by the address that Cloudflare tells in a header, which whoever comes past "
            "Cloudflare writes himself: set cloudflare.origin_lock, or leave it out",
        )
    elif entrance.cloudfront is not None and entrance.cloudfront.origin_lock is OriginLock.NONE:
        yield Problem(
            path=(*path, "allowed_cidrs"),
            message="is judged in the regions by the address that CloudFront tells in a header, which "
            "whoever goes past CloudFront writes himself: set cloudfront.origin_lock, or leave it out",
        )


def _disabled(path: SettingPath, waf: WafSettings) -> Iterator[Problem]:
    for field in sorted(waf.model_fields_set - {"enabled"}):
        yield Problem(path=(*path, field), message="does nothing while enabled is false: leave it out")


def _nowhere(path: SettingPath, entrance: EntranceSettings) -> Iterator[Problem]:
    if not effective.waf_attachments(entrance):
        yield Problem(
            path=path,
            message=f"AWS WAF cannot be attached to {_CARRIES_NONE[effective.door(entrance)]} "
            f"({_RESOURCES}): put cloudfront in front, or set enabled to false",
        )


def _rates(path: SettingPath, rates: RateLimitSettings) -> Iterator[Problem]:
    for field, limit in (("per_address", rates.per_address), ("per_key", rates.per_key)):
        if limit is not None and limit.percent is not None and limit.requests is not None:
            yield Problem(
                path=(*path, field, "percent"),
                message="does nothing beside requests, which says the limit itself: leave one out",
                value=limit.percent,
            )
    by_path: dict[str, str] = {}
    for name, limited in rates.paths.items():
        other = by_path.setdefault(limited.path, name)
        if other != name:
            yield Problem(
                path=(*path, "paths", name, "path"),
                message=f"is the path of '{other}' already: the lower of both limits is the one that counts",
                value=limited.path,
            )


def _group(path: SettingPath, name: str, group: ManagedGroupSettings) -> Iterator[Problem]:
    rules, known = group.count_rules or (), MANAGED_GROUPS[name].rules
    if group.count and group.count_rules is not None:
        yield Problem(
            path=(*path, "count_rules"), message="does nothing with count, which holds for all: leave one out"
        )
    yield from repeated((*path, "count_rules"), rules)
    for index, rule in enumerate(rules):
        if rule not in known:
            yield Problem(
                path=(*path, "count_rules", index),
                message="is no rule of this group, and AWS would silently ignore it",
                value=rule,
                allowed=known,
                suggestion=nearest(rule, known),
            )


def _lists(path: SettingPath, waf: WafSettings) -> Iterator[Problem]:
    yield from repeated((*path, "allowed_cidrs"), waf.allowed_cidrs)
    yield from repeated((*path, "blocked_cidrs"), waf.blocked_cidrs)
    allowed = [ipaddress.ip_network(cidr) for cidr in waf.allowed_cidrs]
    for index, cidr in enumerate(waf.blocked_cidrs):
        blocked = ipaddress.ip_network(cidr)
        if any(_within(blocked, one) for one in allowed):
            yield Problem(
                path=(*path, "blocked_cidrs", index),
                message="lies within an allowed block, and what is allowed is never blocked",
                value=cidr,
            )


def _within(
    inner: ipaddress.IPv4Network | ipaddress.IPv6Network, outer: ipaddress.IPv4Network | ipaddress.IPv6Network
) -> bool:
    if isinstance(inner, ipaddress.IPv4Network):
        return isinstance(outer, ipaddress.IPv4Network) and inner.subnet_of(outer)
    return isinstance(outer, ipaddress.IPv6Network) and inner.subnet_of(outer)
