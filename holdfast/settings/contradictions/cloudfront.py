"""CloudFront where it would not be passed, where it cannot reach, or where it would keep what it must not."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions import proxies
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text, nearest
from holdfast.topology.values import Door, OriginLock, admits_everybody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.cloudfront import CloudfrontPathsSettings, CloudfrontSettings
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.proxy import ProxySettings
    from holdfast.settings.stack import Settings

_FAILOVER_PAGE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html"
_RULES_PAGE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"
_MOST_RULE_VALUES = 5
_LOCK_VALUES = 2
"""Values of the secret header in each rule: the one in use and the other."""
_HEALTH_PRIORITY = 1
"""Priority of the rule that lets health checkers through a locked load balancer."""
_HEADERS_ELSEWHERE = {
    "cookie": "cookies are named one by one, under cookies",
    "accept-encoding": "CloudFront has it in the key already, as gzip and Brotli",
    "x-origin-verify": "it is CloudFront's own word to the load balancers",
}
"""Headers that a key does not take by name.

Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html.
"""
_KEY_FIELDS = ("query_strings", "headers", "cookies")
_STABLE_LABELS = ("origin", "spare", "failover-spare")


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """What an entrance with a distribution has besides."""
    for key, entrance in settings.entrances.items():
        asked = entrance.cloudfront
        if asked is None:
            continue
        path = ("entrances", key)
        yield from _others(path, entrance)
        yield from _lock(path, entrance, asked)
        if entrance.proxy is not None:
            yield from _proxies((*path, "proxy"), entrance.proxy)
        yield from _callers(path, entrance, asked)
        yield from _paths((*path, "cloudfront", "paths"), asked)


def of_reads(settings: Settings) -> Iterator[Problem]:
    """Reads that are to fail over, and cannot, and paths that are treated as all others."""
    for key, entrance in settings.entrances.items():
        asked, path = entrance.cloudfront, ("entrances", key, "cloudfront")
        if asked is None:
            continue
        fails_over = effective.reads_fail_over(entrance, settings)
        if asked.reads_fail_over and not effective.can_read_elsewhere(entrance, settings):
            yield Problem(
                path=(*path, "reads_fail_over"),
                message="needs two regions or more and policy latency or failover: by weight, location or "
                "chance "
                "the second attempt may be led to the region that just failed",
                value=True,
            )
        elif asked.reads_fail_over and all(paths.accepts_writes for paths in asked.paths.values()):
            yield Problem(
                path=(*path, "reads_fail_over"),
                message="does nothing without paths that take reads alone: CloudFront fails over GET, HEAD "
                "and "
                f"OPTIONS, and only where no other method passes ({_FAILOVER_PAGE})",
                value=True,
            )
        for name, paths in asked.paths.items():
            if paths.max_ttl_seconds == 0 and (paths.accepts_writes or not fails_over):
                yield Problem(
                    path=(*path, "paths", name),
                    message="neither cached nor failing over, these paths are treated as all others are: "
                    "leave "
                    "them out",
                )


def of_reach(settings: Settings) -> Iterator[Problem]:
    """Regions that CloudFront or health checkers could not reach, and where logs go."""
    for key, entrance in settings.entrances.items():
        asked, path = entrance.cloudfront, ("entrances", key)
        if asked is None:
            continue
        if asked.logs.place not in settings.regions:
            yield Problem(
                path=(*path, "cloudfront", "logs", "place"),
                message="no such region in holdfast:regions",
                value=asked.logs.place,
                allowed=tuple(settings.regions),
                suggestion=nearest(asked.logs.place, settings.regions),
            )
        if asked.origin_lock is OriginLock.VPC_ORIGIN and len(effective.endpoints(entrance, settings)) > 1:
            yield Problem(
                path=(*path, "cloudfront", "origin_lock"),
                message="a VPC origin is one region's load balancer, and only an edit of the distribution "
                "would "
                "lead writes to another: for several regions use 'header'",
                value="vpc-origin",
            )


def of_rules(settings: Settings) -> Iterator[Problem]:
    """Rules of locked load balancers: room for the header, and an open way for health checkers."""
    for key, entrance in settings.entrances.items():
        if entrance.cloudfront is None or entrance.cloudfront.origin_lock is not OriginLock.HEADER:
            continue
        behind = {name: settings.services[name] for name in effective.services(entrance, settings)}
        for name, service in behind.items():
            values = len(service.paths) + len(service.hosts) + bool(service.hosts)
            if values <= _MOST_RULE_VALUES < values + _LOCK_VALUES:
                yield Problem(
                    path=("services", name, "paths"),
                    message=f"the rule has {values} values, each region's own host included, and the "
                    "secret header "
                    f"of {key_text(('entrances', key, 'cloudfront'))} takes {_LOCK_VALUES} of the "
                    f"{_MOST_RULE_VALUES} that AWS allows ({_RULES_PAGE})",
                )
            if service.priority <= _HEALTH_PRIORITY:
                yield Problem(
                    path=("services", name, "priority"),
                    message="is that of the rule that lets health checkers past the secret header: give "
                    f"{_HEALTH_PRIORITY + 1} or more",
                    value=service.priority,
                )
        yield from _health(("entrances", key, "health", "path"), entrance, settings)


def of_names(settings: Settings) -> Iterator[Problem]:
    """Domains that are a name of a distribution's origins."""
    for key, entrance in settings.entrances.items():
        if entrance.cloudfront is None:
            continue
        stable = {f"{label}.{entrance.domain}" for label in _STABLE_LABELS}
        for other, asked in settings.entrances.items():
            if asked.domain in stable:
                yield Problem(
                    path=("entrances", other, "domain"),
                    message=f"is a name that CloudFront asks for {key_text(('entrances', key))}: choose "
                    "another",
                    value=asked.domain,
                )


