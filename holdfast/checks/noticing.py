"""How long it takes until what is down gets no new requests, by the published arithmetic.

A Route 53 check notices after its interval times its threshold
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html),
a load balancer after the interval of its target groups times their threshold
(https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html), Global
Accelerator up to 30 s after the load balancer
(https://intro-to-global-accelerator.workshop.aws/en/failover.html).
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, TypeAlias

from holdfast.checks.health import ALARM, CALCULATED, ENDPOINTS
from holdfast.checks.traffic import BALANCERS

if TYPE_CHECKING:
    from holdfast.checks.health import Health
    from holdfast.checks.targets import Targets
    from holdfast.graph import Resource, Value

Seconds: TypeAlias = float | None
"""Seconds; ``inf`` for what never notices by itself, None for what is not known."""

METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
CHECK_INTERVAL_SECONDS = 30
"""Default of `aws.route53.HealthCheck` and of `aws.globalaccelerator.EndpointGroup`."""
CHECK_FAILURES = 3
"""Default of the same two."""
TARGET_INTERVAL_SECONDS, TARGET_FAILURES = 30, 3
"""Defaults of the health check of `aws.lb.TargetGroup`."""
ACCELERATOR_SECONDS = 30
"""What Global Accelerator takes after its load balancer has noticed."""


def by_check(health: Health, check: Resource, *, alarms: bool = True) -> Seconds:
    """Seconds until a health check is unhealthy once all that it looks at is down.

    Args:
        health: The checks of the graph.
        check: The check.
        alarms: Whether alarms notice that are healthy without data. They do not when what they watch is gone
            with all its metrics. Default: yes.
    """
    return _by_check(health, check, alarms, frozenset())


def _by_check(health: Health, check: Resource, alarms: bool, above: frozenset[str]) -> Seconds:
    kind = check.at("type")
    if check.at("disabled") or check.urn in above:
        return inf
    if kind == CALCULATED:
        return _by_children(health, check, alarms, above | {check.urn})
    if check.at("invertHealthcheck"):
        return inf  # a switch that people throw
    if kind in ENDPOINTS:
        return _product(check.at("requestInterval"), CHECK_INTERVAL_SECONDS, check.at("failureThreshold"))
    if kind == ALARM:
        silent = check.at("insufficientDataHealthStatus") != "Unhealthy"
        return inf if silent and not alarms else _by_alarm(health, check)
    return inf if isinstance(kind, str) else None


def _by_children(health: Health, check: Resource, alarms: bool, above: frozenset[str]) -> Seconds:
    """A calculated check is unhealthy when fewer children are healthy than its threshold says."""
    children = health.children(check)
    given, least = check.at("childHealthchecks"), check.at("childHealthThreshold")
    if check.at("invertHealthcheck"):
        return inf
    if not children or not isinstance(least, int) or not isinstance(given, tuple):
        return None
    times: list[float] = []
    for child in children:
        seconds = _by_check(health, child, alarms, above)
        if seconds is None:
            return None
        times.append(seconds)
    if len(given) > len(children):
        return None
    if least == 0:
        return inf
    return sorted(times)[max(len(times) - least, 0)]


def _by_alarm(health: Health, check: Resource) -> Seconds:
    alarms = [
        one
        for one in health.routing.graph.references(check, "cloudwatchAlarmName")
        if one.type == METRIC_ALARM
    ]
    if not alarms:
        return None
    return _product(alarms[0].at("period"), 0, alarms[0].at("evaluationPeriods"), 0) or None


def by_balancer(targets: Targets, balancer: Resource) -> Seconds:
    """Seconds until a load balancer knows that all its targets are down.

    Args:
        targets: The target groups of the graph.
        balancer: The load balancer.
    """
    times: list[float] = []
    for group in targets.asked(balancer):
        seconds = _product(
            group.at("healthCheck", "interval"),
            TARGET_INTERVAL_SECONDS,
            group.at("healthCheck", "unhealthyThreshold"),
            TARGET_FAILURES,
        )
        if seconds is None:
            return None
        times.append(seconds)
    return max(times, default=None)


def by_record(health: Health, targets: Targets, record: Resource) -> Seconds:
    """Seconds until Route 53 takes a record out of service: by its check, or by its alias's target.

    Args:
        health: The checks of the graph.
        targets: The target groups of the graph.
        record: The record.
    """
    checks = health.of(record)
    if checks:
        gone = by_check(health, checks[0], alarms=False)
        return by_check(health, checks[0]) if gone == inf else gone
    if record.at("healthCheckId"):
        return None
    if record.at("aliases", 0, "evaluateTargetHealth") is not True:
        return inf if record.at("aliases", 0, "evaluateTargetHealth") in (None, False) else None
    balancers = [one for one in health.routing.targets(record) if one.type in BALANCERS]
    return by_balancer(targets, balancers[0]) if balancers else None


def by_accelerator(targets: Targets, group: Resource) -> Seconds:
    """Seconds until Global Accelerator sends nothing more to an endpoint group.

    Args:
        targets: The target groups of the graph.
        group: The endpoint group.
    """
    ends = targets.graph.references(group, "endpointConfigurations")
    balancers = [one for one in ends if one.type in BALANCERS]
    if any(one.at("loadBalancerType") != "network" for one in balancers):
        seconds = by_balancer(targets, balancers[0])
        return None if seconds is None else seconds + ACCELERATOR_SECONDS
    return _product(
        group.at("healthCheckIntervalSeconds"), CHECK_INTERVAL_SECONDS, group.at("thresholdCount")
    )


def _product(interval: Value, usual: int, failures: Value, often: int = CHECK_FAILURES) -> Seconds:
    every = usual if interval is None else interval
    times = often if failures is None else failures
    return every * times if isinstance(every, int) and isinstance(times, int) else None
