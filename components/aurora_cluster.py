"""One region's member of an Aurora database: its cluster, its instances and what they stand on."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, ec2, rds

from holdfast.components.aurora_args import AuroraMemberArgs
from holdfast.components.aurora_instances import declare_instances
from holdfast.components.aurora_scope import AuroraScope
from holdfast.components.backup_tags import CONTINUOUS_BACKUP_TAG
from holdfast.components.final_snapshot import final_snapshot_name
from holdfast.topology.values import InsightsMode

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
    group = _security_group(scope, place, member)
    cluster = _cluster(scope, place, global_cluster, group=group, password=password, writer=writer)
    # RDS itself makes a log group when an instance first writes to it, without encryption and kept for ever,
    # and then ours could not be made: so ours come after the cluster, whose name they bear, and before its
    # instances.
    logs = _log_groups(scope, place, member, cluster)
    instances = declare_instances(scope, place, member, cluster, logs)
    return DeclaredMember(cluster=cluster, instances=instances, security_group=group)


def _security_group(scope: AuroraScope, place: str, member: AuroraMemberArgs) -> "ec2.SecurityGroup":
    name = scope.noun(place, "sg")
    return ec2.SecurityGroup(
        name,
        region=member["region"],
        description=f"Database {scope.noun(place)}: from the services that use it",
        vpc_id=member["vpc_id"],
        revoke_rules_on_delete=True,
        tags=scope.tagged(name),
        opts=scope.options(),
    )


def _cluster(
    scope: AuroraScope,
    place: str,
    global_cluster: "rds.GlobalCluster",
    *,
    group: "ec2.SecurityGroup",
    password: pulumi.Output[str] | None,
    writer: "rds.ClusterInstance | None",
) -> "rds.Cluster":
    args, member, name = scope.args, scope.args["members"][place], scope.noun(place)
    is_home = place == args["home"]
    backup_tags, capacity = args.get("backup_tags", {}), args.get("capacity_acu")
    kept_by_backup = BACKUP_CHANGES if CONTINUOUS_BACKUP_TAG in backup_tags else ()
    return rds.Cluster(
        name,
        region=member["region"],
        global_cluster_identifier=global_cluster.id,
        engine=args["engine"],
        engine_version=args["engine_version"],
        # No availability zones: RDS reports three whatever is given, and a difference replaces the cluster.
        database_name=args["database"] if is_home else None,
        master_username=args["master_username"] if is_home else None,
        master_password_wo=password,
        master_password_wo_version=None if password is None else scope.password_version,
        port=int(args["port"]),
        db_subnet_group_name=_subnet_group(scope, place, member).name,
        db_cluster_parameter_group_name=_parameter_group(scope, place, member).name,
        vpc_security_group_ids=[group.id],
        storage_encrypted=True,
        kms_key_id=member["key_arn"],
        iam_database_authentication_enabled=True,
        # The home has it too: "For the primary DB cluster … this value is used immediately if the primary is
        # demoted …, but it does nothing until then" (EnableGlobalWriteForwarding in
        # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html, 2026-11).
        enable_global_write_forwarding=args.get("write_forwarding", False),
        serverlessv2_scaling_configuration=None
        if capacity is None
        else {"min_capacity": float(capacity[0]), "max_capacity": float(capacity[1])},
        # AWS upgrades no global database by itself: members must be of one version.
        # https://repost.aws/knowledge-center/aurora-mysql-global-cluster-upgrade (2026-11)
        auto_minor_version_upgrade=False,
        backup_retention_period=int(args.get("backup_retention_days", 7)),
        copy_tags_to_snapshot=True,
        preferred_maintenance_window=member.get("maintenance_window"),
        apply_immediately=args.get("apply_immediately", False),
        enabled_cloudwatch_logs_exports=sorted({*args.get("log_exports", ())}),
        # Insights of the cluster are those of its instances, which take no mode of their own:
        # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.Considerations.html
        database_insights_mode=str(args.get("insights_mode", InsightsMode.STANDARD)),
        performance_insights_enabled=True,
        performance_insights_kms_key_id=member["key_arn"],
        performance_insights_retention_period=int(args.get("insights_retention_days", 7)),
        deletion_protection=scope.protected,
        skip_final_snapshot=not scope.protected,
        final_snapshot_identifier=final_snapshot_name(scope.noun(place, "final"), scope.options()),
        delete_automated_backups=not scope.protected,
        tags={**scope.tagged(name), **backup_tags},
        opts=scope.options(
            [writer] if writer else [],
            protect=scope.protected,
            ignore_changes=(*FAILOVER_CHANGES, *kept_by_backup),
        ),
    )


def _subnet_group(scope: AuroraScope, place: str, member: AuroraMemberArgs) -> "rds.SubnetGroup":
    name = scope.noun(place, "subnets")
    return rds.SubnetGroup(
        name,
        region=member["region"],
        description=f"Subnets of the database {scope.noun(place)}",
        subnet_ids=member["subnet_ids"],
        tags=scope.tagged(name),
        opts=scope.options(),
    )


def _parameter_group(scope: AuroraScope, place: str, member: AuroraMemberArgs) -> "rds.ClusterParameterGroup":
    """Declare the parameters; another family replaces the group, the new one beside the old."""
    name = scope.noun(place, "params")
    return rds.ClusterParameterGroup(
        name,
        region=member["region"],
        family=scope.args["parameter_group_family"],
        description=f"Parameters of the database {scope.noun(place)}",
        parameters=[
            # The one method that AWS takes for static and for dynamic parameters:
            # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBClusterParameterGroup.html
            {"name": key, "value": value, "apply_method": "pending-reboot"}
            for key, value in sorted(scope.args.get("parameters", {}).items())
        ],
        tags=scope.tagged(name),
        opts=scope.options(),
    )


def _log_groups(
    scope: AuroraScope, place: str, member: AuroraMemberArgs, cluster: "rds.Cluster"
) -> list[pulumi.Resource]:
    """Declare the groups under the names to which RDS writes.

    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.CloudWatch.html (2026-11)
    """
    return [
        cloudwatch.LogGroup(
            scope.noun(place, f"log-{export}"),
            name=pulumi.Output.concat("/aws/rds/cluster/", cluster.cluster_identifier, f"/{export}"),
            region=member["region"],
            retention_in_days=int(scope.args.get("log_retention_days", 90)),
            kms_key_id=member["key_arn"],
            tags=scope.tagged(scope.noun(place, f"log-{export}")),
            opts=scope.options(),
        )
        for export in sorted({*scope.args.get("log_exports", ())})
    ]
