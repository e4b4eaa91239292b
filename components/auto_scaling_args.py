"""What an auto-scaling service is told."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.service_args import ServiceNetwork, ServiceStore, ServiceTarget, ServiceWorkload
from holdfast.topology.values import Architecture, ZoneDistribution


class WarmPoolState(StrEnum):
    """How instances wait in a warm pool."""

    STOPPED = "Stopped"
    RUNNING = "Running"


class SpotInstances(TypedDict):
    """Spot instances above a base that is never spot."""

    on_demand_base: int
    """Instances that are always on demand: what has to run, so at least 1 and at least the minimum."""
    percent_above_base: int
    """Share of the instances above the base that are spot, 1 to 100, in percent."""


class ZoneReservation(TypedDict):
    """Capacity held in one zone, paid for whether it is used or not."""

    zone: str
    """Availability Zone, for example ``eu-west-1a``."""
    instances: int
    """Instances of the first instance type to hold."""


class ServiceInstances(TypedDict):
    """The machines."""

    types: Sequence[str]
    """Instance types in order of preference, all of one architecture. Several are tried in turn."""
    architecture: Architecture
    """Processor architecture of the types, which picks the AMI."""
    ami_id: NotRequired[str]
    """A fixed Amazon Linux 2023 AMI of the region. Default: the newest, by reference to AWS's public
    parameter, resolved at each launch; AWS then takes no ``refresh.auto_rollback``."""
    copied_ami_id: NotRequired[pulumi.Input[str]]
    """An Amazon Linux 2023 AMI that the next one takes the place of, in place of ``ami_id``: when that is
    launched this one is gone, so that no refresh can be rolled back. Default: none."""
    volume_gib: NotRequired[int]
    """Size of the encrypted gp3 root volume in GiB, 8 or more. Default: 20 (assumption)."""
    detailed_monitoring: NotRequired[bool]
    """Metrics each minute rather than each five, so that scaling follows sooner. Default: True."""
    spot: NotRequired[SpotInstances]
    """Spot instances. Default: none."""
    capacity_reservations: NotRequired[Mapping[str, ZoneReservation]]
    """Zone letter → capacity held for this group alone, used first. Default: none."""
    distribution: NotRequired[ZoneDistribution]
    """What happens when a zone cannot launch: ``balanced-best-effort`` launches elsewhere,
    ``balanced-only`` waits for the zone. Default: ``balanced-best-effort``."""
    max_lifetime_days: NotRequired[int]
    """Age at which an instance is replaced, 1 to 365 days. Default: none, they live until replaced."""


class WarmPool(TypedDict):
    """Instances that have booted and wait."""

    minimum: int
    """Least number of instances in the pool."""
    state: NotRequired[WarmPoolState]
    """How they wait. Default: ``Stopped``."""
    reuse_on_scale_in: NotRequired[bool]
    """Whether scaling in returns instances to the pool. Default: False."""


class ScheduledScaling(TypedDict):
    """A change of the group's size at set times; a size that is not given is left alone."""

    recurrence: str
    """Cron expression of five fields."""
    time_zone: NotRequired[str]
    """IANA time zone of the expression. Default: UTC."""
    minimum: NotRequired[int]
    """The new minimum. Default: unchanged."""
    maximum: NotRequired[int]
    """The new maximum. Default: unchanged."""
    desired: NotRequired[int]
    """The new size, which scaling policies may change again. Default: unchanged."""


class ServiceScaling(TypedDict):
    """How many instances there are."""

    minimum: int
    """Instances that always run; 0 for a pilot light, which nothing but an operator scales up."""
    maximum: int
    """Ceiling of scaling, 1 or more."""
    cpu_target_percent: NotRequired[float]
    """Average CPU that scaling holds. Default: 60 (assumption: what runs hot has no room for a lost zone)."""
    requests_per_target_per_minute: NotRequired[float]
    """Requests per instance and minute that scaling holds, for each target group by itself. Default: none."""
    scale_in: NotRequired[bool]
    """Whether the policies may also remove instances. Default: True."""
    warm_pool: NotRequired[WarmPool]
    """Instances kept ready. Default: none."""
    schedules: NotRequired[Mapping[str, ScheduledScaling]]
    """Key → change of size at set times. Default: none."""


class ServiceHealth(TypedDict):
    """When an instance is judged."""

    grace_period_seconds: NotRequired[int]
    """Time in which a new instance is not replaced for failing health checks. Default: 300, as in AWS's
    console; without it AWS would take 0 and replace instances that still boot
    (https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html, 2026-11)."""
    warmup_seconds: NotRequired[int]
    """Time until a new instance counts in scaling and a refresh goes on. Default: 120 (assumption)."""


class ServiceRefresh(TypedDict):
    """How instances are replaced when the launch template changes, and by maintenance."""

    min_healthy_percent: NotRequired[int]
    """Healthy instances that replacing never goes below, 0 to 100 percent of the group. Default: 100."""
    max_healthy_percent: NotRequired[int]
    """Healthy and starting instances that it never goes above, 100 to 200 percent. Default: 110."""
    auto_rollback: NotRequired[bool]
    """Whether AWS rolls back a refresh that fails. Default: True with a fixed ``ami_id``, else False."""
    alarm_names: NotRequired[Sequence[pulumi.Input[str]]]
    """CloudWatch alarms that make a refresh fail. Default: none."""


class AutoScalingServiceArgs(TypedDict):
    """What one service in one region needs."""

    region: str
    """AWS region in which every child is declared."""
    service: str
    """Key of the service: lower-case letters, digits and hyphens, a letter first."""
    network: ServiceNetwork
    """Where the instances stand."""
    workload: ServiceWorkload
    """What they run."""
    instances: ServiceInstances
    """The machines."""
    scaling: ServiceScaling
    """How many there are."""
    target_groups: Mapping[str, ServiceTarget]
    """Entrance → what sends it requests. Empty for a service that nothing calls: EC2 alone judges it then."""
    key_arn: pulumi.Input[str]
    """KMS key of the region for volumes and logs. Its policy must let EC2 use it for this account and
    CloudWatch Logs for the log group
    (https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html)."""
    stores: NotRequired[Mapping[str, ServiceStore]]
    """Key of the store (lower-case letters, digits and hyphens, a letter first) → what the service needs to
    use it. The whole policy of the role has at most 10,240 characters
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, 2026-11). Default: none."""
    health: NotRequired[ServiceHealth]
    """When an instance is judged. Default: as ``ServiceHealth`` says."""
    refresh: NotRequired[ServiceRefresh]
    """How instances are replaced. Default: as ``ServiceRefresh`` says."""
    log_retention_days: NotRequired[int]
    """Days that logs are kept, one of CloudWatch Logs' own steps; 0 for ever. Default: 30 (assumption)."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags, of instances and of volumes. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
