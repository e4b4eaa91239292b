"""Cloudflare's load balancers as rules see them: their pools, and how soon a monitor notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.traffic import CLOUDFLARE_POOL

if TYPE_CHECKING:
    from holdfast.graph import Resource, ResourceGraph

MONITOR = "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor"
POOL_INPUTS = ("defaultPools", "regionPools", "countryPools", "popPools")
# Defaults of https://developers.cloudflare.com/api/resources/load_balancers/ and its monitors.
CLOUDFLARE_LIFETIME_SECONDS = 30
_INTERVAL_SECONDS, _TIMEOUT_SECONDS, _RETRIES = 60, 5, 2


def pools_of(graph: ResourceGraph, balancer: Resource, *names: str) -> tuple[Resource, ...]:
    """The pools that some inputs of a load balancer are made of.

    Args:
        graph: The stack.
        balancer: The load balancer.
        names: The inputs, such as ``defaultPools``.
    """
    found = {one.urn: one for name in names for one in graph.references(balancer, name)}
    return tuple(found[urn] for urn in sorted(found) if found[urn].type == CLOUDFLARE_POOL)


def by_cloudflare(graph: ResourceGraph, balancer: Resource) -> float | None:
    """Seconds until the slowest monitor of a load balancer's pools has noticed; None when it is not known.

    A monitor's check has failed after its timeout and as many retries at once; the origin is down after as
    many failed checks in a row as the monitor says.

    Args:
        graph: The stack.
        balancer: The load balancer.
    """
    found: list[float] = []
    for pool in pools_of(graph, balancer, *POOL_INPUTS):
        for monitor in graph.references(pool, "monitor"):
            seconds = _by_monitor(monitor)
            if seconds is None:
                return None
            found.append(seconds)
    return max(found, default=None)


def _by_monitor(monitor: Resource) -> float | None:
    every = monitor.at("interval") or _INTERVAL_SECONDS
    timeout = monitor.at("timeout") or _TIMEOUT_SECONDS
    retries = _RETRIES if monitor.at("retries") is None else monitor.at("retries")
    failures = monitor.at("consecutiveDown") or 1
    if not (
        isinstance(every, int)
        and isinstance(timeout, int)
        and isinstance(retries, int)
        and isinstance(failures, int)
    ):
        return None
    return every * failures + timeout * (retries + 1)
