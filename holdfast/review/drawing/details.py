"""The second line of what is drawn: how much of what, in words that hold no secret."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from holdfast.checks.capacity import KINDS as SCALING
from holdfast.checks.capacity import capacity, zones
from holdfast.checks.routing import POLICIES, RECORD
from holdfast.review.drawing.parts import (
    FUNCTION,
    INSTANCE,
    NOUNS,
    RDS_CLUSTER,
    RDS_INSTANCE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.graph import Resource, Value
    from holdfast.review.drawing.scene import Scene, Unit

_BALANCERS = {"application": "application load balancer", "network": "network load balancer"}
_SEVERAL = 2
_MEMBER = "aws:rds/clusterInstance:ClusterInstance"


def detail(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """One line of what is known, with what it was where that differs.

    Args:
        before: Parts of the line as they were; empty where it is new.
        after: The same as they will be; empty where it goes.
    """
    if before and after and len(before) == len(after):
        return ", ".join(map(_moved, before, after))
    return ", ".join(after or before)


def _moved(before: str, after: str) -> str:
    """What it was and will be; the words that both end with once: ``9 to 18 → 4 to 8 instances``."""
    if before == after:
        return after
    old, new = before.split(), after.split()
    same = 0
    while same < min(len(old), len(new)) - 1 and old[-1 - same] == new[-1 - same]:
        same += 1
    return f"{' '.join(old[: len(old) - same])} → {after}"


def facts(scene: Scene, unit: Unit) -> tuple[str, ...]:
    """What there is to say of a unit, in parts.

    Args:
        scene: Its graph.
        unit: One of it.
    """
    members = scene.members[unit]
    if len(members) > 1:
        return _several(members)
    one = members[0]
    if one.type in SCALING and one.type != FUNCTION:
        return _scaling(scene, one)
    if one.type in {RDS_CLUSTER, RDS_INSTANCE}:
        return _database(scene, one)
    if one.type == INSTANCE:
        return _texts(NOUNS[one.type], one.at("instanceType"))
    if one.type == RECORD:
        return (_dns(members),)
    kind = one.at("loadBalancerType")
    return (_BALANCERS.get(kind, NOUNS[one.type]) if isinstance(kind, str) else NOUNS[one.type],)


def _several(members: Sequence[Resource]) -> tuple[str, ...]:
    records = [one for one in members if one.type == RECORD]
    found = Counter(NOUNS[one.type] for one in members if one.type != RECORD)
    told = [f"{number} x {noun}" if number > 1 else noun for noun, number in sorted(found.items())]
    return (*((_dns(records),) if records else ()), *told)


def _dns(records: Sequence[Resource]) -> str:
    """Names and how they are answered."""
    used = [policy for policy in POLICIES if any(one.at(policy) for one in records)]
    words = [policy.removesuffix("RoutingPolicies").removesuffix("RoutingPolicy") for policy in used]
    number = f"{len(records)} records" if len(records) > 1 else "1 record"
    return f"DNS {', '.join(words)}: {number}" if words else f"DNS: {number}"


def _scaling(scene: Scene, one: Resource) -> tuple[str, ...]:
    found = capacity(scene.graph, one)
    low, high = _number(found.minimum), _number(found.maximum)
    count = low if low == high else f"{low} to {high}"
    size = sorted(found.size)
    noun = NOUNS[one.type]
    words: tuple[str, ...] = (f"{count} {noun}" if count != "?" else noun,)
    if size:
        words += (" or ".join(size) if len(size) <= _SEVERAL else f"{size[0]} and {len(size) - 1} more",)
    held = zones(scene.graph, one) if "group:Group" in one.type or "ecs/" in one.type else None
    return (*words, f"{len(held)} zones" if len(held) > 1 else "1 zone") if held else words


def _number(value: float | None) -> str:
    if value is None:
        return "?"
    return "any" if math.isinf(value) else f"{value:g}"


def _database(scene: Scene, one: Resource) -> tuple[str, ...]:
    engine, version = one.at("engine"), one.at("engineVersion")
    known = engine if isinstance(engine, str) else NOUNS[one.type]
    words = f"{known} {version}" if isinstance(version, str) else known
    if one.type == RDS_INSTANCE:
        return _texts(words, one.at("instanceClass"))
    members = scene.view.of(one, "clusterIdentifier", _MEMBER)
    sizes = sorted({size for each in members if isinstance(size := each.at("instanceClass"), str)})
    size = sizes[0] if len(sizes) == 1 else "instances"
    return (words, f"{len(members)} x {size}" if members else "no instance")


def _texts(*values: Value) -> tuple[str, ...]:
    return tuple(one for one in values if isinstance(one, str))
