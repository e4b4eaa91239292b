"""Writers that move: of Aurora, RDS, ElastiCache and S3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from .steps import State, StepError, done, todo, under_way

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .steps import Clients

_MOVING = frozenset({"failing-over", "switching-over"})
_CLEAR = frozenset({"available", "primary-only"})


@dataclass(frozen=True, kw_only=True)
class Aurora:
    """The writer of a global database, by the managed failover that keeps its topology.

    With ``graceful`` a switchover, which loses nothing, needs both regions and is called in the writer's;
    else a failover, which gives up what was not copied and is called in the one that takes over
    (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html,
    2026-11).
    """

    clients: Clients
    global_cluster: str
    target_arn: str
    left_arn: str
    region: str
    graceful: bool

    def state(self) -> State:
        """Read who writes."""
        (found,) = self._rds().describe_global_clusters(GlobalClusterIdentifier=self.global_cluster)[
            "GlobalClusters"
        ]
        writers = {one["DBClusterArn"]: one["IsWriter"] for one in found["GlobalClusterMembers"]}
        if self.target_arn not in writers:
            raise StepError(f"{self.target_arn} is no member of {self.global_cluster}")
        status = found["Status"]
        if status in _MOVING:
            return under_way(f"{self.global_cluster} is {status}")
        if writers[self.target_arn]:
            return done(f"{self.target_arn} is the writer")
        # Of more than two regions the one that is left need not be the writer's, which then stays.
        for arn, writes in writers.items():
            if writes and arn != self.left_arn:
                return done(f"{arn} is the writer, and is not left")
        return todo(f"{self.target_arn} is a reader, {self.global_cluster} is {status}")

    def act(self) -> None:
        """Move the writer."""
        names = {"GlobalClusterIdentifier": self.global_cluster, "TargetDbClusterIdentifier": self.target_arn}
        if self.graceful:
            self._rds().switchover_global_cluster(**names)
        else:
            self._rds().failover_global_cluster(**names, AllowDataLoss=True)

    def _rds(self) -> Any:  # noqa: ANN401  # as boto3 gives it
        return self.clients("rds", self.region)


@dataclass(frozen=True, kw_only=True)
class RdsReplica:
    """A replica of an RDS database, ``instance`` or ``cluster``, that becomes a database of its own."""

    clients: Clients
    shape: str
    identifier: str
    left_region: str
    region: str

    def state(self) -> State:
        """Read whether it still replicates, and from where: a replica of who writes on stays one."""
        source, status = self._cluster() if self.shape == "cluster" else self._instance()
        if source.startswith("arn:") and source.split(":")[3] != self.left_region:
            return done(f"{self.identifier} is a replica of {source}, which is not left")
        if not source and status == "available":
            return done(f"{self.identifier} is a database of its own")
        if source and status == "available":
            return todo(f"{self.identifier} is a replica of {source}")
        return under_way(f"{self.identifier} is {status}")

    def act(self) -> None:
        """Promote it."""
        if self.shape == "cluster":
            self._rds().promote_read_replica_db_cluster(DBClusterIdentifier=self.identifier)
        else:
            self._rds().promote_read_replica(DBInstanceIdentifier=self.identifier)

    def _instance(self) -> tuple[str, str]:
        (found,) = self._rds().describe_db_instances(DBInstanceIdentifier=self.identifier)["DBInstances"]
        return found.get("ReadReplicaSourceDBInstanceIdentifier", ""), found["DBInstanceStatus"]

    def _cluster(self) -> tuple[str, str]:
        (found,) = self._rds().describe_db_clusters(DBClusterIdentifier=self.identifier)["DBClusters"]
        return found.get("ReplicationSourceIdentifier", ""), found["Status"]

    def _rds(self) -> Any:  # noqa: ANN401  # as boto3 gives it
        return self.clients("rds", self.region)


@dataclass(frozen=True, kw_only=True)
class GlobalCache:
    """The primary of an ElastiCache Global Datastore, which no failure moves by itself."""

    clients: Clients
    global_replication_group: str
    replication_group: str
    left_replication_group: str
    region: str

    def state(self) -> State:
        """Read where the primary is."""
        (found,) = self._elasticache().describe_global_replication_groups(
            GlobalReplicationGroupId=self.global_replication_group, ShowMemberInfo=True
        )["GlobalReplicationGroups"]
        roles = {one["ReplicationGroupId"]: one["Role"] for one in found["Members"]}
        if self.replication_group not in roles:
            raise StepError(f"{self.replication_group} is no member of {self.global_replication_group}")
        status = found["Status"]
        if status not in _CLEAR:
            return under_way(f"{self.global_replication_group} is {status}")
        if roles[self.replication_group].upper() == "PRIMARY":
            return done(f"{self.replication_group} is the primary")
        for name, role in roles.items():
            if role.upper() == "PRIMARY" and name != self.left_replication_group:
                return done(f"{name} is the primary, and is not left")
        return todo(f"{self.replication_group} is a secondary")

    def act(self) -> None:
        """Move the primary."""
        self._elasticache().failover_global_replication_group(
            GlobalReplicationGroupId=self.global_replication_group,
            PrimaryRegion=self.region,
            PrimaryReplicationGroupId=self.replication_group,
        )

    def _elasticache(self) -> Any:  # noqa: ANN401  # as boto3 gives it
        return self.clients("elasticache", self.region)


@dataclass(frozen=True, kw_only=True)
class AccessPointRoutes:
    """Where an S3 Multi-Region Access Point leads requests: the one call of it that many regions serve."""

    clients: Clients
    mrap_arn: str
    account_id: str
    control_regions: Sequence[str]
    routes: Sequence[Mapping[str, Any]]

    def state(self) -> State:
        """Compare the routes."""
        found = self._asked("get_multi_region_access_point_routes", {})["Routes"]
        dials = {one["Bucket"]: one["TrafficDialPercentage"] for one in found}
        wrong = sorted(
            one["bucket"] for one in self.routes if dials.get(one["bucket"]) != one["traffic_dial_percentage"]
        )
        if wrong:
            return todo(f"the routes to {', '.join(wrong)} are to be changed")
        return done("the access point leads to the buckets that are left")

    def act(self) -> None:
        """Change the routes, all in one call."""
        updates = [
            {
                "Bucket": one["bucket"],
                "Region": one["region"],
                "TrafficDialPercentage": one["traffic_dial_percentage"],
            }
            for one in self.routes
        ]
        self._asked("submit_multi_region_access_point_routes", {"RouteUpdates": updates})

    def _asked(self, operation: str, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401  # as boto3 gives it
        """Ask one control region after the other."""
        failed: Exception | None = None
        for region in self.control_regions:
            ask = getattr(self.clients("s3control", region), operation)
            try:
                return ask(AccountId=self.account_id, Mrap=self.mrap_arn, **parameters)
            except (BotoCoreError, ClientError) as problem:
                failed = problem
        raise failed or StepError("there is no region to ask")