def _others(path: SettingPath, entrance: EntranceSettings) -> Iterator[Problem]:
    if entrance.cloudflare is not None:
        yield Problem(
            path=(*path, "cloudfront"),
            message="Cloudflare leads clients to the regions itself, past CloudFront: leave one of them out",
        )
    elif entrance.zone is None:
        yield Problem(
            path=(*path, "cloudfront"), message="needs zone: Route 53 leads the name to the distribution"
        )


def _proxies(path: SettingPath, proxy: ProxySettings) -> Iterator[Problem]:
    """Check proxies of one's own, which CloudFront reaches like anybody and hides their clients from."""
    if proxy.internal:
        yield Problem(
            path=(*path, "internal"),
            message="cannot be reached by CloudFront, which is on the internet: VPC origins are of load "
            "balancers alone here",
            value=True,
        )
    if not admits_everybody(proxy.allowed_cidrs):
        yield Problem(
            path=(*path, "allowed_cidrs"),
            message="keeps CloudFront out, whose addresses are all over the internet and change: allow "
            "0.0.0.0/0",
            value=proxy.allowed_cidrs,
        )
    yield from proxies.by_address(path, proxy, where="behind CloudFront", instead="waf.rate_limits")


def _lock(path: SettingPath, entrance: EntranceSettings, asked: CloudfrontSettings) -> Iterator[Problem]:
    lock, balancer = (*path, "cloudfront", "origin_lock"), entrance.load_balancer
    balanced = effective.door(entrance) is Door.LOAD_BALANCER
    if asked.origin_lock is not OriginLock.NONE and not balanced:
        yield Problem(
            path=lock,
            message="load balancers alone ask for the header or are reached inside a VPC: for this door say "
            "'none', and know that clients can go past CloudFront",
            value=str(asked.origin_lock),
            allowed=("none",),
        )
        return
    if asked.origin_lock is OriginLock.VPC_ORIGIN and not balancer.internal:
        yield Problem(
            path=lock,
            message="is for an internal load balancer: set load_balancer.internal",
            value="vpc-origin",
        )
    if asked.origin_lock is not OriginLock.VPC_ORIGIN and balanced and balancer.internal:
        yield Problem(
            path=lock,
            message="CloudFront reaches an internal load balancer by a VPC origin alone",
            value=str(asked.origin_lock),
            allowed=("vpc-origin",),
        )
    if asked.origin_lock is not OriginLock.HEADER and "origin_secret_version" in asked.model_fields_set:
        yield Problem(
            path=(*path, "cloudfront", "origin_secret_version"),
            message="does nothing without origin_lock 'header'",
            value=asked.origin_secret_version,
        )
    if balanced and not admits_everybody(balancer.allowed_cidrs):
        yield Problem(
            path=(*path, "load_balancer", "allowed_cidrs"),
            message="keeps CloudFront out, whose addresses are all over the internet and change: allow "
            "0.0.0.0/0, "
            "and let origin_lock keep others out",
            value=balancer.allowed_cidrs,
        )


