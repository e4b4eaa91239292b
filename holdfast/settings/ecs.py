"""Settings of containers on ECS."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from holdfast.settings import formats
from holdfast.settings.base import LogDays, SettingsModel
from holdfast.topology.values import Architecture, ContainerInsights, DeploymentStrategy, TaskCapacity

AlarmName = Annotated[str, Field(min_length=1, max_length=255)]


class EcsDeploymentSettings(SettingsModel):
    """How new tasks take over from the former, and when AWS goes back to them."""

    strategy: DeploymentStrategy = DeploymentStrategy.ROLLING
    """`rolling` replaces tasks step by step; `blue-green` starts all new tasks beside the former, moves all
    requests at once and keeps the former for a while. Default: `rolling`."""
    bake_minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    """Minutes that the former tasks stay after requests moved; with `blue-green` only. Default: 5."""
    alarms: tuple[AlarmName, ...] = ()
    """Names of CloudWatch alarms in the service's region that make a deployment fail; `{region}` is replaced.
    Default: none, then AWS goes back only where tasks do not become healthy."""
    wait: bool = False
    """Whether an update waits until the new tasks serve, and fails where AWS went back. Default: false."""


class EcsServiceSettings(SettingsModel):
    """A service's tasks on ECS, and what one of them carries."""

    rps: Annotated[float, Field(gt=0)]
    """Requests per second that one task carries at its scaling target, as measured by a load test."""
    cpu: Annotated[int, Field(ge=128, le=196608)] = 1024
    """CPU units of a task, 1024 to a vCPU. Default: 1024."""
    memory_mib: Annotated[int, Field(ge=128, le=3145728)] = 2048
    """Memory of a task in MiB; Fargate has certain sizes for each `cpu`. Default: 2048."""
    architecture: Architecture = Architecture.ARM64
    """Processor architecture that the image is built for. Default: `arm64`."""
    capacity: TaskCapacity = TaskCapacity.FARGATE
    """What tasks run on: `fargate`, or `ec2`, the cluster's own instances (`holdfast:ecs.instances`).
    Default: `fargate`."""
    ephemeral_storage_gib: Annotated[int, Field(ge=21, le=200)] | None = None
    """Disk of a task on Fargate, 21 to 200 GiB. Default: the 20 GiB that every task has."""
    readonly_root: bool = False
    """Whether the container cannot write to its root file system, but for `/tmp`. Default: false."""
    health_command: Annotated[tuple[str, ...], Field(min_length=2)] | None = None
    """Command in the container that fails when it is ill, begun with `CMD` or `CMD-SHELL`; ECS then replaces
    the task. Default: none, the load balancer judges alone."""
    stop_timeout_seconds: Annotated[int, Field(ge=2, le=120)] = 30
    """Seconds from SIGTERM to SIGKILL; they begin after the targets have drained. Default: 30."""
    shell: bool = False
    """Whether ECS Exec can open a shell in the container, which is logged. Default: false."""
    service_discovery: bool = True
    """Whether services on ECS reach each other by their keys, `http://orders:8080`. Default: true."""
    memory_percent: Annotated[int, Field(ge=10, le=90)] | None = None
    """Average memory that scaling aims at. Default: none, since a runtime that keeps what it once took never
    scales in by it."""
    deployment: EcsDeploymentSettings = EcsDeploymentSettings.model_construct()
    """How new tasks take over. Default: step by step."""


class EcsInstanceSettings(SettingsModel):
    """EC2 instances of the clusters, for services with `capacity: ec2`."""

    types: Annotated[
        tuple[Annotated[str, AfterValidator(formats.instance_type)], ...], Field(min_length=1)
    ] = ("m7g.large",)
    """EC2 instance types of one architecture, best first. Default: `m7g.large`."""
    tasks_per_instance: Annotated[int, Field(ge=1, le=120)]
    """Tasks that fit on one instance by CPU, memory and network interfaces: each task takes an interface, so
    that an `m7g.large` has room for 2, and for 10 with the account setting `awsvpcTrunking`."""
    volume_gib: Annotated[int, Field(ge=30, le=16384)] = 30
    """Size of the encrypted root volume in GiB. Default: 30."""
    target_capacity_percent: Annotated[int, Field(ge=1, le=100)] = 100
    """Share of the instances that tasks use; less keeps room for tasks to start at once. Default: 100."""


class EcsClusterSettings(SettingsModel):
    """What the ECS clusters of all regions have in common."""

    insights: ContainerInsights = ContainerInsights.ENABLED
    """What Container Insights measures: `enabled` clusters and services, `enhanced` tasks and containers
    besides, `disabled` nothing; CloudWatch charges for each metric. Default: `enabled`."""
    log_retention_days: LogDays = 30
    """How long CloudWatch Logs keeps the log of shells, one of its own steps; 0 keeps it for ever.
    Default: 30."""
    instances: EcsInstanceSettings | None = None
    """EC2 instances beside Fargate. Default: none."""
