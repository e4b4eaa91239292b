"""What keeps data: stores, their copies, their backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.commands import aws, command
from holdfast.runbook.model import Do, Link, Section
from holdfast.runbook.sections.common import bake, each, section, settings, status, tail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.runbook.stack import Stack

GLOBAL_CLUSTER = "aws:rds/globalCluster:GlobalCluster"
CLUSTER = "aws:rds/cluster:Cluster"
INSTANCE = "aws:rds/instance:Instance"
TABLE = "aws:dynamodb/table:Table"
REPLICA = "aws:dynamodb/tableReplica:TableReplica"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
GLOBAL_CACHE = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup"
DSQL = "aws:dsql/cluster:Cluster"
ACCESS_POINT = "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"
REPLICATING = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
VAULT = "aws:backup/vault:Vault"
RESTORE_PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
STORES = (CLUSTER, INSTANCE, TABLE, CACHE, DSQL)

_AURORA = Link(
    "Aurora: what a failover does",
    "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html",
)


def store_lost(stack: Stack) -> Section:
    """A store fails, or its writer must move."""
    return section(
        At.STORE_LOST,
        "Reads or writes of a store fail in a region, or its writer must go elsewhere.",
        decide=(
            (
                "One instance or zone of it: it fails over within its region by itself, in about a minute. "
                "Wait for that."
            ),
            "The store fails in one region and the region is well otherwise: leave the region all the "
            "same, traffic and "
            "writer together, by section `region-lost`."
            if stack.spread
            else "The whole store fails: restore it, section `restore`.",
            "Wrong data, not lost data: copies have it too. Stop the writers, then section `restore`.",
            "Only the writer moves by hand where nothing else helps: by the commands below.",
        ),
        do=(
            *status(stack, "See who writes, and how far copies are behind"),
            *_aurora(stack),
            *_rds(stack),
            *_caches(stack),
            *_tables(stack),
            *_dsql(stack),
            *_access_points(stack),
        ),
        back=(
            *each(
                "Bring writers back by a switchover, which loses nothing",
                [
                    command("holdfast", "failback", stack.name, "--dry-run"),
                    command("holdfast", "failback", stack.name),
                ]
                if stack.spread
                else [],
            ),
            *_switchover(stack),
            *bake(stack),
        ),
        never=(
            "Do not take a cluster out of its global database: that ends replication.",
            "Do not let two writers write: whose writes stay only a person can say.",
        ),
        links=(_AURORA,) if stack.of_type(GLOBAL_CLUSTER) else (),
    )


def replication(stack: Stack) -> Section:
    """Copies lag behind, or their replication stands still."""
    return section(
        At.REPLICATION,
        "A copy is behind by more than the stack may lose, or nothing is copied at all.",
        decide=(
            "Is the region of the copy well? If not, that is the cause: section `region-lost`.",
            "More writes than usual (an import, a migration)? Slow them down; the lag goes.",
            "It does not shrink: replication stands still. Look at the copy's state and its events.",
            "As long as it lags, a failover loses what has not arrived: the guard `lag` refuses it.",
        ),
        do=(
            *status(stack, "See the lag of every copy"),
            *_states(stack),
            *_buckets(stack),
        ),
        back=(Do("It is over when the lag is below the objective for half an hour."), *bake(stack)),
        never=("Do not leave a region for its own lag: that makes lost of what is late.",),
    )


def backups(stack: Stack) -> Section:
    """A backup or a copy of one failed, or is late."""
    vaults = stack.of_type(VAULT)
    return section(
        At.BACKUPS,
        "A backup, or its copy to another region or account, failed, is late or was stopped.",
        decide=(
            (
                "Failed once: read why; the next one comes by schedule. If it is the only one within the "
                "objective, start one."
            ),
            "Failed every time: a key, a role or a vault's policy changed. See who changed what.",
            (
                "Somebody stopped it or deletes recovery points: treat it as an attack: section "
                "`account-lost`."
            ),
        ),
        do=(
            *each(
                "See what failed, and why",
                (
                    aws(
                        region,
                        what,
                        "--by-state",
                        "FAILED",
                        "--query",
                        f"{found}[].[CreationDate,ResourceType,ResourceArn,StatusMessage]",
                        "--output",
                        "table",
                    )
                    for region in sorted({stack.region(one) for one in vaults})
                    for what, found in (
                        ("backup list-backup-jobs", "BackupJobs"),
                        ("backup list-copy-jobs", "CopyJobs"),
                    )
                ),
            ),
            *each("See what each vault has", (_points(stack, one) for one in vaults)),
        ),
        back=(
            Do("It is over when the next backup and its copies are there."),
            *each("See that everything has a copy again", [command("holdfast", "inventory", stack.name)]),
        ),
        never=("Do not delete recovery points to make room while a backup fails.",),
    )


def restore(stack: Stack) -> Section:
    """Data must come back from a backup, or a restore test failed."""
    plans = stack.of_type(RESTORE_PLAN)
    logs = [
        one for one in stack.of_type("aws:cloudwatch/logGroup:LogGroup") if one.name.endswith("-restore-logs")
    ]
    return section(
        At.RESTORE,
        "Data is gone or wrong, or a restore test failed or did not happen.",
        decide=(
            "A restore test: the data of today is well. Read the verdict, mend within days.",
            (
                "Data is wrong: since when? Stop what writes it, then restore to the moment before, beside "
                "the store, never "
                "over it."
            ),
            (
                "Data is gone with its region: a copy in another region that takes over is newer than any "
                "backup: section "
                "`region-lost`."
            ),
            "Copies are gone too: the newest recovery point of a vault that is left.",
        ),
        do=(
            *each(
                "See how each thing comes back, with the commands for it, and how old its copies can be",
                [command("holdfast", "inventory", stack.name)],
            ),
            *each(
                "Try the newest copy elsewhere: it restores, asks, deletes, and says how long that took",
                [command("holdfast", "restore-test", stack.name)]
                if stack.ours and stack.of_type(RESTORE_PLAN)
                else [],
            ),
            *each(
                "See the recovery points of each vault", (_points(stack, one) for one in stack.of_type(VAULT))
            ),
            *each(
                "See the verdicts of restore tests",
                (
                    aws(
                        stack.region(one),
                        "backup list-restore-jobs",
                        "--by-restore-testing-plan-arn",
                        stack.called("ARN", one),
                        "--query",
                        "RestoreJobs[].[SourceResourceArn,Status,ValidationStatus,ValidationStatusMessage,DeletionStatus]",
                    )
                    for one in plans
                ),
            ),
            *each("Read what the function that judges them says", (tail(stack, one, "7d") for one in logs)),
            *_to_a_moment(stack),
        ),
        back=(
            Do(
                "Compare what was restored with what is there, copy back what was lost, and only then "
                "let writers in."
            ),
            *settings(
                stack,
                "Take over a restored store by the settings (`adopt` or `holdfast:imports`), see its page",
            ),
            *bake(stack),
        ),
        never=(
            "Do not restore over a store that still has newer data.",
            "Do not delete the broken store before the restored one serves.",
        ),
    )


def _aurora(stack: Stack) -> Iterator[Do]:
    globals_ = stack.of_type(GLOBAL_CLUSTER)
    yield from each(
        "Aurora: who writes, and how it is",
        (
            aws(
                place.region,
                "rds describe-global-clusters",
                "--global-cluster-identifier",
                stack.called("NAME", one, "globalClusterIdentifier"),
                "--query",
                "GlobalClusters[0].[Status,GlobalClusterMembers[].[DBClusterArn,IsWriter,SynchronizationStatus]]",
            )
            for one in globals_
            for place in stack.places
            if place.region in {stack.region(member) for member in _members(stack, one)}
        ),
    )
    yield from each(
        "Aurora: its region is lost, make the other one the writer; what had not arrived is lost. In the "
        "region that takes over",
        (
            aws(
                stack.region(member),
                "rds failover-global-cluster",
                "--global-cluster-identifier",
                stack.called("NAME", one, "globalClusterIdentifier"),
                "--target-db-cluster-identifier",
                stack.called("ARN", member),
                "--allow-data-loss",
            )
            for one in globals_
            for member in _members(stack, one)
        ),
    )


def _switchover(stack: Stack) -> list[Do]:
    return each(
        "Aurora by hand: switch over, in the region of the present writer",
        (
            aws(
                "REGION_OF_THE_WRITER",
                "rds switchover-global-cluster",
                "--global-cluster-identifier",
                stack.called("NAME", one, "globalClusterIdentifier"),
                "--target-db-cluster-identifier",
                stack.called("ARN", member),
            )
            for one in stack.of_type(GLOBAL_CLUSTER)
            for member in _members(stack, one)
        ),
    )


def _members(stack: Stack, one: Resource) -> list[Resource]:
    key = one.name.removeprefix("global-")
    found = [
        cluster
        for cluster in stack.of_type(CLUSTER)
        if one in stack.graph.references(cluster, "globalClusterIdentifier")
    ]
    return found or [cluster for cluster in stack.of_type(CLUSTER) if cluster.name.endswith(f"-{key}")]


def _rds(stack: Stack) -> Iterator[Do]:
    instances = stack.of_type(INSTANCE)
    yield from each(
        "RDS: who copies whom",
        (
            aws(
                stack.region(one),
                "rds describe-db-instances",
                "--db-instance-identifier",
                stack.called("NAME", one, "identifier"),
                "--query",
                "DBInstances[0].[DBInstanceStatus,ReadReplicaSourceDBInstanceIdentifier,StatusInfos]",
            )
            for one in instances
        ),
    )
    yield from each(
        "RDS: the source is lost, make a replica a database of its own. It cannot be undone",
        (
            aws(
                stack.region(one),
                "rds promote-read-replica",
                "--db-instance-identifier",
                stack.called("NAME", one, "identifier"),
            )
            for one in instances
            if one.at("replicateSourceDb") is not None
        ),
    )


def _caches(stack: Stack) -> Iterator[Do]:
    groups = stack.of_type(CACHE)
    yield from each(
        "ElastiCache: how its nodes are",
        (
            aws(
                stack.region(one),
                "elasticache describe-replication-groups",
                "--replication-group-id",
                stack.called("NAME", one, "replicationGroupId"),
                "--query",
                "ReplicationGroups[0].[Status,GlobalReplicationGroupInfo,NodeGroups]",
            )
            for one in groups
        ),
    )
    yield from each(
        "ElastiCache: make another region the writer; in the region that takes over",
        (
            aws(
                stack.region(group),
                "elasticache failover-global-replication-group",
                "--global-replication-group-id",
                stack.called("NAME", one),
                "--primary-region",
                stack.region(group),
                "--primary-replication-group-id",
                stack.called("NAME", group, "replicationGroupId"),
            )
            for one in stack.of_type(GLOBAL_CACHE)
            for group in groups
            if group.name.partition("-")[2] == one.name.partition("-")[2]
        ),
    )


def _tables(stack: Stack) -> Iterator[Do]:
    query = "Table.[TableStatus,Replicas[].[RegionName,ReplicaStatus,ReplicaStatusDescription]]"
    yield from each(
        "DynamoDB: how the table and its replicas are. Every region writes, so no writer moves: send "
        "clients elsewhere",
        (
            aws(region, "dynamodb describe-table", "--table-name", name, "--query", query)
            for one in stack.of_type(TABLE)
            if (name := stack.called("NAME", one, "name"))
            for region in _regions_of(stack, one)
        ),
    )


def _regions_of(stack: Stack, table: Resource) -> list[str]:
    replicas = [
        one for one in stack.of_type(REPLICA) if table in stack.graph.references(one, "globalTableArn")
    ]
    return [stack.region(table), *(stack.region(one) for one in replicas)]


def _dsql(stack: Stack) -> list[Do]:
    return each(
        "DSQL: how each region's cluster is. Every region writes, so no writer moves",
        (
            aws(stack.region(one), "dsql get-cluster", "--identifier", stack.called("NAME", one))
            for one in stack.of_type(DSQL)
        ),
    )


def _access_points(stack: Stack) -> list[Do]:
    account = stack.contract.get("account_id")
    return each(
        "S3: where the access point leads; `holdfast failover` turns it",
        (
            aws(
                "us-west-2",
                "s3control get-multi-region-access-point-routes",
                "--account-id",
                account if isinstance(account, str) else "ACCOUNT",
                "--mrap",
                stack.called("ARN", one),
            )
            for one in stack.of_type(ACCESS_POINT)
        ),
    )


def _states(stack: Stack) -> Iterator[Do]:
    yield from _tables(stack)
    yield from each(
        "Aurora: events of the copy",
        (
            aws(
                stack.region(one),
                "rds describe-events",
                "--source-type",
                "db-cluster",
                "--source-identifier",
                stack.called("NAME", one, "clusterIdentifier"),
                "--duration",
                "180",
            )
            for one in stack.of_type(CLUSTER)
        ),
    )
    yield from _rds(stack)


def _buckets(stack: Stack) -> list[Do]:
    buckets = (
        bucket
        for one in stack.of_type(REPLICATING)
        for bucket in stack.graph.references(one, "bucket")
        if bucket.type.startswith("aws:s3/bucket")
    )
    return each(
        "S3: the rules by which objects are copied",
        (
            aws(
                stack.region(bucket),
                "s3api get-bucket-replication",
                "--bucket",
                stack.called("NAME", bucket, "bucket"),
                "--query",
                "ReplicationConfiguration.Rules[].[ID,Status,Destination.Bucket]",
            )
            for bucket in buckets
        ),
    )


def _points(stack: Stack, vault: Resource) -> str:
    return aws(
        stack.region(vault),
        "backup list-recovery-points-by-backup-vault",
        "--backup-vault-name",
        stack.called("NAME", vault, "name"),
        "--max-items",
        "20",
        "--query",
        "RecoveryPoints[].[CreationDate,Status,ResourceType,ResourceArn,RecoveryPointArn]",
        "--output",
        "table",
    )


def _to_a_moment(stack: Stack) -> Iterator[Do]:
    yield from each(
        "DynamoDB: a new table as the old one was at a moment",
        (
            aws(
                stack.region(one),
                "dynamodb restore-table-to-point-in-time",
                "--source-table-name",
                stack.called("NAME", one, "name"),
                "--target-table-name",
                "NEW_TABLE",
                "--restore-date-time",
                "YYYY-MM-DDTHH:MM:SSZ",
            )
            for one in stack.of_type(TABLE)
        ),
    )
    yield from each(
        "Aurora: a new cluster as the old one was at a moment; it comes without instances",
        (
            aws(
                stack.region(one),
                "rds restore-db-cluster-to-point-in-time",
                "--source-db-cluster-identifier",
                stack.called("NAME", one, "clusterIdentifier"),
                "--db-cluster-identifier",
                "NEW_CLUSTER",
                "--restore-to-time",
                "YYYY-MM-DDTHH:MM:SSZ",
            )
            for one in stack.of_type(CLUSTER)
        ),
    )
    yield from each(
        "RDS: a new instance as the old one was at a moment",
        (
            aws(
                stack.region(one),
                "rds restore-db-instance-to-point-in-time",
                "--source-db-instance-identifier",
                stack.called("NAME", one, "identifier"),
                "--target-db-instance-identifier",
                "NEW_INSTANCE",
                "--restore-time",
                "YYYY-MM-DDTHH:MM:SSZ",
            )
            for one in stack.of_type(INSTANCE)
        ),
    )