def _callers(path: SettingPath, entrance: EntranceSettings, asked: CloudfrontSettings) -> Iterator[Problem]:
    """Check tokens that load balancers ask of callers, whom CloudFront answers in their place."""
    if entrance.authorization is None or entrance.authorization.jwt is None:
        return
    for name, paths in asked.paths.items():
        if paths.max_ttl_seconds > 0 and "authorization" not in {one.lower() for one in paths.headers}:
            yield Problem(
                path=(*path, "cloudfront", "paths", name, "headers"),
                message="without 'Authorization' in the key CloudFront would serve what it keeps to callers "
                "without a token, which load balancers check and never see: add it",
                value=paths.headers,
            )


def _paths(path: SettingPath, asked: CloudfrontSettings) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for name, paths in asked.paths.items():
        yield from repeated((*path, name, "patterns"), paths.patterns)
        for index, pattern in enumerate(paths.patterns):
            other = taken.setdefault(pattern, name)
            if other != name:
                yield Problem(
                    path=(*path, name, "patterns", index),
                    message=f"is a pattern of {other} too: one of them would never be asked",
                    value=pattern,
                )
        yield from _ttls((*path, name), paths)
        for field in _KEY_FIELDS:
            yield from repeated((*path, name, field), getattr(paths, field))
            if paths.max_ttl_seconds == 0 and field in paths.model_fields_set:
                yield Problem(
                    path=(*path, name, field),
                    message="does nothing where nothing is kept: all of a request reaches the region",
                    value=getattr(paths, field),
                )
        for index, header in enumerate(paths.headers):
            if header.lower() in _HEADERS_ELSEWHERE:
                yield Problem(
                    path=(*path, name, "headers", index),
                    message=f"is no header of a key: {_HEADERS_ELSEWHERE[header.lower()]}; leave it out",
                    value=header,
                )
        if "*" in paths.query_strings and len(paths.query_strings) > 1:
            yield Problem(
                path=(*path, name, "query_strings"),
                message="'*' means all, so the others do nothing",
                value=paths.query_strings,
            )


def _ttls(path: SettingPath, paths: CloudfrontPathsSettings) -> Iterator[Problem]:
    least, usual, most = paths.min_ttl_seconds, paths.default_ttl_seconds, paths.max_ttl_seconds
    if least > most:
        yield Problem(
            path=(*path, "min_ttl_seconds"), message=f"is more than max_ttl_seconds, {most}", value=least
        )
    elif usual is not None and not least <= usual <= most:
        yield Problem(
            path=(*path, "default_ttl_seconds"),
            message=f"lies outside min_ttl_seconds, {least}, to max_ttl_seconds, {most}",
            value=usual,
        )


def _health(path: SettingPath, entrance: EntranceSettings, settings: Settings) -> Iterator[Problem]:
    """Check that a service answers what health checkers ask for, so that a rule can let them through."""
    services = [settings.services[name] for name in effective.services(entrance, settings)]
    if not services:
        return
    first = min(services, key=lambda one: one.priority)
    asked = (entrance.health.path or first.health_path).partition("?")[0]
    if not any(fnmatchcase(asked, pattern) for service in services for pattern in service.paths):
        yield Problem(
            path=path,
            message="no service behind this entrance answers what health checkers ask for, so no rule can "
            "let "
            "them past the secret header",
            value=asked,
        )
