"""What the ECS cluster of a region is told."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.service_args import ServiceNetwork
from holdfast.topology.values import Architecture, ContainerInsights


class EcsInstances(TypedDict):
    """EC2 instances that run tasks, in an Auto Scaling group that ECS scales by what its tasks need."""

    types: Sequence[str]
    """Instance types in order of preference, all of one architecture. Several are tried in turn."""
    architecture: Architecture
    """Processor architecture of the types, which picks the AMI."""
    minimum: int
    """Instances that always run: what the tasks that always run need; 0 for a pilot light."""
    maximum: int
    """Ceiling of scaling, 1 or more."""
    volume_gib: NotRequired[int]
    """Size of the encrypted gp3 root volume in GiB, 30 or more, the size of the AMI's own. Default: 30."""
    target_capacity_percent: NotRequired[int]
    """Share of the instances that tasks use, 1 to 100 percent; less keeps room for tasks to start at once.
    Default: 100."""


class EcsClusterArgs(TypedDict):
    """What the cluster of one region needs."""

    region: str
    """AWS region in which every child is declared."""
    network: ServiceNetwork
    """Where tasks and instances stand."""
    key_arn: pulumi.Input[str]
    """KMS key of the region for logs, sessions and volumes. Its policy must let EC2 use it for this account
    and CloudWatch Logs for the log group."""
    insights: NotRequired[ContainerInsights]
    """What Container Insights measures. Default: ``enabled``, metrics per cluster and service."""
    instances: NotRequired[EcsInstances]
    """EC2 instances beside Fargate. Default: none."""
    log_retention_days: NotRequired[int]
    """Days that the log of ECS Exec sessions is kept, one of CloudWatch Logs' own steps; 0 for ever.
    Default: 30 (assumption)."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags, of instances and of volumes. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
