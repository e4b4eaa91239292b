"""Clusters on ECS: whether services use what is said of them, and what closed networks lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem
from holdfast.topology.instance_types import architecture_of
from holdfast.topology.values import NatStrategy, ServiceKind, TaskCapacity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.ecs import EcsInstanceSettings
    from holdfast.settings.mistakes import SettingPath
    from holdfast.settings.stack import Settings

_FOR_INSTANCES = ("ecs", "ecs-agent", "ecs-telemetry")


def of_networks(settings: Settings) -> Iterator[Problem]:
    """Whether closed networks have the endpoints that ECS itself takes, beside those of every service.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html, 2026-11 (Fargate
    needs none of ECS's own).
    """
    closed = [
        place
        for place in sorted(settings.regions)
        if effective.runs(ServiceKind.ECS, place, settings)
        and settings.regions[place].adopt is None
        and (settings.regions[place].nat or settings.network.nat) is NatStrategy.NONE
    ]
    tasks = [service.ecs for service in settings.services.values() if service.ecs is not None]
    needed: set[str] = set()
    if any(task.capacity is TaskCapacity.EC2 for task in tasks):
        needed.update(_FOR_INSTANCES)
    if any(task.shell for task in tasks):
        needed.add("ssmmessages")
    missing = sorted(needed - set(settings.network.interface_endpoints))
    if closed and missing:
        yield Problem(
            path=("network", "interface_endpoints"),
            message=f"without NAT ({', '.join(closed)}) ECS is reached through endpoints alone: "
            f"add {', '.join(missing)}",
        )


def of_clusters(settings: Settings) -> Iterator[Problem]:
    """What the clusters have in common, and whether a service uses it."""
    tasks = {
        key: service.ecs
        for key, service in settings.services.items()
        if service.kind is ServiceKind.ECS and service.ecs is not None
    }
    if not tasks and "ecs" in settings.model_fields_set:
        yield Problem(
            path=("ecs",), message="does nothing: no service is of kind ecs; leave it out, or set a kind"
        )
        return
    on_instances = {key: task for key, task in tasks.items() if task.capacity is TaskCapacity.EC2}
    instances = settings.ecs.instances
    if instances is None:
        for key in on_instances:
            yield Problem(
                path=("services", key, "ecs", "capacity"),
                message="needs the clusters' instances: give holdfast:ecs.instances, or leave it out for "
                "Fargate",
                value=str(TaskCapacity.EC2),
            )
        return
    yield from _instances(("ecs", "instances"), instances)
    if not on_instances:
        yield Problem(
            path=("ecs", "instances"),
            message="does nothing: no service has ecs.capacity ec2; leave it out, or set the capacity",
        )
    architecture = architecture_of(instances.types[0])
    for key, task in on_instances.items():
        if task.architecture is not architecture:
            yield Problem(
                path=("services", key, "ecs", "architecture"),
                message=f"is not that of holdfast:ecs.instances.types ({instances.types[0]}), on which the "
                "tasks run",
                value=str(task.architecture),
                allowed=(str(architecture),),
            )


def _instances(path: SettingPath, instances: EcsInstanceSettings) -> Iterator[Problem]:
    yield from repeated((*path, "types"), instances.types)
    if len({architecture_of(name) for name in instances.types}) > 1:
        yield Problem(
            path=(*path, "types"),
            message="mixes Graviton and x86 types: one AMI runs on one architecture",
            value=instances.types,
        )
