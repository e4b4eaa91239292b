"""One region's instance of an RDS database: the founder at home, or a read replica."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import ec2, rds

from holdfast.components.database_parts import (
    declare_database_group,
    declare_database_logs,
    declare_instance_parameters,
    declare_monitoring_role,
    declare_subnet_group,
)
from holdfast.components.final_snapshot import final_snapshot_name
from holdfast.components.rds_scope import RdsScope
from holdfast.topology.values import InsightsMode

FAILOVER_CHANGES = (
    # Gone from a replica that was promoted, there on a home that was made anew as a replica. Read as given
    # again it fails ("cannot elect new source database for replication"); read as taken away it promotes.
    "replicateSourceDb",
    # The next two are given to a founder alone and go with no source to replicate: the provider refuses both
    # together, which a home that was made anew as a replica and promoted again would have.
    "dbName",
    "username",
)
"""Inputs of an instance that change with a promotion, or with a home that is made anew as a replica.

What an instance's reading, checking and updating do with them:
https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/rds/instance.go (2026-11).
The endpoint of a promoted replica stays, and so do its class, its standby, its key, its groups and its
password: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.Promote.html (2026-11).
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclaredInstance:
    """One region's instance and what others need of it."""

    instance: "rds.Instance"
    """The instance."""
    security_group: "ec2.SecurityGroup"
    """Its security group, without any rule."""


def declare_instance(
    scope: RdsScope,
    place: str,
    *,
    password: pulumi.Output[str] | None,
    source: "rds.Instance | None" = None,
) -> DeclaredInstance:
    """Declare one region's instance.

    Args:
        scope: What all children have in common.
        place: Place of the member.
        password: The master user's password; for the source alone, None for a secret that exists.
        source: The instance that a replica copies from when it is made; None for the source itself.

    Returns:
        The instance and its security group.
    """
    args, member, name = scope.args, scope.args["members"][place], scope.noun(place)
    region, identifier = member["region"], scope.identifier(place)
    group = declare_database_group(scope, place, region=region, vpc_id=member["vpc_id"])
    logs = declare_database_logs(
        scope,
        place,
        region=region,
        key_arn=member["key_arn"],
        prefix=pulumi.Output.concat("/aws/rds/instance/", identifier, "/"),
        exports=args.get("log_exports", ()),
        retention_days=args.get("log_retention_days", 90),
    )
    role, attachment = declare_monitoring_role(scope, place)
    instance = rds.Instance(
        name,
        region=region,
        identifier=identifier,
        replicate_source_db=None if source is None else source.arn,
        **_founding(scope, place),
        password_wo=password,
        password_wo_version=None if password is None else scope.password_version,
        engine_version=args["engine_version"],
        # The version is said in full, so another major one is asked for on purpose; AWS refuses it otherwise.
        allow_major_version_upgrade=True,
        instance_class=args["instance_class"],
        multi_az=member.get("multi_az", True),
        **_storage(scope),
        # A replica takes the key of its own region, and must say that it is encrypted: read back, it is, and
        # a difference would replace it.
        storage_encrypted=True,
        kms_key_id=member["key_arn"],
        port=int(args["port"]),
        db_subnet_group_name=declare_subnet_group(
            scope, place, region=region, subnet_ids=member["subnet_ids"]
        ).name,
        parameter_group_name=declare_instance_parameters(
            scope,
            place,
            region=region,
            family=args["parameter_group_family"],
            parameters=args.get("parameters", {}),
        ).name,
        vpc_security_group_ids=[group.id],
        publicly_accessible=False,
        iam_database_authentication_enabled=True,
        # Members must be of one version; a replica must not lag behind what it copies.
        auto_minor_version_upgrade=False,
        backup_retention_period=int(args.get("backup_retention_days", 7)),
        backup_window=member.get("backup_window"),
        copy_tags_to_snapshot=True,
        maintenance_window=member.get("maintenance_window"),
        apply_immediately=args.get("apply_immediately", False),
        enabled_cloudwatch_logs_exports=sorted({*args.get("log_exports", ())}),
        monitoring_interval=int(args.get("monitoring_interval_seconds", 60)),
        monitoring_role_arn=role.arn,
        database_insights_mode=str(args.get("insights_mode", InsightsMode.STANDARD)),
        performance_insights_enabled=True,
        performance_insights_kms_key_id=member["key_arn"],
        performance_insights_retention_period=int(args.get("insights_retention_days", 7)),
        deletion_protection=scope.protected,
        # The same of every member, though AWS takes no last snapshot of a replica and refuses its deletion
        # then: which of them is a replica is not known here, and a refusal loses nothing.
        skip_final_snapshot=not scope.protected,
        final_snapshot_identifier=final_snapshot_name(scope.noun(place, "final"), scope.options()),
        delete_automated_backups=not scope.protected,
        tags={**scope.tagged(name), **args.get("backup_tags", {})},
        opts=scope.options(
            [attachment, *logs],
            protect=scope.protected,
            ignore_changes=(*FAILOVER_CHANGES, *scope.kept_by_backup),
        ),
    )
    return DeclaredInstance(instance=instance, security_group=group)


def _founding(scope: RdsScope, place: str) -> Mapping[str, Any]:
    """What only the first of all instances is made with; replicas inherit it."""
    args = scope.args
    if place != args["home"] or scope.source != args["home"] or not args.get("founding", True):
        return {}
    return {
        "engine": args["engine"],
        "db_name": args["database"],
        "username": args["master_username"],
    }


def _storage(scope: RdsScope) -> Mapping[str, Any]:
    """Storage of each member: a replica is made with its source's size, and grows by itself."""
    storage = scope.args["storage"]
    return {
        "allocated_storage": int(storage["gib"]),
        "storage_type": storage["type"],
        "iops": _whole(storage.get("iops")),
        "storage_throughput": _whole(storage.get("throughput_mibps")),
        "max_allocated_storage": _whole(storage.get("max_gib")),
    }


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
