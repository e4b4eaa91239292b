"""The instances of one region's Aurora cluster, and the role that reports on their machines."""

import json

import pulumi
from pulumi_aws import iam, rds

from holdfast.components.aurora_args import AuroraMemberArgs
from holdfast.components.aurora_scope import AuroraScope

# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html (2026-11)
_MONITORING_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
_MONITORING_TRUST = {
    "Effect": "Allow",
    "Principal": {"Service": "monitoring.rds.amazonaws.com"},
    "Action": "sts:AssumeRole",
}


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
    role, attachment = _monitoring_role(scope, place)
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


def _monitoring_role(scope: AuroraScope, place: str) -> "tuple[iam.Role, iam.RolePolicyAttachment]":
    name = scope.noun(place, "monitoring")
    role = iam.Role(
        name,
        description=f"Enhanced Monitoring of the database {scope.noun(place)}",
        assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [_MONITORING_TRUST]}),
        tags=scope.tagged(name),
        opts=scope.options(),
    )
    attachment = iam.RolePolicyAttachment(
        f"{name}-policy", role=role.name, policy_arn=_MONITORING_POLICY, opts=scope.options()
    )
    return role, attachment
