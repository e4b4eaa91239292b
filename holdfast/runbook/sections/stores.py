"""What keeps data: stores and their copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.commands import aws, command
from holdfast.runbook.model import Do, Link, Section
from holdfast.runbook.sections.common import bake, each, of_each, section, status

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
    yield from of_each(
        stack,
        "RDS: who copies whom",
        instances,
        "rds describe-db-instances",
        "--db-instance-identifier NAME:identifier",
        "--query",
        "DBInstances[0].[DBInstanceStatus,ReadReplicaSourceDBInstanceIdentifier,StatusInfos]",
    )
    yield from of_each(
        stack,
        "RDS: the source is lost, make a replica a database of its own. It cannot be undone",
        [one for one in instances if one.at("replicateSourceDb") is not None],
        "rds promote-read-replica",
        "--db-instance-identifier NAME:identifier",
    )


def _caches(stack: Stack) -> Iterator[Do]:
    groups = stack.of_type(CACHE)
    yield from of_each(
        stack,
        "ElastiCache: how its nodes are",
        groups,
        "elasticache describe-replication-groups",
        "--replication-group-id NAME:replicationGroupId",
        "--query",
        "ReplicationGroups[0].[Status,GlobalReplicationGroupInfo,NodeGroups]",
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
    return of_each(
        stack,
        "DSQL: how each region's cluster is. Every region writes, so no writer moves",
        stack.of_type(DSQL),
        "dsql get-cluster",
        "--identifier NAME",
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
    return of_each(
        stack,
        "S3: the rules by which objects are copied",
        buckets,
        "s3api get-bucket-replication",
        "--bucket NAME:bucket",
        "--query",
        "ReplicationConfiguration.Rules[].[ID,Status,Destination.Bucket]",
    )
