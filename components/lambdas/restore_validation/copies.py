"""A restored database, made to answer: an instance where it has none, and a password of its own."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .logins import Login, WrongPasswordError
from .verdicts import FailedError, NotYetError

if TYPE_CHECKING:
    from collections.abc import Callable

    from types_boto3_rds import RDSClient

PREFIX = "awsbackup-restore-test"
"""What the names of all that restore tests make begin with; nothing else is ever touched
(https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html, 2026-11)."""
_OWN_DATABASE = {"postgresql": "postgres", "mysql": "mysql"}
_PASSWORD_SECONDS = 150
_PAUSE_SECONDS = 5


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A restored cluster or instance."""

    is_cluster: bool
    """Whether it is a cluster: of Aurora, or a Multi-AZ one of RDS."""
    name: str
    """Its identifier, which begins with ``PREFIX``."""

    @property
    def helper(self) -> str:
        """Identifier of the instance that is added to an Aurora cluster: the same each time."""
        return f"{PREFIX}-{hashlib.sha256(self.name.encode()).hexdigest()[:12]}"


def copy_of(arn: str) -> Copy:
    """Read the ARN of what was restored.

    Raises:
        FailedError: It is not one of a restore test: nothing of production may be changed.
    """
    _, _, name = arn.rpartition(":")
    if not name.startswith(PREFIX):
        raise FailedError(f"what was restored is not named {PREFIX}…, so it is left alone")
    return Copy(is_cluster=arn.split(":")[5] == "cluster", name=name)


def prepare(rds: RDSClient, copy: Copy, instance_class: str) -> dict[str, Any]:
    """Make a restored database one that can answer.

    AWS Backup restores an Aurora cluster without any instance
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-aur.html, 2026-11), so one is added;
    clusters and instances of RDS bring theirs.

    Args:
        rds: Client of the region.
        copy: What was restored.
        instance_class: Class of the instance that is added.

    Returns:
        What RDS tells of the cluster or the instance.

    Raises:
        NotYetError: It is not available yet.
    """
    if not copy.is_cluster:
        instance = rds.describe_db_instances(DBInstanceIdentifier=copy.name)["DBInstances"][0]
        _available(instance.get("DBInstanceStatus"), "instance")
        return dict(instance)
    cluster = rds.describe_db_clusters(DBClusterIdentifier=copy.name)["DBClusters"][0]
    _available(cluster.get("Status"), "cluster")
    if not str(cluster["Engine"]).startswith("aurora"):
        return dict(cluster)
    _available(_helper_status(rds, copy, str(cluster["Engine"]), instance_class), "added instance")
    return dict(cluster)


def login_to(rds: RDSClient, copy: Copy, told: dict[str, Any], database: str | None) -> Login:
    """Give the copy a password that nothing else knows, and how to log in with it.

    The restored master user has the password of the day of the backup, which may have been changed since.
    Nobody uses this copy, so it gets another: no secret of production has to be read.

    Args:
        rds: Client of the region.
        copy: What was restored.
        told: What RDS tells of it.
        database: Database to log in to. Default: the one that RDS knows.

    Raises:
        NotYetError: It changes already.
    """
    password = secrets.token_urlsafe(30)
    try:
        if copy.is_cluster:
            rds.modify_db_cluster(
                DBClusterIdentifier=copy.name, MasterUserPassword=password, ApplyImmediately=True
            )
        else:
            rds.modify_db_instance(
                DBInstanceIdentifier=copy.name, MasterUserPassword=password, ApplyImmediately=True
            )
    except (rds.exceptions.InvalidDBClusterStateFault, rds.exceptions.InvalidDBInstanceStateFault):
        raise NotYetError("the password cannot be changed yet") from None
    engine = "postgresql" if "postgres" in str(told["Engine"]) else "mysql"
    endpoint = told["Endpoint"]
    return Login(
        engine=engine,
        host=endpoint if copy.is_cluster else endpoint["Address"],
        port=int(told["Port"] if copy.is_cluster else endpoint["Port"]),
        database=database
        or told.get("DatabaseName" if copy.is_cluster else "DBName")
        or _OWN_DATABASE[engine],
        user=told["MasterUsername"],
        password=password,
    )


def once_taken(ask: Callable[[], int], *, seconds: float = _PASSWORD_SECONDS) -> int:
    """Ask again until the password is taken: RDS changes it "as soon as possible", not at once.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html (2026-11).

    Args:
        ask: The question.
        seconds: How long to try.

    Returns:
        The answer.

    Raises:
        NotYetError: It was never taken.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            return ask()
        except WrongPasswordError:
            if time.monotonic() >= end:
                raise NotYetError("the new password is not taken yet") from None
            time.sleep(_PAUSE_SECONDS)


def clean_up(rds: RDSClient, copy: Copy) -> None:
    """Delete the instance that was added to a cluster, if one was.

    AWS Backup deletes what it restored, and RDS refuses to delete a cluster with an instance "in non-deleting
    state"
    (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html, 2026-11).

    Args:
        rds: Client of the region.
        copy: What was restored.

    Raises:
        NotYetError: It cannot be deleted yet.
    """
    if not copy.is_cluster:
        return
    try:
        rds.delete_db_instance(DBInstanceIdentifier=copy.helper, SkipFinalSnapshot=True)
    except rds.exceptions.DBInstanceNotFoundFault:
        return
    except rds.exceptions.InvalidDBInstanceStateFault:
        if _status(rds, copy.helper) != "deleting":
            raise NotYetError("the added instance cannot be deleted yet") from None


def _helper_status(rds: RDSClient, copy: Copy, engine: str, instance_class: str) -> str | None:
    try:
        return _status(rds, copy.helper)
    except rds.exceptions.DBInstanceNotFoundFault:
        rds.create_db_instance(
            DBInstanceIdentifier=copy.helper,
            DBClusterIdentifier=copy.name,
            DBInstanceClass=instance_class,
            Engine=engine,
            PubliclyAccessible=False,
            AutoMinorVersionUpgrade=False,
        )
        return "creating"


def _status(rds: RDSClient, name: str) -> str | None:
    return rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0].get("DBInstanceStatus")


def _available(status: str | None, what: str) -> None:
    if status != "available":
        raise NotYetError(f"the {what} is not available yet ({status})")
