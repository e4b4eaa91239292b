"""What restore tests left behind: instances that were added to copies, and copies that still stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from . import copies, metrics
from .verdicts import NotYetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from types_boto3_rds import RDSClient

    from .setup import Clients, Setup

_GONE = frozenset(
    {
        *("404", "NoSuchBucket", "ResourceNotFoundException"),
        *("DBClusterNotFoundFault", "DBInstanceNotFound", "DBInstanceNotFoundFault"),
    }
)


def remove_helpers(rds: RDSClient, jobs: Iterable[Mapping[str, Any]], *, over_since: datetime) -> None:
    """Delete what was added to copies whose time is over, should the function have died before it could.

    Args:
        rds: Client of the region.
        jobs: Restore jobs of the plan.
        over_since: Copies that were complete before are over.
    """
    for job in jobs:
        arn = str(job.get("CreatedResourceArn"))
        if (
            job.get("Status") == "COMPLETED"
            and job.get("ResourceType") == "Aurora"
            and copies.PREFIX in arn
            and job.get("DeletionStatus") != "SUCCESSFUL"
            and job["CompletionDate"] < over_since
        ):
            try:
                copies.clean_up(rds, copies.copy_of(arn))
            except NotYetError as wait:
                metrics.say(level="WARN", job=job["RestoreJobId"], waits=str(wait))


def left_behind(clients: Clients, jobs: Iterable[Mapping[str, Any]], setup: Setup) -> dict[str, int]:
    """Count by store the copies that AWS Backup could not delete and that still stand, and cost.

    Args:
        clients: Clients of the region.
        jobs: Restore jobs of the plan.
        setup: What was declared.
    """
    found = dict.fromkeys(setup.stores, 0)
    for job in jobs:
        if job.get("DeletionStatus") == "FAILED" and _stands(clients, str(job.get("CreatedResourceArn"))):
            key = setup.store_of(job) or "unknown"
            found[key] = found.get(key, 0) + 1
            metrics.say(level="ERROR", job=job["RestoreJobId"], left=job.get("CreatedResourceArn"))
    return found


def _stands(clients: Clients, arn: str) -> bool:
    if copies.PREFIX not in arn:
        return False
    service = arn.split(":")[2]
    try:
        if service == "dynamodb":
            clients.dynamodb.describe_table(TableName=arn.rpartition("/")[2])
        elif service == "s3":
            clients.s3.head_bucket(Bucket=arn.rpartition(":")[2])
        else:
            _describe(clients.rds, copies.copy_of(arn))
    except ClientError as problem:
        if problem.response["Error"]["Code"] in _GONE:
            return False
        raise
    return True


def _describe(rds: RDSClient, copy: copies.Copy) -> None:
    if copy.is_cluster:
        rds.describe_db_clusters(DBClusterIdentifier=copy.name)
    else:
        rds.describe_db_instances(DBInstanceIdentifier=copy.name)
