"""Relational and document databases of RDS: Aurora, global or not, RDS instances, DocumentDB, Neptune."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory import figures
from holdfast.inventory.items import copy_of, data, known, reaches
from holdfast.inventory.keys import switched
from holdfast.inventory.model import Age, Copy, Item, Role, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.graph import Resource, Value
    from holdfast.inventory.view import View


@dataclass(frozen=True, slots=True)
class Service:
    """A service whose clusters can be members of a global one."""

    name: str
    """What a person calls it."""
    cluster: str
    """Type of a cluster."""
    global_cluster: str
    """Type of a global cluster."""
    command: str
    """Its name in the AWS CLI."""
    key: str = "kmsKeyId"
    """Input that names the key."""
    subnets: str = "dbSubnetGroupName"
    """Input that names the group of subnets."""


SERVICES = (
    Service("Aurora", "aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster", "rds"),
    Service("DocumentDB", "aws:docdb/cluster:Cluster", "aws:docdb/globalCluster:GlobalCluster", "docdb"),
    Service(
        "Neptune",
        "aws:neptune/cluster:Cluster",
        "aws:neptune/globalCluster:GlobalCluster",
        "neptune",
        "kmsKeyArn",
        "neptuneSubnetGroupName",
    ),
)
MULTI_AZ_CLUSTER = "RDS Multi-AZ cluster"
"""What a cluster of RDS is that is not Aurora's."""
# The writer has an administrator or a history of its own; the others get both from it.
_OF_THE_WRITER = ("masterUsername", "databaseName", "snapshotIdentifier", "restoreToPointInTime", "s3Import")
_STORAGE_ENCRYPTED = "storageEncrypted"


def find(view: View) -> Iterator[Item]:
    """Every cluster, alone or in a global database."""
    for service in SERVICES:
        clusters = view.graph.of_type(service.cluster)
        inside: set[str] = set()
        for one in view.graph.of_type(service.global_cluster):
            members = _members(view, service, one, clusters)
            inside |= {member.urn for member in members}
            yield _global(view, service, one, members)
        replicas = {
            one.urn: source
            for one in clusters
            for source in view.made_of(one, "replicationSourceIdentifier", service.cluster)
        }
        for one in clusters:
            if one.urn not in inside and one.urn not in replicas:
                followers = [each for each in clusters if replicas.get(each.urn) is one]
                yield _alone(view, service, one, followers)


def _members(view: View, service: Service, whole: Resource, clusters: Sequence[Resource]) -> list[Resource]:
    """The clusters of a global database, the writer first."""
    own = known(whole, "globalClusterIdentifier", "")
    source = view.made_of(whole, "sourceDbClusterIdentifier", service.cluster)
    named = [
        one
        for one in clusters
        if whole.urn in one.property_dependencies.get("globalClusterIdentifier", ())
        or (own and one.at("globalClusterIdentifier") == own)
    ]
    members = list(dict.fromkeys([*source, *named]))
    return sorted(members, key=lambda one: (one not in source, not _is_writer(one), one.name))


def _is_writer(cluster: Resource) -> bool:
    return any(cluster.at(name) for name in _OF_THE_WRITER) and not cluster.at("replicationSourceIdentifier")


def _global(view: View, service: Service, whole: Resource, members: Sequence[Resource]) -> Item:
    copies = [
        copy_of(
            view,
            one,
            Role.REPLICA if position else Role.PRIMARY,
            switched(view, one, _STORAGE_ENCRYPTED, service.key),
            figures.AURORA_GLOBAL if position else figures.ORIGINAL,
        )
        for position, one in enumerate(members)
    ]
    target = view.region(members[1]) if len(members) > 1 else None
    source = view.region(members[0]) if members else None
    move = (
        f" --global-cluster-identifier {known(whole, 'globalClusterIdentifier', 'GLOBAL_CLUSTER')}"
        " --target-db-cluster-identifier REPLICA_CLUSTER_ARN"
    )
    ways = [
        Way(
            when="the primary's region is lost",
            how="promote a replica; what had not reached it is lost",
            command=(
                f"aws {service.command} failover-global-cluster --region {target or 'REGION'}{move}"
                " --allow-data-loss"
            ),
        ),
        Way(
            when="the primary shall move, or move back",
            how="switch over, without loss, while both regions work",
            # AWS asks for the region of the primary here:
            # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html
            command=f"aws {service.command} switchover-global-cluster --region {source or 'REGION'}{move}",
        ),
    ]
    subjects = list(members) or [whole]
    point_in_time = list(_point_in_time(view, service, members[:1], copies))
    return data(
        view,
        subjects,
        f"{service.name} global database",
        [*copies, *point_in_time],
        ways=[*(ways if len(members) > 1 else ()), *_restore(service, members[:1], point_in_time)],
        notes=[note for one in members[:1] for note in reaches(_days(one))],
        unknowns=[] if members else [f"which clusters belong to {whole.name}"],
    )


