"""Containers on ECS, planned, and what AWS lists of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.words import Architecture

FARGATE_MEMORY_MIB: Mapping[int, tuple[int, ...]] = MappingProxyType(
    {
        256: (512, 1024, 2048),
        512: tuple(range(1024, 4096 + 1, 1024)),
        1024: tuple(range(2048, 8192 + 1, 1024)),
        2048: tuple(range(4096, 16384 + 1, 1024)),
        4096: tuple(range(8192, 30720 + 1, 1024)),
        8192: tuple(range(16384, 61440 + 1, 4096)),
        16384: tuple(range(32768, 122880 + 1, 8192)),
    }
)
"""Memory in MiB that Fargate has for each number of CPU units, 1024 to a vCPU.

Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html (memory),
2026-11.
"""


class ContainerInsights(StrEnum):
    """What CloudWatch Container Insights measures: services, tasks and containers besides, or nothing."""

    ENABLED = "enabled"
    ENHANCED = "enhanced"
    DISABLED = "disabled"


class TaskCapacity(StrEnum):
    """What tasks run on: AWS's own machines, or the cluster's EC2 instances."""

    FARGATE = "fargate"
    EC2 = "ec2"


class DeploymentStrategy(StrEnum):
    """How new tasks take over: step by step, or all at once beside the former."""

    ROLLING = "rolling"
    BLUE_GREEN = "blue-green"


@dataclass(frozen=True, kw_only=True, slots=True)
class EcsDeploymentPlan:
    """How new tasks take over, and when AWS goes back: shares are percent of the service's tasks."""

    strategy: DeploymentStrategy
    bake_minutes: int
    min_healthy_percent: int
    max_percent: int
    alarms: tuple[str, ...]
    wait: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class EcsServicePlan:
    """A service's tasks in one region.

    ``spot_percent`` is the share of Fargate Spot above ``base``, which is never spot.
    """

    cpu: int
    memory_mib: int
    architecture: Architecture
    capacity: TaskCapacity
    base: int
    spot_percent: int
    ephemeral_storage_gib: int | None
    readonly_root: bool
    health_command: tuple[str, ...] | None
    stop_timeout_seconds: int
    shell: bool
    discovery: bool
    memory_target_percent: int | None
    deployment: EcsDeploymentPlan
    origin: Origin = field(default_factory=no_origin)


@dataclass(frozen=True, kw_only=True, slots=True)
class EcsInstancesPlan:
    """EC2 instances that run tasks in one region."""

    types: tuple[str, ...]
    architecture: Architecture
    minimum: int
    maximum: int
    volume_gib: int
    target_capacity_percent: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EcsClusterPlan:
    """The ECS cluster of one region; ``instances`` is None where all tasks run on Fargate."""

    insights: ContainerInsights
    log_retention_days: int
    instances: EcsInstancesPlan | None
    origin: Origin = field(default_factory=no_origin)
