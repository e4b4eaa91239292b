"""What a service on ECS is told."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.service_args import ServiceAgent, ServiceNetwork, ServiceStore
from holdfast.topology.values import Architecture, DeploymentStrategy, TaskCapacity


class EcsServiceCluster(TypedDict):
    """The cluster that runs the tasks; an ``EcsCluster`` has all of it."""

    arn: pulumi.Input[str]
    """ARN of the cluster, known once its capacity providers are attached."""
    name: pulumi.Input[str]
    """Name of the cluster."""
    capacity_provider: NotRequired[pulumi.Input[str]]
    """Capacity provider of its EC2 instances, needed for tasks that run on them. Default: none."""
    log_group_arn: NotRequired[pulumi.Input[str]]
    """Log group of ECS Exec sessions, needed for ``task.shell``. Default: none."""


class EcsWorkload(TypedDict):
    """What a task's container runs."""

    image: str
    """Container image. In Amazon ECR it must lie in the service's own region, so that no task needs another
    region to start. Name it by digest or by a tag that never moves: what is rolled back is the name alone."""
    port: int
    """Port on which the service listens, also given to it as ``PORT``."""
    environment: NotRequired[Mapping[str, str]]
    """Environment variables in the open; ``AWS_REGION``, ``AWS_DEFAULT_REGION`` and ``PORT`` are set already.
    Default: none."""
    secrets: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variable → ARN of the Secrets Manager secret or Parameter Store parameter, in the service's
    region and encrypted with ``key_arn`` or AWS's own key. ECS reads it when a task starts. Default: none."""
    agent: NotRequired[ServiceAgent]
    """Agent in each task, which shares its CPU and memory; the task outlives it. Default: none."""


class EcsTask(TypedDict):
    """What one task is."""

    cpu: int
    """CPU units, 1024 to a vCPU; the proxy of service discovery has its share of them."""
    memory_mib: int
    """Memory in MiB, on Fargate one that it has for ``cpu``."""
    architecture: Architecture
    """Processor architecture that the image is built for."""
    capacity: NotRequired[TaskCapacity]
    """What the task runs on. Default: ``fargate``."""
    ephemeral_storage_gib: NotRequired[int]
    """Disk of the task on Fargate, 21 to 200 GiB. Default: the 20 GiB that every task has
    (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html, 2026-11)."""
    readonly_root: NotRequired[bool]
    """Whether the container cannot write to its root file system, but for ``/tmp``, a volume of the task.
    Default: False."""
    health_command: NotRequired[Sequence[str]]
    """Command in the container that fails when it is ill, begun with ``CMD`` or ``CMD-SHELL``; ECS then
    replaces the task. Default: none, the load balancer judges alone."""
    stop_timeout_seconds: NotRequired[int]
    """Seconds from SIGTERM to SIGKILL, 2 to 120. It begins after the targets have drained. Default: 30."""
    shell: NotRequired[bool]
    """Whether ECS Exec can open a shell in the container. Default: False."""


class EcsSpot(TypedDict):
    """Fargate Spot above a base that is never spot."""

    base: int
    """Tasks that are never spot: what has to run, so at least 1 and at least the minimum."""
    percent_above_base: int
    """Share of the tasks above the base that are spot, 1 to 99, in percent."""


class TaskSchedule(TypedDict):
    """A change of the limits of scaling at set times; a limit that is not given is left alone."""

    recurrence: str
    """Cron expression of five fields, with a day of the month or a day of the week, not both."""
    time_zone: NotRequired[str]
    """IANA time zone of the expression. Default: UTC."""
    minimum: NotRequired[int]
    """The new minimum. Default: unchanged."""
    maximum: NotRequired[int]
    """The new maximum. Default: unchanged."""


class EcsScaling(TypedDict):
    """How many tasks there are."""

    minimum: int
    """Tasks that always run, no fewer than the zones; 0 for a pilot light, which nothing but an operator
    scales up."""
    maximum: int
    """Ceiling of scaling, 1 or more."""
    zones: int
    """Zones that the subnets lie in."""
    spot: NotRequired[EcsSpot]
    """Fargate Spot. Default: none."""
    cpu_target_percent: NotRequired[float]
    """Average CPU that scaling holds. Default: 60 (assumption: what runs hot has no room for a lost zone)."""
    memory_target_percent: NotRequired[float]
    """Average memory that scaling holds. Default: none; a runtime that keeps what it once took never scales
    in by it."""
    requests_per_target_per_minute: NotRequired[float]
    """Requests per task and minute that scaling holds, for each target by itself. Default: none."""
    scale_in: NotRequired[bool]
    """Whether the policies may also remove tasks. Default: True."""
    scale_out_cooldown_seconds: NotRequired[int]
    """Time until a new task counts in scaling. Default: 120 (assumption)."""
    schedules: NotRequired[Mapping[str, TaskSchedule]]
    """Key → change of the limits at set times. Default: none."""


