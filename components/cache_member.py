"""One region's nodes of a cache: its replication group and what that stands on."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, ec2, elasticache

from holdfast.components.cache_args import CacheNodesArgs
from holdfast.components.cache_scope import CACHE_PORT, CacheScope
from holdfast.components.final_snapshot import final_snapshot_name
from holdfast.components.vended_logs import declare_vended_log_group

GLOBAL_CHANGES = (
    # A member's shape and version are the Global Datastore's, which changes them on every member; AWS refuses
    # to change them on one ("Request rejected":
    # https://github.com/hashicorp/terraform-provider-aws/issues/27875, .../issues/47644).
    "automaticFailoverEnabled",
    "engine",
    "engineVersion",
    "multiAzEnabled",
    "nodeType",
    "numNodeGroups",
    # AWS gives a member a copy of its own
    # (https://github.com/hashicorp/terraform-provider-aws/issues/20893).
    "parameterGroupName",
    # AWS tells it of every member, the first one too, and a difference replaces the group.
    "globalReplicationGroupId",
)
"""Inputs of a member that the Global Datastore or a failover changes.

What a group's reading and updating do with them:
https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/elasticache/replication_group.go
(2026-11).
"""

_LOGS = {"slow": "slow-log", "engine": "engine-log"}


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclaredGroup:
    """One region's replication group and what others need of it."""

    group: "elasticache.ReplicationGroup"
    """The group."""
    security_group: "ec2.SecurityGroup"
    """Its security group, without any rule."""

    def endpoint(self, *, cluster_mode: bool) -> pulumi.Output[str]:
        """Host name for writes, in cluster mode for everything."""
        if cluster_mode:
            return self.group.configuration_endpoint_address
        return self.group.primary_endpoint_address

    def reader_endpoint(self, *, cluster_mode: bool) -> pulumi.Output[str]:
        """Host name for reads."""
        if cluster_mode:
            return self.group.configuration_endpoint_address
        return self.group.reader_endpoint_address


def declare_replication_group(
    scope: CacheScope,
    place: str,
    nodes: CacheNodesArgs,
    *,
    token: pulumi.Output[str] | None = None,
    user_group: "elasticache.UserGroup | None" = None,
    joins: "elasticache.GlobalReplicationGroup | None" = None,
    ignore_changes: Sequence[str] = (),
) -> DeclaredGroup:
    """Declare one region's replication group.

    Args:
        scope: What all children have in common.
        place: Place of the member.
        nodes: Its nodes.
        token: The AUTH token; give it or a user group.
        user_group: The user group.
        joins: The Global Datastore that it joins as a secondary, which then says what it is made of; None
            for a group that founds one or stands alone.
        ignore_changes: Inputs that others change.

    Returns:
        The group and its security group.
    """
    member, name = scope.members[place], scope.noun(place)
    security_group = declare_cache_security_group(scope, place)
    shards = nodes.get("shards")
    founds = joins is None
    group = elasticache.ReplicationGroup(
        name,
        region=member["region"],
        description=f"Cache {scope.cache} in {place}",
        global_replication_group_id=None if joins is None else joins.global_replication_group_id,
        # What a secondary has from the primary must not be given ("infers the values"):
        # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-CLI.html
        engine=str(scope.software["engine"]) if founds else None,
        engine_version=scope.software["version"] if founds else None,
        node_type=nodes["type"] if founds else None,
        parameter_group_name=_parameter_group(scope, place, nodes).name if founds else None,
        at_rest_encryption_enabled=True if founds else None,
        transit_encryption_enabled=True if founds else None,
        transit_encryption_mode="required" if founds else None,
        num_cache_clusters=None if shards else int(nodes["replicas"]) + 1,
        num_node_groups=int(shards) if shards and founds else None,
        replicas_per_node_group=int(nodes["replicas"]) if shards else None,
        # A secondary inherits both, and takes neither with its creation. The first the provider keeps back
        # there, and wants to turn it off where it is left out; the second it would send.
        # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html
        # https://github.com/hashicorp/terraform-provider-aws/issues/38557
        automatic_failover_enabled=True,
        multi_az_enabled=True if founds else None,
        auth_token_wo=token,
        auth_token_wo_version=None if token is None else scope.token_version,
        user_group_ids=None if user_group is None else [user_group.user_group_id],
        kms_key_id=member["key_arn"],
        port=CACHE_PORT,
        subnet_group_name=_subnet_group(scope, place).name,
        security_group_ids=[security_group.id],
        auto_minor_version_upgrade=scope.upkeep.get("auto_minor_version_upgrade", False),
        apply_immediately=scope.upkeep.get("apply_immediately", False),
        maintenance_window=member.get("maintenance_window"),
        snapshot_retention_limit=int(scope.upkeep.get("snapshot_days", 1)),
        snapshot_window=scope.upkeep.get("snapshot_window"),
        final_snapshot_identifier=final_snapshot_name(scope.noun(place, "final"), scope.options())
        if scope.protected and founds
        else None,
        log_delivery_configurations=[
            {
                "destination": group.name,
                "destination_type": "cloudwatch-logs",
                "log_format": "json",
                "log_type": kind,
            }
            for kind, group in _log_groups(scope, place).items()
        ],
        tags=scope.tagged(name),
        opts=scope.options(protect=scope.protected, ignore_changes=ignore_changes),
    )
    return DeclaredGroup(group=group, security_group=security_group)


