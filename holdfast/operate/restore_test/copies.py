"""Deletes a restored copy, by its name alone: what is not named as a test's is never touched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from holdfast.operate.call import call, code_of
from holdfast.operate.restore_test.model import PREFIX
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.operate.aws import Clients

_GONE = frozenset(
    {
        *("404", "NoSuchBucket", "ResourceNotFoundException"),
        *("DBClusterNotFoundFault", "DBInstanceNotFound", "DBInstanceNotFoundFault"),
    }
)
_NOT_YET = frozenset({"InvalidDBClusterStateFault", "InvalidDBInstanceState", "ResourceInUseException"})
_PAGES = 20
"""Pages of 1000 versions that are deleted between two looks, so that an interruption is heard."""


def name_of(arn: str) -> str:
    """Give the name of a copy.

    Raises:
        StepError: It is no name of a test's copy.
    """
    name = re.split("[:/]", arn)[-1]
    if not name.startswith(f"{PREFIX}-"):
        raise StepError(f"{arn} is not named {PREFIX}-…, so it is left alone")
    return name


def delete(clients: Clients, region: str, arn: str) -> bool:
    """Go on deleting a copy.

    Args:
        clients: Makes clients.
        region: The copy's region.
        arn: The copy.

    Returns:
        Whether it is gone; otherwise ask again.

    Raises:
        StepError: It is not a test's copy, or AWS refuses for good.
    """
    from botocore.exceptions import ClientError  # noqa: PLC0415  # only who calls AWS pays

    name, parts = name_of(arn), arn.split(":")
    kind = parts[5] if parts[2] == "rds" else parts[2]
    if kind not in _DELETIONS:
        raise StepError(f"{arn} is nothing that a restore test makes, so it is left alone")
    try:
        return _DELETIONS[kind](clients, region, name)
    except StepError as error:
        if isinstance(error.__cause__, ClientError) and code_of(error.__cause__) in _GONE:
            return True
        raise
    except ClientError as error:
        if code_of(error) in _NOT_YET:
            return False
        if code_of(error) in _GONE:
            return True
        raise


def _table(clients: Clients, region: str, name: str) -> bool:
    table = call(clients, "dynamodb", region, "describe_table", TableName=name)["Table"]
    if table.get("TableStatus") != "DELETING":
        call(clients, "dynamodb", region, "delete_table", TableName=name)
    return False


def _instance(clients: Clients, region: str, name: str) -> bool:
    found = call(clients, "rds", region, "describe_db_instances", DBInstanceIdentifier=name)["DBInstances"]
    if found and found[0].get("DBInstanceStatus") != "deleting":
        call(
            clients,
            "rds",
            region,
            "delete_db_instance",
            DBInstanceIdentifier=name,
            SkipFinalSnapshot=True,
            DeleteAutomatedBackups=True,
        )
    return False


def _cluster(clients: Clients, region: str, name: str) -> bool:
    found = call(clients, "rds", region, "describe_db_clusters", DBClusterIdentifier=name)["DBClusters"]
    if not found or found[0].get("Status") == "deleting":
        return False
    if str(found[0].get("Engine")).startswith("aurora"):
        # RDS deletes no cluster of Aurora with an instance; those of a Multi-AZ one go with it:
        # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html (2026-11)
        members = [one["DBInstanceIdentifier"] for one in found[0].get("DBClusterMembers", [])]
        for member in members:
            _instance(clients, region, name_of(member))
        if members:
            return False
    call(clients, "rds", region, "delete_db_cluster", DBClusterIdentifier=name, SkipFinalSnapshot=True)
    return False


def _bucket(clients: Clients, region: str, name: str) -> bool:
    for _ in range(_PAGES):
        page = call(clients, "s3", region, "list_object_versions", Bucket=name)
        objects = [
            {"Key": one["Key"], "VersionId": one["VersionId"]}
            for kind in ("Versions", "DeleteMarkers")
            for one in page.get(kind, [])
        ]
        if not objects:
            call(clients, "s3", region, "delete_bucket", Bucket=name)
            return True
        _emptied(
            call(
                clients,
                "s3",
                region,
                "delete_objects",
                Bucket=name,
                Delete={"Objects": objects, "Quiet": True},
            )
        )
    return False


_DELETIONS = {"dynamodb": _table, "s3": _bucket, "cluster": _cluster, "db": _instance}


def _emptied(answer: dict[str, Any]) -> None:
    if errors := answer.get("Errors"):
        raise StepError(f"S3 does not delete {errors[0].get('Key')}: {errors[0].get('Message')}")