class BlueGreenTarget(TypedDict):
    """What ECS needs of a load balancer to shift requests between two target groups."""

    arn: pulumi.Input[str]
    """ARN of the second target group."""
    label: pulumi.Input[str]
    """Its ``app/<balancer>/<id>/targetgroup/<group>/<id>``."""
    rule_arn: pulumi.Input[str]
    """ARN of the listener rule that forwards to one of the two."""


class EcsTarget(TypedDict):
    """What sends requests to the tasks: one key for each load balancer."""

    arn: pulumi.Input[str]
    """ARN of the target group, of type ``ip``, known once a listener forwards to it."""
    security_group_id: pulumi.Input[str]
    """Security group of the load balancer, which alone reaches the port from outside the cluster."""
    label: NotRequired[pulumi.Input[str]]
    """``app/<balancer>/<id>/targetgroup/<group>/<id>``. Default: none, because no listener forwards to the
    group yet: the service does not register with it then, since ECS refuses a group without a load balancer
    (https://github.com/hashicorp/terraform/issues/32908)."""
    blue_green: NotRequired[BlueGreenTarget]
    """What a blue/green deployment shifts requests by, needed for that. Default: none."""


class EcsDeployment(TypedDict):
    """How new tasks take over from the former."""

    strategy: NotRequired[DeploymentStrategy]
    """``rolling`` replaces tasks step by step; ``blue-green`` starts all new tasks beside the former, moves
    all requests at once, and keeps the former for the bake time. Default: ``rolling``."""
    bake_minutes: NotRequired[int]
    """Minutes that the former tasks stay after requests moved, 0 to 1440; with ``blue-green``. Default: 5
    (assumption)."""
    min_healthy_percent: NotRequired[int]
    """Healthy tasks that replacing never goes below, 0 to 100 percent. Default: 100."""
    max_percent: NotRequired[int]
    """Tasks that it never goes above, above 100 and at most 200 percent, with room for one more task than
    the zones. Default: 200, as AWS's."""
    alarm_names: NotRequired[Sequence[pulumi.Input[str]]]
    """CloudWatch alarms of the region that make a deployment fail, and AWS go back. Default: none."""
    wait: NotRequired[bool]
    """Whether an update waits until the new tasks serve, and fails where AWS went back. Default: False."""
    grace_period_seconds: NotRequired[int]
    """Time in which a new task is not replaced for failing the load balancer's check. Default: 300."""


class EcsDiscovery(TypedDict):
    """How tasks of other services reach this one, and this one them; an ``EcsCluster`` has all of it."""

    namespace_arn: pulumi.Input[str]
    """HTTP namespace of the cluster."""
    security_group_id: pulumi.Input[str]
    """Security group of all tasks that reach each other."""


class EcsServiceArgs(TypedDict):
    """What one service in one region needs."""

    region: str
    """AWS region in which every child is declared."""
    account_id: str
    """The account's id, twelve digits, whose tasks alone may have the service's roles."""
    service: str
    """Key of the service: lower-case letters, digits and hyphens, a letter first; with ``discovery`` also the
    name by which other tasks reach it."""
    cluster: EcsServiceCluster
    """The cluster that runs the tasks."""
    network: ServiceNetwork
    """Where the tasks stand."""
    workload: EcsWorkload
    """What they run."""
    task: EcsTask
    """What one task is."""
    scaling: EcsScaling
    """How many there are."""
    target_groups: Mapping[str, EcsTarget]
    """Entrance → what sends requests. Empty for a service that only others in the cluster call, or none."""
    key_arn: pulumi.Input[str]
    """KMS key of the region for logs and secrets. Its policy must let CloudWatch Logs use it."""
    stores: NotRequired[Mapping[str, ServiceStore]]
    """Key of the store → what the service needs to use it. Default: none."""
    deployment: NotRequired[EcsDeployment]
    """How new tasks take over. Default: as ``EcsDeployment`` says."""
    discovery: NotRequired[EcsDiscovery]
    """How services reach each other by name. Default: none, then they do not."""
    log_retention_days: NotRequired[int]
    """Days that logs are kept, one of CloudWatch Logs' own steps; 0 for ever. Default: 30 (assumption)."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags, and of tasks. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
