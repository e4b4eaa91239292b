"""How entrances are judged from outside, and what would keep the judges out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.values import admits_everybody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.entrance import DependencySettings, EntranceSettings, LoadBalancerSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.proxy import ProxySettings
    from holdfast.settings.stack import Settings

_LEAST_CHECKERS = 3
_OF_CHECKERS = ("interval_seconds", "failure_threshold", "checker_regions")
_OWN_METRIC_ONLY = ("statistic", "comparison", "dimensions")


def of_each_entrance(settings: Settings) -> Iterator[Problem]:
    """Checkers and the alarm on what a region depends on."""
    for key, entrance in settings.entrances.items():
        path = ("entrances", key, "health")
        checkers = entrance.health.checker_regions
        yield from repeated((*path, "checker_regions"), checkers)
        if len(set(checkers)) < _LEAST_CHECKERS:
            yield Problem(
                path=(*path, "checker_regions"),
                message="needs at least three regions, which is what Route 53 asks for "
                "(https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html)",
                value=checkers,
            )
        yield from _dependency((*path, "dependency"), entrance.health.dependency)
        yield from _unasked(path, entrance)
        yield from repeated(
            ("entrances", key, "load_balancer", "allowed_cidrs"), entrance.load_balancer.allowed_cidrs
        )


def of_reach(settings: Settings) -> Iterator[Problem]:
    """Load balancers of several regions that health checkers cannot reach."""
    for key, entrance in settings.entrances.items():
        if entrance.zone is not None and len(effective.endpoints(entrance, settings)) > 1:
            door = "load_balancer" if entrance.proxy is None else "proxy"
            yield from _reach(("entrances", key, door), entrance.proxy or entrance.load_balancer)


def _unasked(path: SettingPath, entrance: EntranceSettings) -> Iterator[Problem]:
    """What is said of checks from outside where nobody outside can ask."""
    door = entrance.proxy or entrance.load_balancer
    closed = not effective.verifies_callers(entrance) and not admits_everybody(door.allowed_cidrs)
    for field in _OF_CHECKERS if door.internal or closed else ():
        if field in entrance.health.model_fields_set:
            yield Problem(
                path=(*path, field),
                message="does nothing where Route 53's checkers cannot ask: this entrance is internal or "
                "admits chosen addresses alone, and its region's alarm judges it",
            )


def _dependency(path: SettingPath, dependency: DependencySettings) -> Iterator[Problem]:
    own = {field: getattr(dependency, field) for field in ("namespace", "metric", "threshold")}
    missing = [field for field, value in own.items() if value is None]
    if missing and len(missing) < len(own):
        yield Problem(
            path=path,
            message=f"a metric of your own needs namespace, metric and threshold: add {', '.join(missing)}",
        )
    if len(missing) == len(own):
        for field in _OWN_METRIC_ONLY:
            if field in dependency.model_fields_set:
                yield Problem(
                    path=(*path, field),
                    message="does nothing without a metric of your own: add namespace, metric, threshold",
                )
    elif not missing and "error_percent" in dependency.model_fields_set:
        yield Problem(
            path=(*path, "error_percent"),
            message="does nothing with a metric of your own: its threshold decides",
        )


def _reach(path: SettingPath, balancer: LoadBalancerSettings | ProxySettings) -> Iterator[Problem]:
    """Check that Route 53's checkers, which are on the internet, reach each region's load balancer.

    Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-private-hosted-zones.html.
    """
    if balancer.internal:
        yield Problem(
            path=(*path, "internal"),
            message="Route 53's health checkers are on the internet and cannot reach an internal load "
            "balancer, so no "
            "region would ever fail over: only a single-region entrance can be internal",
            value=True,
        )
    elif not admits_everybody(balancer.allowed_cidrs):
        yield Problem(
            path=(*path, "allowed_cidrs"),
            message="keeps Route 53's health checkers out, whose addresses are all over the internet and "
            "change: every "
            "region would count as failed; allow 0.0.0.0/0 and filter in front of the service",
            value=balancer.allowed_cidrs,
        )
