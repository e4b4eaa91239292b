"""What a database stands on in one region: network, parameters, logs, monitoring."""

import json
from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, ec2, iam, rds

from holdfast.components.database_scope import DatabaseScope

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html (2026-11)
_MONITORING_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
_MONITORING_TRUST = {
    "Effect": "Allow",
    "Principal": {"Service": "monitoring.rds.amazonaws.com"},
    "Action": "sts:AssumeRole",
}


def declare_database_group(scope: DatabaseScope, place: str) -> "ec2.SecurityGroup":
    """Declare the security group of a database, without any rule: each service adds its own.

    Args:
        scope: What all children have in common.
        place: Place of the database.
    """
    name, member = scope.noun(place, "sg"), scope.members[place]
    return ec2.SecurityGroup(
        name,
        region=member["region"],
        description=f"Database {scope.noun(place)}: from the services that use it",
        vpc_id=member["vpc_id"],
        revoke_rules_on_delete=True,
        tags=scope.tagged(name),
        opts=scope.options(),
    )


def declare_subnet_group(scope: DatabaseScope, place: str) -> "rds.SubnetGroup":
    """Declare the subnets of a database.

    Args:
        scope: What all children have in common.
        place: Place of the database.
    """
    name, member = scope.noun(place, "subnets"), scope.members[place]
    return rds.SubnetGroup(
        name,
        region=member["region"],
        description=f"Subnets of the database {scope.noun(place)}",
        subnet_ids=member["subnet_ids"],
        tags=scope.tagged(name),
        opts=scope.options(),
    )


def declare_cluster_parameters(scope: DatabaseScope, place: str) -> "rds.ClusterParameterGroup":
    """Declare a cluster's parameters; another family replaces the group, the new one beside the old.

    Args:
        scope: What all children have in common.
        place: Place of the cluster.
    """
    return rds.ClusterParameterGroup(
        scope.noun(place, "params"), **_parameter_inputs(scope, place), opts=scope.options()
    )


def declare_instance_parameters(scope: DatabaseScope, place: str) -> "rds.ParameterGroup":
    """Declare an instance's parameters; another family replaces the group, the new one beside the old.

    Args:
        scope: What all children have in common.
        place: Place of the instance.
    """
    return rds.ParameterGroup(
        scope.noun(place, "params"), **_parameter_inputs(scope, place), opts=scope.options()
    )


def _parameter_inputs(scope: DatabaseScope, place: str) -> Mapping[str, Any]:
    return {
        "region": scope.members[place]["region"],
        "family": scope.args["parameter_group_family"],
        "description": f"Parameters of the database {scope.noun(place)}",
        # The one method that AWS takes for static and for dynamic parameters (2026-11):
        # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBClusterParameterGroup.html and
        # API_ModifyDBParameterGroup.html
        "parameters": [
            {"name": key, "value": value, "apply_method": "pending-reboot"}
            for key, value in sorted(scope.args.get("parameters", {}).items())
        ],
        "tags": scope.tagged(scope.noun(place, "params")),
    }


def declare_database_logs(
    scope: DatabaseScope, place: str, *, prefix: pulumi.Input[str]
) -> list[pulumi.Resource]:
    """Declare the log groups under the names to which RDS writes.

    RDS itself makes a group when a database first writes to it, without encryption and kept for ever, and
    then these could not be made: what logs comes after them.

    Args:
        scope: What all children have in common.
        place: Place of the database.
        prefix: Name of each group but for its log, such as ``/aws/rds/cluster/orders/``
            (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html,
            2026-11).
    """
    args, member = scope.args, scope.members[place]
    return [
        cloudwatch.LogGroup(
            scope.noun(place, f"log-{export}"),
            name=pulumi.Output.concat(prefix, export),
            region=member["region"],
            retention_in_days=int(args.get("log_retention_days", 90)),
            kms_key_id=member["key_arn"],
            tags=scope.tagged(scope.noun(place, f"log-{export}")),
            opts=scope.options(),
        )
        for export in sorted({*args.get("log_exports", ())})
    ]


def declare_monitoring_role(scope: DatabaseScope, place: str) -> "tuple[iam.Role, iam.RolePolicyAttachment]":
    """Declare the role by which Enhanced Monitoring reports on a database's machines.

    Args:
        scope: What all children have in common.
        place: Place of the database.

    Returns:
        The role, and what gives it its permissions.
    """
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
