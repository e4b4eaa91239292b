"""What runs in each region, and the order in which regions get a release."""

from __future__ import annotations

from typing import Any, TypedDict


class EcsService(TypedDict):
    """A service on ECS: the names of its cluster and its own, and the task definition that it should run."""

    cluster: str
    service: str
    task_definition: str


class Function(TypedDict):
    """A service on Lambda: its function, and the alias that leads to the version that serves."""

    name: str
    alias: str


class Kubernetes(TypedDict):
    """A service on EKS: where its chart is installed, and what a deployment of it applies.

    ``target_group_bindings`` are whole TargetGroupBindings by entrance, and ``helm_values`` are values in the
    words of a chart made by ``helm create``, with some more.
    """

    cluster: str
    namespace: str
    service_account: str
    target_group_bindings: dict[str, dict[str, Any]]
    helm_values: dict[str, Any]


class Service(TypedDict):
    """A service in a region: what runs it, and its planned sizes in what its ``kind`` counts.

    ``kind`` is ``instances``, ``ecs``, ``lambda`` or ``eks``; ``auto_scaling_group`` is that of instances.
    """

    kind: str
    release: str | None
    auto_scaling_group: str | None
    ecs_service: EcsService | None
    function: Function | None
    kubernetes: Kubernetes | None
    minimum: int
    needed: int
    maximum: int


class Region(TypedDict):
    """A region and what runs in it."""

    region: str
    role: str
    services: dict[str, Service]


class Releases(TypedDict):
    """Places in the order in which they get a release, and minutes of quiet alarms before the next."""

    order: list[str]
    bake_minutes: int
