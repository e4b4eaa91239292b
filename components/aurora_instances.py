"""The instances of one region's Aurora cluster."""

import pulumi
from pulumi_aws import rds

from holdfast.components.aurora_args import AuroraMemberArgs
from holdfast.components.aurora_scope import AuroraScope
from holdfast.components.database_parts import declare_monitoring_role


def declare_instances(
    scope: AuroraScope,
    place: str,
    member: AuroraMemberArgs,
    cluster: "rds.Cluster",
    logs: list[pulumi.Resource],
) -> "tuple[rds.ClusterInstance, ...]":
    """Declare one region's instances.

    They are protected like their cluster: its storage holds the data, but without instances nobody reads it,
    so a store that is taken out of the settings must stop the update before its first deletion.

    Args:
        scope: What all children have in common.
        place: Place of the member.
        member: The member's arguments.
        cluster: Its cluster.
        logs: What must be there before an instance logs.

    Returns:
        The instances in the order of their keys.
    """
    args = scope.args
    role, attachment = declare_monitoring_role(scope, place)
    return tuple(
        rds.ClusterInstance(
            scope.noun(place, key),
            region=member["region"],
            cluster_identifier=cluster.id,
            engine=rds.EngineType(args["engine"]),
            # No version: an instance has its cluster's.
            instance_class=args["instance_class"],
            availability_zone=zone,
            db_subnet_group_name=cluster.db_subnet_group_name,
            publicly_accessible=False,
            auto_minor_version_upgrade=False,
            preferred_maintenance_window=member.get("maintenance_window"),
            apply_immediately=args.get("apply_immediately", False),
            # Of an Aurora cluster, Enhanced Monitoring is changed on the instances alone:
            # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html (2026-11)
            monitoring_interval=int(args.get("monitoring_interval_seconds", 60)),
            monitoring_role_arn=role.arn,
            tags=scope.tagged(scope.noun(place, key)),
            opts=scope.options([attachment, *logs], protect=scope.protected),
        )
        for key, zone in sorted(member["instances"].items())
    )
