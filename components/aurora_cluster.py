"""One region's member of an Aurora database: its cluster, its instances and what they stand on."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, rds

from holdfast.components.aurora_instances import declare_instances
from holdfast.components.aurora_scope import AuroraScope
from holdfast.components.backup_tags import CONTINUOUS_BACKUP_TAG
from holdfast.components.database_inputs import database_inputs
from holdfast.components.database_parts import (
    declare_cluster_parameters,
    declare_database_group,
    declare_database_logs,
)

FAILOVER_CHANGES = (
    # AWS gives every secondary one, and a failover moves it to another member. Never declared, it would read
    # as taken away, at which the provider promotes the cluster out of the global database.
    "replicationSourceIdentifier",
    # Gone from a member that left the global database; the provider cannot bring it back in place and fails.
    "globalClusterIdentifier",
    # The next two are given to the home alone. A home that is built anew as a secondary gets none of its own
    # (AWS refuses them there), and a difference would replace the cluster.
    "databaseName",
    "masterUsername",
    # The global database upgrades its members in place, and a failover needs members of one version.
    "engineVersion",
)
"""Inputs of a cluster that change with a switchover, a failover, or a member that leaves and joins again.

What a cluster's reading and updating do with them:
https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/rds/cluster.go (2026-11).
``sourceRegion`` is not among them: AWS does not tell it, and nothing declares it.
"""

BACKUP_CHANGES = ("backupRetentionPeriod",)
"""Inputs of a cluster that AWS Backup sets once it backs up continuously; AWS then refuses other values.

Source: https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds/issues/511,
https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery-retention-period.html (2026-11).
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclaredMember:
    """One region's cluster and what others need of it."""

    cluster: "rds.Cluster"
    """The cluster."""
    instances: "tuple[rds.ClusterInstance, ...]"
    """Its instances in the order of their keys."""
    security_group: "ec2.SecurityGroup"
    """Security group of its instances, without any rule."""


def declare_member(
    scope: AuroraScope,
    place: str,
    global_cluster: "rds.GlobalCluster",
    *,
    password: pulumi.Output[str] | None = None,
    writer: "rds.ClusterInstance | None" = None,
) -> DeclaredMember:
    """Declare one region's member.

    Args:
        scope: What all children have in common.
        place: Place of the member.
        global_cluster: The global database that it joins.
        password: The master user's password; for the home alone, None for a secret that exists.
        writer: An instance of the home, which a secondary needs to copy from. None for the home.

    Returns:
        The cluster, its instances and its security group.
    """
    member = scope.args["members"][place]
    group = declare_database_group(scope, place)
    cluster = _cluster(scope, place, global_cluster, group=group, password=password, writer=writer)
    # After the cluster, whose name they bear, and before its instances.
    logs = declare_database_logs(
        scope,
        place,
        prefix=pulumi.Output.concat("/aws/rds/cluster/", cluster.cluster_identifier, "/"),
    )
    instances = declare_instances(scope, place, member, cluster, logs)
    return DeclaredMember(cluster=cluster, instances=instances, security_group=group)


def _cluster(
    scope: AuroraScope,
    place: str,
    global_cluster: "rds.GlobalCluster",
    *,
    group: "ec2.SecurityGroup",
    password: pulumi.Output[str] | None,
    writer: "rds.ClusterInstance | None",
) -> "rds.Cluster":
    args, member = scope.args, scope.args["members"][place]
    is_home = place == args["home"]
    capacity = args.get("capacity_acu")
    kept_by_backup = BACKUP_CHANGES if CONTINUOUS_BACKUP_TAG in args.get("backup_tags", {}) else ()
    return rds.Cluster(
        scope.noun(place),
        **database_inputs(scope, place, group=group),
        global_cluster_identifier=global_cluster.id,
        engine=args["engine"],
        # No availability zones: RDS reports three whatever is given, and a difference replaces the cluster.
        database_name=args["database"] if is_home else None,
        master_username=args["master_username"] if is_home else None,
        master_password_wo=password,
        master_password_wo_version=None if password is None else scope.password_version,
        db_cluster_parameter_group_name=declare_cluster_parameters(scope, place).name,
        # The home has it too: "For the primary DB cluster … this value is used immediately if the primary is
        # demoted …, but it does nothing until then" (EnableGlobalWriteForwarding in
        # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html, 2026-11).
        enable_global_write_forwarding=args.get("write_forwarding", False),
        serverlessv2_scaling_configuration=None
        if capacity is None
        else {"min_capacity": float(capacity[0]), "max_capacity": float(capacity[1])},
        preferred_maintenance_window=member.get("maintenance_window"),
        opts=scope.options(
            [writer] if writer else [],
            protect=scope.protected,
            ignore_changes=(*FAILOVER_CHANGES, *kept_by_backup),
        ),
    )
