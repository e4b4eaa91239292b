"""An RDS database, planned, and the bounds of its storage."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin
    from holdfast.topology.values.words import InsightsMode


DATABASE_CLUSTER_CHARACTERS = 52
"""Longest identifier of a Multi-AZ DB cluster; an instance's has 63 characters.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
(DBClusterIdentifier, 2026-11).
"""


class RdsShape(StrEnum):
    """What an RDS database is made of; it never changes."""

    INSTANCE = "instance"
    CLUSTER = "cluster"


@dataclass(frozen=True, kw_only=True, slots=True)
class StorageBounds:
    """What RDS takes of one type of storage, of PostgreSQL and MySQL.

    Speed can be chosen from ``provisioned_from_gib`` on; throughput is None where it follows from the IOPS.
    """

    least_gib: int
    most_gib: int
    provisioned_from_gib: int
    needs_iops: bool
    least_iops: int
    most_iops: int
    most_iops_per_gib: int
    least_throughput_mibps: int | None
    most_throughput_mibps: int | None


RDS_STORAGE: Mapping[str, StorageBounds] = MappingProxyType(
    {
        "gp3": StorageBounds(
            least_gib=20,
            most_gib=65_536,
            provisioned_from_gib=400,
            needs_iops=False,
            least_iops=12_000,
            most_iops=64_000,
            most_iops_per_gib=500,
            least_throughput_mibps=500,
            most_throughput_mibps=4_000,
        ),
        "io2": StorageBounds(
            least_gib=100,
            most_gib=65_536,
            provisioned_from_gib=100,
            needs_iops=True,
            least_iops=1_000,
            most_iops=256_000,
            most_iops_per_gib=1_000,
            least_throughput_mibps=None,
            most_throughput_mibps=None,
        ),
    }
)
"""Bounds by type of storage.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html (2026-11).
"""
_IOPS_PER_MIBPS = 4
_LEAST_GROWTH_PERCENT = 10


def most_throughput_mibps(bounds: StorageBounds, iops: int | None) -> int | None:
    """Give the most throughput that goes with some IOPS: a quarter of a MiB per second for each.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ValidStorageOptions.html
    (StorageThroughputToIopsRatio, 2026-11).

    Args:
        bounds: What the type of storage takes.
        iops: Provisioned operations per second, None for the least that there are.

    Returns:
        MiB per second, None for a type whose throughput cannot be chosen.
    """
    if bounds.most_throughput_mibps is None:
        return None
    return min(bounds.most_throughput_mibps, (iops or bounds.least_iops) // _IOPS_PER_MIBPS)


def least_max_gib(gib: int) -> int:
    """Give the least size up to which storage can grow by itself: a tenth above what it has.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html (2026-11).

    Args:
        gib: Size that it has, in GiB.
    """
    return -(-gib * (100 + _LEAST_GROWTH_PERCENT) // 100)


@dataclass(frozen=True, kw_only=True, slots=True)
class RdsMemberPlan:
    """One region's instance or cluster; ``multi_az`` is None of a cluster, which always has three zones.

    ``identifier`` is that of an existing one.
    """

    place: str
    region: str
    held: bool
    multi_az: bool | None
    identifier: str | None
    backup_window: str | None
    maintenance_window: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RdsStoragePlan:
    """Storage of every member: its type, size in GiB, and what of its speed and growth is chosen."""

    type: str
    gib: int
    iops: int | None
    throughput_mibps: int | None
    max_gib: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RdsBackupCopyPlan:
    """Where the automated backups of the source are copied."""

    place: str
    region: str
    retention_days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RdsPlan:
    """An RDS database: an instance with replicas in other regions, or a Multi-AZ DB cluster in one.

    ``source`` is the place from which replicas are copied that are made from now on. ``identifier`` begins
    the members' names in AWS but for their place. ``secret_arn`` is an existing secret's ARN at home.
    """

    identifier: str
    shape: RdsShape
    source: str
    members: tuple[RdsMemberPlan, ...]
    engine: str
    engine_version: str
    parameter_group_family: str
    port: int
    database: str
    master_username: str
    password_version: int
    secret_arn: str | None
    instance_class: str
    storage: RdsStoragePlan
    parameters: Mapping[str, str]
    backup_retention_days: int
    backup_copy: RdsBackupCopyPlan | None
    log_exports: tuple[str, ...]
    log_retention_days: int
    monitoring_interval_seconds: int
    insights_mode: InsightsMode
    insights_retention_days: int
    apply_immediately: bool
    origin: Origin = field(default_factory=no_origin)
