"""What AWS Backup does for each type of resource that a store can be."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.topology.values.rds import RdsShape
from holdfast.topology.values.words import StoreKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.store import StorePlan


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupType:
    """A type of resource in AWS Backup.

    ``arns`` are the patterns that select it. ``continuous``: AWS Backup itself keeps a continuous backup.
    ``cold_storage``: its backups can move there. ``fully_managed``: its backups are encrypted with the
    vault's key, others keep the key of the data until they are copied. ``air_gapped``: it can be copied to a
    logically air-gapped vault.
    """

    arns: tuple[str, ...]
    continuous: bool = False
    cold_storage: bool = False
    fully_managed: bool = False
    air_gapped: bool = True


BACKUP_TYPES: Mapping[str, BackupType] = MappingProxyType(
    {
        "Aurora": BackupType(arns=("arn:aws:rds:*:*:cluster:*",), continuous=True),
        "DSQL": BackupType(arns=("arn:aws:dsql:*:*:cluster/*",), cold_storage=True, fully_managed=True),
        "DynamoDB": BackupType(arns=("arn:aws:dynamodb:*:*:table/*",), cold_storage=True, fully_managed=True),
        "RDS": BackupType(
            arns=("arn:aws:rds:*:*:db:*", "arn:aws:rds:*:*:cluster:*"), continuous=True, air_gapped=False
        ),
        "S3": BackupType(arns=("arn:aws:s3:::*",), continuous=True, fully_managed=True),
    }
)
"""Types by AWS Backup's names for them. DynamoDB is as with AWS Backup's advanced features, which the opt-in
switches on; its own point-in-time recovery is the table's. An RDS Multi-AZ cluster has an Aurora cluster's
ARN.

Sources (2026-11): https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html
(what each type has), .../API_UpdateRegionSettings.html (names), .../assigning-resources-json.html and
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html (ARNs).
"""

BACKUP_TYPE_OF: Mapping[StoreKind, str] = MappingProxyType(
    {
        StoreKind.AURORA_POSTGRESQL: "Aurora",
        StoreKind.AURORA_MYSQL: "Aurora",
        StoreKind.DYNAMODB: "DynamoDB",
        StoreKind.RDS_POSTGRESQL: "RDS",
        StoreKind.RDS_MYSQL: "RDS",
        StoreKind.DSQL: "DSQL",
        StoreKind.S3: "S3",
    }
)
"""Type of each kind of store. AWS Backup knows no ElastiCache: its own snapshots are what it has."""


def has_continuous_backups(store: StorePlan) -> bool:
    """Whether AWS Backup keeps continuous backups of a store; of an RDS Multi-AZ cluster it keeps none."""
    found = BACKUP_TYPES[BACKUP_TYPE_OF[store.kind]]
    return found.continuous and not (store.rds is not None and store.rds.shape is RdsShape.CLUSTER)