def declare_cache_security_group(scope: CacheScope, place: str) -> "ec2.SecurityGroup":
    """Declare the security group of one region's cache: it admits nobody until a service adds its rule."""
    member, name = scope.members[place], scope.noun(place, "sg")
    return ec2.SecurityGroup(
        name,
        region=member["region"],
        description=f"Cache {scope.cache}: from the services that use it",
        vpc_id=member["vpc_id"],
        revoke_rules_on_delete=True,
        tags=scope.tagged(name),
        opts=scope.options(),
    )


def _subnet_group(scope: CacheScope, place: str) -> "elasticache.SubnetGroup":
    member, name = scope.members[place], scope.noun(place, "subnets")
    return elasticache.SubnetGroup(
        name,
        region=member["region"],
        description=f"Subnets of the cache {scope.noun(place)}",
        subnet_ids=member["subnet_ids"],
        tags=scope.tagged(name),
        opts=scope.options(),
    )


def _parameter_group(scope: CacheScope, place: str, nodes: CacheNodesArgs) -> "elasticache.ParameterGroup":
    """Declare the parameters; another family replaces the group, the new one beside the old."""
    name = scope.noun(place, "params")
    # Cluster mode is one: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
    cluster_mode = {"cluster-enabled": "yes"} if nodes.get("shards") else {}
    parameters = {**scope.software.get("parameters", {}), **cluster_mode}
    return elasticache.ParameterGroup(
        name,
        region=scope.members[place]["region"],
        family=scope.software.get("family"),
        description=f"Parameters of the cache {scope.noun(place)}",
        parameters=[{"name": key, "value": value} for key, value in sorted(parameters.items())],
        tags=scope.tagged(name),
        opts=scope.options(),
    )


def _log_groups(scope: CacheScope, place: str) -> "dict[str, cloudwatch.LogGroup]":
    """Declare a log group for each kind of log, by ElastiCache's word for it."""
    member = scope.members[place]
    groups = {}
    for noun, kind in _LOGS.items():
        name = scope.noun(place, f"log-{noun}")
        groups[kind] = declare_vended_log_group(
            name,
            service="elasticache",
            region=member["region"],
            retention_days=int(scope.upkeep.get("log_retention_days", 30)),
            key_arn=member["key_arn"],
            tags=scope.tagged(name),
            opts=scope.options(),
        )
    return groups
