"""CFL002: every pool of Cloudflare is watched, and can be healthy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.checks.traffic import CLOUDFLARE_POOL
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

MONITOR_GROUP = "cloudflare:index/loadBalancerMonitorGroup:LoadBalancerMonitorGroup"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each pool that is not switched off."""
    for pool in graph.of_type(CLOUDFLARE_POOL):
        if pool.at("enabled") is not False:
            yield _judge(graph, pool)


def _judge(graph: ResourceGraph, pool: Resource) -> Judgement:
    wrong, unclear = [], []
    if not pool.at("monitor") and not pool.at("monitorGroup"):
        wrong.append("it has no monitor: Cloudflare takes it for healthy for ever")
    wrong += [
        f"no monitor of {one.name} is on that decides: Cloudflare takes the pool for healthy for ever"
        for one in graph.references(pool, "monitorGroup")
        if one.type == MONITOR_GROUP and not _decides(one)
    ]
    given, least = pool.at("origins"), pool.at("minimumOrigins")
    if not isinstance(given, tuple):
        unclear.append("its origins")
    elif not is_known(least):
        unclear.append("minimumOrigins")
    else:
        count = sum(pool.at("origins", place, "enabled") is not False for place in range(len(given)))
        needed = least if isinstance(least, int) else 1
        if count < needed:
            wrong.append(
                f"minimumOrigins is {needed}, with {count} of {len(given)} origins on: it is never healthy"
            )
    return conclude(pool, wrong, unclear, "a monitor watches it, and it has origins enough to be healthy")


def _decides(group: Resource) -> bool:
    members = group.at("members")
    return not isinstance(members, tuple) or any(
        group.at("members", place, "enabled") is not False
        and group.at("members", place, "monitoringOnly") is not True
        for place in range(len(members))
    )


RULE = Rule(
    id="CFL002-pools-are-watched",
    title="Every Cloudflare pool has a monitor that decides, and as many origins as it needs.",
    explanation=(
        "A pool without a monitor counts as healthy whatever happens, so Cloudflare keeps sending clients "
        "to a region that is down. One that needs more healthy origins than it has is never healthy, and "
        "lives from being the fallback."
    ),
    severity=Severity.HIGH,
    fix="give the pool a monitor, and set minimumOrigins no higher than the number of its origins",
    source="https://developers.cloudflare.com/load-balancing/monitors/",
    subject="pools of Cloudflare",
    check=check,
    frameworks=("REL11-BP01",),
)
