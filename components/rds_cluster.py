"""An RDS database as a Multi-AZ DB cluster: a writer and two readable standbys in three zones."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, rds

from holdfast.components.database_parts import (
    declare_cluster_parameters,
    declare_database_group,
    declare_database_logs,
    declare_monitoring_role,
    declare_subnet_group,
)
from holdfast.components.final_snapshot import final_snapshot_name
from holdfast.components.rds_scope import RdsScope
from holdfast.topology.values import InsightsMode


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
    args, member, name = scope.args, scope.args["members"][place], scope.noun(place)
    region, identifier, storage = member["region"], scope.identifier(place), args["storage"]
    iops = storage.get("iops")
    group = declare_database_group(scope, place, region=region, vpc_id=member["vpc_id"])
    logs = declare_database_logs(
        scope,
        place,
        region=region,
        key_arn=member["key_arn"],
        prefix=pulumi.Output.concat("/aws/rds/cluster/", identifier, "/"),
        exports=args.get("log_exports", ()),
        retention_days=args.get("log_retention_days", 90),
    )
    role, attachment = declare_monitoring_role(scope, place)
    cluster = rds.Cluster(
        name,
        region=region,
        cluster_identifier=identifier,
        engine=args["engine"],
        engine_version=args["engine_version"],
        # The version is said in full, so another major one is asked for on purpose; AWS refuses it otherwise.
        allow_major_version_upgrade=True,
        db_cluster_instance_class=args["instance_class"],
        allocated_storage=int(storage["gib"]),
        storage_type=storage["type"],
        iops=None if iops is None else int(iops),
        database_name=args["database"],
        master_username=args["master_username"],
        master_password_wo=password,
        master_password_wo_version=None if password is None else scope.password_version,
        port=int(args["port"]),
        db_subnet_group_name=declare_subnet_group(
            scope, place, region=region, subnet_ids=member["subnet_ids"]
        ).name,
        db_cluster_parameter_group_name=declare_cluster_parameters(
            scope,
            place,
            region=region,
            family=args["parameter_group_family"],
            parameters=args.get("parameters", {}),
        ).name,
        vpc_security_group_ids=[group.id],
        storage_encrypted=True,
        kms_key_id=member["key_arn"],
        iam_database_authentication_enabled=True,
        auto_minor_version_upgrade=False,
        backup_retention_period=int(args.get("backup_retention_days", 7)),
        preferred_backup_window=member.get("backup_window"),
        copy_tags_to_snapshot=True,
        preferred_maintenance_window=member.get("maintenance_window"),
        apply_immediately=args.get("apply_immediately", False),
        enabled_cloudwatch_logs_exports=sorted({*args.get("log_exports", ())}),
        monitoring_interval=int(args.get("monitoring_interval_seconds", 60)),
        monitoring_role_arn=role.arn,
        database_insights_mode=str(args.get("insights_mode", InsightsMode.STANDARD)),
        performance_insights_enabled=True,
        performance_insights_kms_key_id=member["key_arn"],
        performance_insights_retention_period=int(args.get("insights_retention_days", 7)),
        deletion_protection=scope.protected,
        skip_final_snapshot=not scope.protected,
        final_snapshot_identifier=final_snapshot_name(scope.noun(place, "final"), scope.options()),
        delete_automated_backups=not scope.protected,
        tags={**scope.tagged(name), **args.get("backup_tags", {})},
        opts=scope.options([attachment, *logs], protect=scope.protected, ignore_changes=scope.kept_by_backup),
    )
    return DeclaredMultiAzCluster(cluster=cluster, security_group=group)