def _alone(view: View, service: Service, cluster: Resource, followers: Sequence[Resource]) -> Item:
    aurora = service.name != "Aurora" or known(cluster, "engine", "aurora").startswith("aurora")
    members = [cluster, *followers]
    copies = [
        copy_of(
            view,
            one,
            Role.PRIMARY if one is cluster else Role.REPLICA,
            switched(view, one, _STORAGE_ENCRYPTED, service.key),
            figures.ORIGINAL if one is cluster else figures.RDS_REPLICA,
        )
        for one in members
    ]
    point_in_time = list(_point_in_time(view, service, [cluster], copies))
    ways = [
        Way(
            when="the primary's region is lost",
            how="promote a replica; what had not reached it is lost",
            command=(
                f"aws rds promote-read-replica-db-cluster --region {view.region(one) or 'REGION'}"
                f" --db-cluster-identifier {known(one, 'clusterIdentifier', 'REPLICA_CLUSTER')}"
            ),
        )
        for one in followers[:1]
    ]
    return data(
        view,
        members,
        f"{service.name} cluster" if aurora else MULTI_AZ_CLUSTER,
        [*copies, *point_in_time],
        ways=[*ways, *_restore(service, [cluster], point_in_time, instances=aurora)],
        notes=reaches(_days(cluster)),
        unknowns=_retention_unknown(cluster),
    )


def _point_in_time(
    view: View, service: Service, writers: Sequence[Resource], copies: Sequence[Copy]
) -> Iterator[Copy]:
    """The automated backup of a writer: a cluster always has one, of a day at least."""
    age: Age = figures.AURORA_POINT_IN_TIME if service.name == "Aurora" else figures.RDS_POINT_IN_TIME
    for one in writers:
        yield copy_of(view, one, Role.POINT_IN_TIME, copies[0].encryption, age)


def _days(cluster: Resource) -> Value:
    """How long it keeps its changes: a day where it is left out."""
    given = cluster.at("backupRetentionPeriod")
    return 1 if given is None else given


def _retention_unknown(cluster: Resource) -> list[str]:
    unclear = cluster.at("backupRetentionPeriod") is Marker.UNKNOWN
    return [f"how far back {cluster.name} can be restored"] if unclear else []


def _restore(
    service: Service, writers: Sequence[Resource], kept: Sequence[Copy], *, instances: bool = True
) -> Iterator[Way]:
    for one in writers if kept else ():
        region = one.region if isinstance(one.region, str) else "REGION"
        restored = (
            f"aws {service.command} restore-db-cluster-to-point-in-time --region {region}"
            f" --source-db-cluster-identifier {known(one, 'clusterIdentifier', 'CLUSTER')}"
            " --db-cluster-identifier NEW_CLUSTER --restore-to-time TIME"
            f" --db-subnet-group-name {known(one, service.subnets, 'SUBNET_GROUP')}"
            " --vpc-security-group-ids SECURITY_GROUP"
        )
        # What is restored of Aurora has no instances:
        # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterToPointInTime.html
        engine = known(one, "engine", "ENGINE" if service.command == "rds" else service.command)
        added = (
            f"\naws {service.command} create-db-instance --region {region}"
            " --db-cluster-identifier NEW_CLUSTER --db-instance-identifier NEW_INSTANCE"
            f" --db-instance-class CLASS --engine {engine}"
        )
        yield Way(
            when="the data is wrong",
            how="restore to the second before, beside it, while its region works",
            command=restored + (added if instances else " --db-cluster-instance-class CLASS"),
        )
