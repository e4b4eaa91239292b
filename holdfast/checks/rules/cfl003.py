"""CFL003: a Cloudflare pool is checked from several regions, not from everywhere at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Parameter, Rule, Scope, Severity, fails, passes, unknown
from holdfast.checks.traffic import CLOUDFLARE_POOL
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

ALL_REGIONS = "ALL_REGIONS"


def check(graph: ResourceGraph, *, regions: int) -> Iterator[Judgement]:
    """Judge each pool that has a monitor.

    Args:
        graph: The stack.
        regions: From how many regions of Cloudflare a pool must be checked.
    """
    for pool in graph.of_type(CLOUDFLARE_POOL):
        if pool.at("enabled") is not False and (pool.at("monitor") or pool.at("monitorGroup")):
            yield _judge(pool, regions)


def _judge(pool: Resource, least: int) -> Judgement:
    given = pool.at("checkRegions")
    if given is None or given == ():
        return fails(
            pool,
            "checkRegions is not set: every data centre of Cloudflare sends its checks, a load that a "
            "small origin feels",
        )
    if not isinstance(given, tuple) or not all(is_known(one) for one in given):
        return unknown(pool, "the regions that it is checked from are not known yet")
    places = sorted({str(one) for one in given})
    if len(places) < least and ALL_REGIONS not in places:
        return fails(
            pool,
            f"it is checked from {', '.join(places)} alone: trouble of the networks there takes a healthy "
            f"region out of service, where {least} regions would outvote it",
        )
    return passes(pool, f"it is checked from {', '.join(places)}")


RULE = Rule(
    id="CFL003-pools-are-checked-from-several-regions",
    title="A Cloudflare pool is checked from three named regions or more.",
    explanation=(
        "An origin is healthy when most data centres of most of the chosen regions reach it. From one or two "
        "regions, their own trouble looks like a lost origin. With none chosen, Cloudflare checks from every "
        "data centre that it has, each at the monitor's interval."
    ),
    severity=Severity.MEDIUM,
    fix="name three regions or more in checkRegions, such as ENAM, WEU and SEAS",
    source="https://developers.cloudflare.com/load-balancing/monitors/",
    subject="pools of Cloudflare with a monitor",
    check=check,
    frameworks=("REL11-BP01",),
    parameters=(
        Parameter(
            name="regions",
            default=3,
            text="From how many regions of Cloudflare a pool must be checked",
            minimum=1,
            maximum=13,
        ),
    ),
    scope=Scope.RESOURCE,
)
