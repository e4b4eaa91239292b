"""Rules of load balancers: which requests reach which service."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, key_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_MOST_RULE_VALUES = 5
_MOST_RULE_WILDCARDS = 6


def of_each_service(settings: Settings) -> Iterator[Problem]:
    """Paths and hosts that a service names twice."""
    for key, service in settings.services.items():
        yield from repeated(("services", key, "paths"), service.paths)
        yield from repeated(("services", key, "hosts"), service.hosts)


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """The rules of the listener of each entrance's load balancers; API Gateway has none."""
    for key, entrance in settings.entrances.items():
        if entrance.api_gateway is None:
            yield from _rules(("entrances", key), entrance, settings)


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
        shared = entrance.proxy is not None and {first, second} <= entrance.proxy.weights.keys()
        if set(service.paths) == set(other.paths) and set(service.hosts) == set(other.hosts) and not shared:
            yield Problem(
                path=("services", second, "paths"),
                message=f"are the paths and hosts of {key_text(('services', first))} too, and both are "
                "behind "
                f"{key_text(path)}: one of them would never get a request",
                value=other.paths,
            )
    for key, service in found:
        values = (*service.paths, *service.hosts)
        own = _own_hosts(entrance, settings) - set(service.hosts) if service.hosts else set()
        if len(values) + bool(own) > _MOST_RULE_VALUES:
            more = ", and each region's own host, which health checks ask" if own else ""
            yield Problem(
                path=("services", key, "paths"),
                message=f"{len(service.paths)} paths and {len(service.hosts)} hosts{more}: AWS takes "
                f"{_MOST_RULE_VALUES} in one rule together",
            )
        elif sum(value.count("*") + value.count("?") for value in values) > _MOST_RULE_WILDCARDS:
            yield Problem(
                path=("services", key, "paths"),
                message=f"paths and hosts have more than {_MOST_RULE_WILDCARDS} wildcards, which AWS refuses",
                value=values,
            )


def of_hosts(settings: Settings) -> Iterator[Problem]:
    """Hosts of services that no request can name: certificates hold domains and regions' own hosts alone."""
    for key, service in settings.services.items():
        path = ("services", key, "hosts")
        behind = {
            name: entrance
            for name, entrance in settings.entrances.items()
            if key in effective.services(entrance, settings)
        }
        if not behind or not service.hosts:
            continue
        names = {
            name
            for entrance in behind.values()
            for name in (entrance.domain, *_own_hosts(entrance, settings))
        }
        unknown = [host for host in service.hosts if not any(_matches(host, name) for name in names)]
        if unknown:
            for host in unknown:
                yield Problem(
                    path=(*path, service.hosts.index(host)),
                    message="no entrance of this service has a certificate or a record for this name: they "
                    "have them for their domain and each region's own host",
                    value=host,
                    allowed=tuple(sorted(names)),
                )
            continue
        for name, entrance in behind.items():
            if not any(_matches(host, entrance.domain) for host in service.hosts):
                yield Problem(
                    path=path,
                    message=f"leave out {entrance.domain}, so no client of {key_text(('entrances', name))} "
                    "would reach this service: add it, or name that entrance's services without this one",
                    value=service.hosts,
                )


def _own_hosts(entrance: EntranceSettings, settings: Settings) -> set[str]:
    return {f"{place}.{entrance.domain}" for place in effective.endpoints(entrance, settings)}


def _matches(pattern: str, host: str) -> bool:
    """Whether a host pattern of a listener rule, of any case and with ``*`` and ``?``, takes a host."""
    return fnmatchcase(host, pattern.lower())
