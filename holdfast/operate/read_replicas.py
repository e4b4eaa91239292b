"""An RDS instance as AWS says it is: whom it copies, whether it takes connections, whether it is fenced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from holdfast.operate.call import call
from holdfast.operate.metrics import Metric, points

if TYPE_CHECKING:
    from holdfast.operate.aws import Clients

FENCED_TAG = "holdfast:fenced"
"""Tag of an instance that was closed, whose value is when: an ISO 8601 time."""
_POSTGRES = "postgres"


@dataclass(frozen=True, kw_only=True, slots=True)
class Instance:
    """An instance; ``source`` is None of one that takes writes, ``fenced_at`` of one that nobody closed.

    ``replicas`` are those that copy it, as it knows them.
    """

    identifier: str
    arn: str
    engine: str
    status: str
    source: str | None
    replicas: tuple[str, ...]
    backup_days: int
    security_groups: tuple[str, ...]
    fenced_at: datetime | None


def read_instance(clients: Clients, region: str, identifier: str) -> Instance:
    """Read an instance.

    Args:
        clients: Makes clients.
        region: Its AWS region.
        identifier: Its name.

    Raises:
        StepError: There is none of that name.
    """
    found = call(clients, "rds", region, "describe_db_instances", DBInstanceIdentifier=identifier)
    one: dict[str, Any] = found["DBInstances"][0]
    tags = {tag["Key"]: tag["Value"] for tag in one.get("TagList", [])}
    return Instance(
        identifier=identifier,
        arn=one["DBInstanceArn"],
        engine=one["Engine"],
        status=one["DBInstanceStatus"],
        source=one.get("ReadReplicaSourceDBInstanceIdentifier") or None,
        replicas=tuple(one.get("ReadReplicaDBInstanceIdentifiers", [])),
        backup_days=int(one.get("BackupRetentionPeriod", 0)),
        security_groups=tuple(
            group["VpcSecurityGroupId"] for group in one.get("VpcSecurityGroups", []) if group
        ),
        fenced_at=datetime.fromisoformat(tags[FENCED_TAG]) if FENCED_TAG in tags else None,
    )


def lag_metric(identifier: str) -> Metric:
    """The replica's lag in seconds, kept in its own region."""
    return Metric(namespace="AWS/RDS", name="ReplicaLag", dimensions={"DBInstanceIdentifier": identifier})


def caught_up(
    clients: Clients, *, source: Instance, source_region: str, replica: str, replica_region: str
) -> bool:
    """Say whether a replica has everything that its source wrote before it was closed.

    MySQL: a minute after the closing in which the lag was 0. Of PostgreSQL ``ReplicaLag`` says nothing of
    that: without writes at the source it grows to five minutes, since the next segment comes after five
    (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html,
    2026-11); there it is a minute in which the source's ``OldestReplicationSlotLag`` was 0 bytes.

    Args:
        clients: Makes clients.
        source: The source, closed.
        source_region: Its AWS region.
        replica: Name of the replica.
        replica_region: Its AWS region.
    """
    fenced_at = source.fenced_at
    if fenced_at is None:
        return False
    if source.engine.startswith(_POSTGRES):
        waiting = Metric(
            namespace="AWS/RDS",
            name="OldestReplicationSlotLag",
            dimensions={"DBInstanceIdentifier": source.identifier},
        )
        found = points(clients, source_region, waiting)
    else:
        found = points(clients, replica_region, lag_metric(replica))
    return any(one.at >= fenced_at and one.minimum == 0 for one in found)
