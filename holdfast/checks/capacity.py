"""How far what serves requests can shrink and grow, whatever runs it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.zones import group_zones, zones_of
from holdfast.graph import Marker

if TYPE_CHECKING:
    from holdfast.graph import Resource, ResourceGraph, Value

GROUP = "aws:autoscaling/group:Group"
SERVICE = "aws:ecs/service:Service"
NODES = "aws:eks/nodeGroup:NodeGroup"
FUNCTION = "aws:lambda/function:Function"
TARGET = "aws:appautoscaling/target:Target"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
TASKS = "ecs:service:DesiredCount"
KINDS = (GROUP, SERVICE, NODES, FUNCTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """Between which bounds a resource scales; None where a bound is not known."""

    resource: Resource
    """What scales."""
    minimum: float | None
    """The least that runs."""
    maximum: float | None
    """The most; infinite where only an account's quota bounds it."""
    size: frozenset[str]
    """What one unit is, such as its instance types; empty where that is not known."""


def capacity(graph: ResourceGraph, one: Resource) -> Capacity:
    """Between which bounds a resource scales.

    Args:
        graph: The stack.
        one: A resource of one of ``KINDS``.
    """
    minimum, maximum = _bounds(graph, one)
    return Capacity(resource=one, minimum=minimum, maximum=maximum, size=_size(graph, one))


def zones(graph: ResourceGraph, one: Resource) -> tuple[str, ...] | None:
    """The zones that a group or service spans, sorted; None where they are not known.

    Args:
        graph: The stack.
        one: An Auto Scaling group, or an ECS service with a network of its own.
    """
    if one.type == GROUP:
        return group_zones(graph, one)
    return zones_of(graph, one, "networkConfiguration", "subnets") or None


def keeps_count(service: Resource) -> bool:
    """Whether an ECS service runs a number of tasks, and not one on each instance."""
    return service.at("schedulingStrategy") != "DAEMON"


def serves(service: Resource) -> bool:
    """Whether an ECS service answers requests: a load balancer or a mesh knows it."""
    return any(
        service.at(name) for name in ("loadBalancers", "serviceConnectConfiguration", "serviceRegistries")
    )


def _bounds(graph: ResourceGraph, one: Resource) -> tuple[float | None, float | None]:
    if one.type == GROUP:
        return _number(one.at("minSize")), _number(one.at("maxSize"))
    if one.type == NODES:
        return _number(one.at("scalingConfig", "minSize")), _number(one.at("scalingConfig", "maxSize"))
    if one.type == FUNCTION:
        reserved = one.at("reservedConcurrentExecutions")
        free = reserved is None or reserved == -1  # -1: no limit of its own, as the provider says
        return 0, math.inf if free else _number(reserved)
    scaled = [each for each in view_of(graph).of(one, "resourceId", TARGET) if _scales_tasks(each)]
    if scaled:
        return _number(scaled[0].at("minCapacity")), _number(scaled[0].at("maxCapacity"))
    count = one.at("desiredCount")
    fixed = 0 if count is None else _number(count)
    return fixed, fixed


def _scales_tasks(target: Resource) -> bool:
    return target.at("scalableDimension") in {TASKS, Marker.UNKNOWN}


def _number(value: Value) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _size(graph: ResourceGraph, one: Resource) -> frozenset[str]:
    if one.type == GROUP:
        return frozenset(instance_types(graph, one))
    if one.type == NODES:
        return _texts(one.at("instanceTypes"))
    if one.type == FUNCTION:
        return frozenset(("request",))
    tasks = (each for each in graph.references(one, "taskDefinition") if each.type == TASK)
    return frozenset(
        f"{cpu} CPU units" for each in tasks if (cpu := each.at("cpu")) and not isinstance(cpu, Marker)
    )


def instance_types(graph: ResourceGraph, group: Resource) -> list[str]:
    """The instance types that an Auto Scaling group may start, as far as they are known.

    Args:
        graph: The stack.
        group: The group.
    """
    overrides = group.at("mixedInstancesPolicy", "launchTemplate", "overrides")
    if isinstance(overrides, tuple):
        named = [one.get("instanceType") for one in overrides if isinstance(one, Mapping)]
        return [one for one in named if isinstance(one, str)]
    return [one for each in templates(graph, group) if isinstance(one := each.at("instanceType"), str)]


def templates(graph: ResourceGraph, group: Resource) -> tuple[Resource, ...]:
    """The launch templates that an Auto Scaling group starts instances from."""
    return tuple(
        one
        for name in ("launchTemplate", "mixedInstancesPolicy")
        for one in graph.references(group, name)
        if one.type == TEMPLATE
    )


def _texts(value: Value) -> frozenset[str]:
    return (
        frozenset(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else frozenset()
    )
