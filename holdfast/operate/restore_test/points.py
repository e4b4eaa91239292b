"""The newest backup of a store in a vault, and what a restore of it is started with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from holdfast.operate.call import call
from holdfast.operate.restore_test.model import RestoreTestError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

    from holdfast.operate.aws import Clients

_DATABASES = frozenset({"Aurora", "RDS"})
_OF_THE_SOURCE = frozenset(
    {
        # Names that the copy must not have, and what is of the source's region alone.
        *("dbclusteridentifier", "dbinstanceidentifier", "dbsnapshotidentifier", "snapshotidentifier"),
        *("dbclustersnapshotidentifier", "availabilityzone", "availabilityzones", "dbsubnetgroupname"),
        *("vpcsecuritygroupids", "dbparametergroupname", "dbclusterparametergroupname", "optiongroupname"),
        # A restored database keeps the key of its backup: the vault's, of a copy.
        "kmskeyid",
        # A copy that is gone in an hour neither exports logs nor is protected, and joins no directory.
        *("enablecloudwatchlogsexports", "deletionprotection", "domain", "domainiamrolename"),
        "aws:backup:request-id",
    }
)
_NAMES = {
    "Aurora": "DBClusterIdentifier",
    "RDS": "DBInstanceIdentifier",
    "DynamoDB": "targetTableName",
    "S3": "DestinationBucketName",
}
"""Under which a copy's name goes into ``StartRestoreJob``, by type; of a Multi-AZ cluster it is Aurora's.
Sources: https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-aur.html#aur-restore-cli and, beside
it, restoring-rds.html, restoring-dynamodb.html and restoring-s3.html (2026-11)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A recovery point."""

    arn: str
    of: str
    """ARN of what was backed up."""
    backed_up: datetime
    """The moment that its data is from."""
    size_bytes: int | None


def newest_point(
    clients: Clients, region: str, vault: str, kind: str, *, sources: Collection[str]
) -> Point | None:
    """Find the newest complete backup of a store in a vault.

    Continuous backups are left out: they are of the store's own region, and restored to a second.

    Args:
        clients: Makes clients.
        region: The vault's region.
        vault: Its name.
        kind: AWS Backup's name of the type.
        sources: ARNs of the store in its regions.
    """
    found = [
        _point(one)
        for one in _points(clients, region, vault, kind)
        if one.get("Status") == "COMPLETED"
        and one.get("ResourceArn") in sources
        and ":continuous:" not in one["RecoveryPointArn"]
    ]
    return max(found, key=lambda one: one.backed_up, default=None)


def metadata_of(  # noqa: PLR0913  # what a restore is made of
    clients: Clients,
    region: str,
    vault: str,
    kind: str,
    *,
    point: Point,
    declared: Mapping[str, str],
    name: str,
) -> dict[str, str]:
    """Give what a restore of a backup is started with: its own metadata of databases, and what is declared.

    Args:
        clients: Makes clients.
        region: The vault's region.
        vault: Its name.
        kind: AWS Backup's name of the type.
        point: The backup.
        declared: What puts the copy into the closed network, or under the customer key.
        name: Name of the copy.

    Raises:
        RestoreTestError: AWS Backup would be asked to restore under a name that is not the copy's.
    """
    key = "DBClusterIdentifier" if kind == "RDS" and ":cluster:" in point.of else _NAMES[kind]
    own = _own(clients, region, vault, point) if kind in _DATABASES else {}
    if kind == "S3":
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-s3.html#s3-restore-cli (2026-11)
        own = {"CreationToken": name}
    taken = {one.casefold() for one in declared}
    found = {
        **{one: value for one, value in own.items() if one.casefold() not in taken},
        **declared,
        key: name,
    }
    if [one for one in _NAMES.values() if one in found and found[one] != name]:
        raise RestoreTestError(f"a restore of {point.arn} would not be named {name}")
    return found


def _own(clients: Clients, region: str, vault: str, point: Point) -> dict[str, str]:
    answer = call(
        clients,
        "backup",
        region,
        "get_recovery_point_restore_metadata",
        BackupVaultName=vault,
        RecoveryPointArn=point.arn,
    )
    return {
        key: value
        for key, value in answer["RestoreMetadata"].items()
        if key.casefold() not in _OF_THE_SOURCE and not key.casefold().startswith("informationalonly:")
    }


def _points(clients: Clients, region: str, vault: str, kind: str) -> Iterator[dict[str, Any]]:
    page: dict[str, str] = {}
    while True:
        answer = call(
            clients,
            "backup",
            region,
            "list_recovery_points_by_backup_vault",
            BackupVaultName=vault,
            ByResourceType=kind,
            **page,
        )
        yield from answer["RecoveryPoints"]
        if not answer.get("NextToken"):
            return
        page = {"NextToken": answer["NextToken"]}


def _point(one: Mapping[str, Any]) -> Point:
    # Of a copy AWS does not say whether its creation is that of the backup or its own. A backup begins before
    # either, and the earlier is what may be relied on:
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointByBackupVault.html (2026-11)
    times = [one[key] for key in ("InitiationDate", "CreationDate") if one.get(key) is not None]
    return Point(
        arn=one["RecoveryPointArn"],
        of=one["ResourceArn"],
        backed_up=min(times).astimezone(UTC),
        size_bytes=one.get("BackupSizeInBytes"),
    )
