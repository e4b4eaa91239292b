"""What AWS does to the clusters of an Aurora global database.

- A cluster that joins after the first is a secondary; ``ReplicationSourceIdentifier`` names the writer.
- A switchover exchanges the roles of two members and keeps the topology
  (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_SwitchoverGlobalCluster.html).
- A failover leaves the old writer out: "As soon as that Region is healthy and available again, Aurora
  automatically adds it back to the global cluster as a secondary Region"
  (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html).
- Reading a cluster that is in no global database gives an empty ``global_cluster_identifier``; a cluster that
  left one cannot be put back in place
  (https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/rds/cluster.go).
- The writer leaves last (``resourceGlobalClusterDelete`` in ``global_cluster.go`` beside it).

All 2026-11. Assumed, since no public page says it: the old writer is no member until it is added back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.standin.errors import CloudError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.preview.child.provider.diff import Change
    from tests.engine.standin.cloud import Cloud, Thing

GLOBAL, CLUSTER = "aws:rds/globalCluster:GlobalCluster", "aws:rds/cluster:Cluster"


def switch_over(cloud: Cloud, global_id: str, region: str) -> None:
    """Make the member in a region the writer, and the writer a secondary."""
    group = _group(cloud, global_id)
    _set_members(
        cloud, group, [one["dbClusterArn"] for one in _members(group)], _in(cloud, group, region).arn
    )


def fail_over(cloud: Cloud, global_id: str, region: str) -> None:
    """Make the member in a region the writer; the old one is lost with its region, and no member for now."""
    group = _group(cloud, global_id)
    lost = _writer(group)
    target = _in(cloud, group, region).arn
    remaining = [one["dbClusterArn"] for one in _members(group) if one["dbClusterArn"] != lost]
    _set_members(cloud, group, remaining, target)
    for cluster in cloud.of(CLUSTER):
        if cluster.arn == lost:
            cluster.state.update(globalClusterIdentifier="", replicationSourceIdentifier="")


def come_back(cloud: Cloud, global_id: str, lost: str) -> None:
    """Add the cluster with the ARN ``lost`` back as a secondary."""
    group = _group(cloud, global_id)
    members = [one["dbClusterArn"] for one in _members(group)]
    _set_members(cloud, group, [*members, lost], _writer(group))


def writer(cloud: Cloud, global_id: str) -> str:
    """ARN of the cluster that takes writes."""
    return _writer(_group(cloud, global_id))


def back_up(cloud: Cloud) -> None:
    """AWS Backup sets the retention of what it backs up continuously to the most that there is.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery-retention-period.html
    (2026-11).
    """
    for cluster in cloud.of(CLUSTER):
        cluster.state["backupRetentionPeriod"] = 35


def build_anew(cloud: Cloud, arn: str) -> None:
    """A person deletes a secondary, makes it anew and imports it: it has no user and no database of its own.

    "Cannot specify user name for cross region replication cluster":
    https://github.com/cloudposse/terraform-aws-rds-cluster/pull/89 (2026-11).
    """
    for cluster in cloud.of(CLUSTER):
        if cluster.arn == arn:
            cluster.state.update(masterUsername="", databaseName="")


def created(cloud: Cloud, thing: Thing) -> None:
    """Let a new cluster join its global database."""
    if thing.type == GLOBAL:
        thing.state["globalClusterMembers"] = []
    elif thing.type == CLUSTER:
        thing.state["replicationSourceIdentifier"] = ""
        if thing.state.setdefault("globalClusterIdentifier", ""):
            _join(cloud, thing)


def updating(cloud: Cloud, thing: Thing, found: Sequence[Change], inputs: Mapping[str, Any]) -> None:
    """Refuse or detach as the provider's update does; a global upgrade reaches every member."""
    changed = {change.property for change in found}
    if thing.type == GLOBAL and "engineVersion" in changed:
        for cluster in _clusters(cloud, thing):
            cluster.state["engineVersion"] = inputs["engineVersion"]
    if thing.type == CLUSTER and "globalClusterIdentifier" in changed:
        if inputs.get("globalClusterIdentifier"):
            raise CloudError("existing RDS Clusters cannot be added to an existing RDS Global Cluster")
        _leave(cloud, thing)


def deleting(cloud: Cloud, thing: Thing) -> None:
    """Let a cluster leave its global database, the writer last; keep what would lose its last snapshot."""
    if thing.type == GLOBAL and _members(thing):
        raise CloudError(f"InvalidGlobalClusterStateFault: Global Cluster {thing.id} is not empty")
    if thing.type != CLUSTER:
        return
    if not (thing.state.get("skipFinalSnapshot") or thing.state.get("finalSnapshotIdentifier")):
        raise CloudError("final_snapshot_identifier is required when skip_final_snapshot is false")
    _leave(cloud, thing)


def _leave(cloud: Cloud, thing: Thing) -> None:
    if not thing.state["globalClusterIdentifier"]:
        return
    group = _group(cloud, thing.state["globalClusterIdentifier"])
    remaining = [one for one in _members(group) if one["dbClusterArn"] != thing.arn]
    if remaining and _writer(group) == thing.arn:
        raise CloudError(f"InvalidGlobalClusterStateFault: {thing.id} is the writer and has secondaries")
    group.state["globalClusterMembers"] = remaining


def _join(cloud: Cloud, thing: Thing) -> None:
    group = _group(cloud, thing.state["globalClusterIdentifier"])
    members = _members(group)
    if members:
        if thing.state.get("masterUsername") and "masterUsername" not in _filled_in(thing):
            raise CloudError("Cannot specify user name for cross region replication cluster")
        thing.state["replicationSourceIdentifier"] = _writer(group)
    elif "masterUsername" in _filled_in(thing):
        raise CloudError("The parameter MasterUsername must be provided and must not be blank")
    members.append({"dbClusterArn": thing.arn, "isWriter": not members})


def _filled_in(thing: Thing) -> set[str]:
    """Properties that the stand-in made up, since nobody gave them."""
    return {key for key, value in thing.state.items() if value == f"{thing.id}.{key}"}


def _group(cloud: Cloud, global_id: str) -> Thing:
    (found,) = (thing for thing in cloud.of(GLOBAL) if thing.id == global_id)
    return found


def _members(group: Thing) -> list[dict[str, Any]]:
    members: list[dict[str, Any]] = group.state["globalClusterMembers"]
    return members


def _clusters(cloud: Cloud, group: Thing) -> list[Thing]:
    arns = {one["dbClusterArn"] for one in _members(group)}
    return [cluster for cluster in cloud.of(CLUSTER) if cluster.arn in arns]


def _writer(group: Thing) -> str:
    (found,) = (str(one["dbClusterArn"]) for one in _members(group) if one["isWriter"])
    return found


def _in(cloud: Cloud, group: Thing, region: str) -> Thing:
    (found,) = (cluster for cluster in _clusters(cloud, group) if cluster.state["region"] == region)
    return found


def _set_members(cloud: Cloud, group: Thing, arns: list[str], writer: str) -> None:
    group.state["globalClusterMembers"] = [{"dbClusterArn": arn, "isWriter": arn == writer} for arn in arns]
    for cluster in _clusters(cloud, group):
        source = "" if cluster.arn == writer else writer
        cluster.state.update(globalClusterIdentifier=group.id, replicationSourceIdentifier=source)
