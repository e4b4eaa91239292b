"""An RDS database as a Multi-AZ DB cluster: a writer and two readable standbys in three zones."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, rds

from holdfast.components.database_parts import declare_cluster_parameters
from holdfast.components.rds_scope import RdsScope
from holdfast.components.rds_surroundings import declare_surroundings


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclaredMultiAzCluster:
    """The cluster and what others need of it."""

    cluster: "rds.Cluster"
    """The cluster; AWS makes its three instances."""
    security_group: "ec2.SecurityGroup"
    """Its security group, without any rule."""


def declare_multi_az_cluster(
    scope: RdsScope, place: str, *, password: pulumi.Output[str] | None
) -> DeclaredMultiAzCluster:
    """Declare the cluster at home.

    Args:
        scope: What all children have in common.
        place: The home.
        password: The master user's password, None for a secret that exists.

    Returns:
        The cluster and its security group.
    """
    args, member, storage = scope.args, scope.args["members"][place], scope.args["storage"]
    iops = storage.get("iops")
    around = declare_surroundings(scope, place, kind="cluster")
    cluster = rds.Cluster(
        scope.noun(place),
        **around.inputs,
        cluster_identifier=around.identifier,
        engine=args["engine"],
        db_cluster_instance_class=args["instance_class"],
        allocated_storage=int(storage["gib"]),
        storage_type=storage["type"],
        iops=None if iops is None else int(iops),
        database_name=args["database"],
        master_username=args["master_username"],
        master_password_wo=password,
        master_password_wo_version=None if password is None else scope.password_version,
        db_cluster_parameter_group_name=declare_cluster_parameters(scope, place).name,
        preferred_backup_window=member.get("backup_window"),
        preferred_maintenance_window=member.get("maintenance_window"),
        opts=scope.options(around.gates, protect=scope.protected, ignore_changes=scope.kept_by_backup),
    )
    return DeclaredMultiAzCluster(cluster=cluster, security_group=around.security_group)
