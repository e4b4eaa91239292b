"""One region's instance of an RDS database: the founder at home, or a read replica."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import ec2, rds

from holdfast.components.database_parts import declare_instance_parameters
from holdfast.components.rds_scope import RdsScope
from holdfast.components.rds_surroundings import declare_surroundings

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
    args, member = scope.args, scope.args["members"][place]
    around = declare_surroundings(scope, place, kind="instance")
    instance = rds.Instance(
        scope.noun(place),
        **around.inputs,
        identifier=around.identifier,
        replicate_source_db=None if source is None else source.arn,
        **_founding(scope, place),
        password_wo=password,
        password_wo_version=None if password is None else scope.password_version,
        instance_class=args["instance_class"],
        multi_az=member.get("multi_az", True),
        **_storage(scope),
        parameter_group_name=declare_instance_parameters(scope, place).name,
        publicly_accessible=False,
        backup_window=member.get("backup_window"),
        maintenance_window=member.get("maintenance_window"),
        opts=scope.options(
            around.gates,
            protect=scope.protected,
            ignore_changes=(*FAILOVER_CHANGES, *scope.kept_by_backup),
        ),
    )
    return DeclaredInstance(instance=instance, security_group=around.security_group)


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
