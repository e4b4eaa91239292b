"""What AWS and the provider do to the instances of an RDS database.

- A replica inherits engine, user and database of its source, which must have backups
  (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html).
- A promotion ends replication, and the instance stays what it is otherwise
  (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Promote.html); without another number
  backups are kept for one day
  (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PromoteReadReplica.html).
- Reading a promoted replica gives an empty ``replicate_source_db``; given again it fails, "cannot elect new
  source database for replication"; taken away it promotes. ``username`` and ``db_name`` conflict with it
  (https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/rds/instance.go).
- The provider tells instances by their resource id, which one that is made anew does not share (same file).
- AWS takes no last snapshot of a replica
  (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html, SkipFinalSnapshot).

All 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.standin.errors import CloudError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from holdfast.preview.child.provider.diff import Change
    from tests.engine.standin.cloud import Cloud, Thing

INSTANCE = "aws:rds/instance:Instance"
_DEFAULT_RETENTION_DAYS = 1
_FOUNDING = ("dbName", "username")


def promote(cloud: Cloud, identifier: str, *, retention_days: int = _DEFAULT_RETENTION_DAYS) -> None:
    """Make a replica a database of its own."""
    replica = _instance(cloud, identifier)
    if not replica.state.get("replicateSourceDb"):
        raise CloudError(f"InvalidDBInstanceState: DB instance {identifier} is not a read replica")
    replica.state.update(replicateSourceDb="", backupRetentionPeriod=retention_days)


def lose(cloud: Cloud, identifier: str) -> None:
    """A person deletes an instance."""
    found = _instance(cloud, identifier)
    cloud.delete(INSTANCE, found.state, found.id)


def back_up(cloud: Cloud, tag: str) -> None:
    """AWS Backup sets the retention of what it backs up continuously to the most that there is.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery-retention-period.html
    (2026-11).
    """
    for one in cloud.of(INSTANCE):
        if tag in (one.state.get("tags") or {}):
            one.state["backupRetentionPeriod"] = 35


def source_of(cloud: Cloud, identifier: str) -> str:
    """ARN of the instance that one replicates, empty of one that replicates none."""
    return str(_instance(cloud, identifier).state.get("replicateSourceDb") or "")


def created(cloud: Cloud, thing: Thing) -> None:
    """Let a new instance be made from scratch, or of its source."""
    if thing.type != INSTANCE:
        return
    if any(one.state["identifier"] == thing.state["identifier"] for one in cloud.of(INSTANCE)):
        raise CloudError(f"DBInstanceAlreadyExists: {thing.state['identifier']}")
    source = thing.state.setdefault("replicateSourceDb", "")
    if not source:
        missing = [key for key in ("engine", "username") if thing.state[key] == f"{thing.id}.{key}"]
        if missing:
            raise CloudError(f'"{missing[0]}": required field is not set')
        return
    found = next((one for one in cloud.of(INSTANCE) if one.arn == source), None)
    if found is None:
        raise CloudError(f"DBInstanceNotFound: {source}")
    if not found.state.get("backupRetentionPeriod"):
        raise CloudError("Automated backups are not enabled for the source database instance")
    thing.state.update({key: found.state[key] for key in ("engine", *_FOUNDING)})


def conflicts(type_token: str, inputs: Mapping[str, Any]) -> Iterator[str]:
    """Inputs that the provider's check refuses beside a source to replicate, and that an import leaves out.

    Import: ``processImportValidationErrors`` in
    https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/provider.go (2026-11).
    """
    if type_token == INSTANCE and "replicateSourceDb" in inputs:
        yield from (key for key in _FOUNDING if inputs.get(key))


def updating(thing: Thing, found: Sequence[Change], inputs: Mapping[str, Any]) -> None:
    """Refuse a new source, and promote what has none any more."""
    if thing.type != INSTANCE or "replicateSourceDb" not in {change.property for change in found}:
        return
    if inputs.get("replicateSourceDb"):
        raise CloudError("cannot elect new source database for replication")
    thing.state["replicateSourceDb"] = ""


def deleting(_cloud: Cloud, thing: Thing) -> None:
    """Keep what would lose its last snapshot; AWS takes none of a replica."""
    if thing.type != INSTANCE or thing.state.get("skipFinalSnapshot"):
        return
    if thing.state.get("replicateSourceDb") or not thing.state.get("finalSnapshotIdentifier"):
        raise CloudError("FinalDBSnapshotIdentifier can not be specified when deleting a replica instance")


def _instance(cloud: Cloud, identifier: str) -> Thing:
    (found,) = (one for one in cloud.of(INSTANCE) if one.state["identifier"] == identifier)
    return found
