"""A cache in one region: what services remember for a while and may lose."""

from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import elasticache

from holdfast.components.cache_args import CacheServerlessArgs, RegionalCacheArgs
from holdfast.components.cache_credentials import (
    ACCESS_STRING,
    TOKEN_USERNAME,
    USER_NAME,
    declare_cache_secret,
    declare_token,
    declare_user_group,
)
from holdfast.components.cache_limits import check_regional
from holdfast.components.cache_member import declare_cache_security_group, declare_replication_group
from holdfast.components.cache_scope import CACHE_PORT, CacheScope
from holdfast.topology.values import CacheAuthentication

AUTO_UPGRADE_CHANGES = ("engineVersion",)
"""What AWS changes with ``auto_minor_version_upgrade``: to the provider an older version is a new cache
(``customizeDiffEngineVersionForceNewOnDowngrade`` in
https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/elasticache/engine_version.go)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CacheMember:
    """What a service needs to use a cache in its region."""

    arn: pulumi.Output[str]
    """ARN of the replication group or the serverless cache."""
    replication_group_id: pulumi.Output[str] | None
    """Id of the replication group, None of a serverless cache."""
    endpoint: pulumi.Output[str]
    """Host name for writes; in cluster mode, and of a serverless cache, for everything. Of a Global Datastore
    writes are taken under it only while this region is the primary."""
    reader_endpoint: pulumi.Output[str]
    """Host name for reads, which spreads over replicas."""
    security_group_id: pulumi.Output[str]
    """Security group, without any rule: each service that uses the cache adds its own."""
    secret_arn: pulumi.Output[str]
    """ARN of the secret in this region: JSON with ``username`` and ``password``."""
    port: int
    """TCP port; TLS is required."""

    def operations(self) -> dict[str, Any]:
        """Return what operators name of it, see ``holdfast.contracts.operations.CacheMember``."""
        return {
            "arn": self.arn,
            "replication_group": self.replication_group_id,
            "endpoint": self.endpoint,
            "reader_endpoint": self.reader_endpoint,
            "port": self.port,
            "secret_arn": self.secret_arn,
        }


class RegionalCache(pulumi.ComponentResource):
    """A Valkey or Redis cache in one region: nodes of a chosen size, or serverless.

    Declares: of nodes a replication group with a replica in another zone at least, automatic failover and
    Multi-AZ, its subnet group over the isolated subnets, parameter group, slow and engine log in CloudWatch
    Logs; of a serverless one the cache with its limits. Of both: encryption at rest with the region's key and
    TLS, a token or a user group, the secret that holds it, and a security group without rules.

    It is no store of record: what is in it can be read or made anew from elsewhere. Replicas get writes
    asynchronously
    (https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html),
    nothing keeps it from dropping what is old when memory is short, and a snapshot is at best a warm start.

    Survives: the loss of a node or a zone: a replica becomes the primary, under the same host name, with the
    newest writes lost that had not reached it
    (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html); a serverless cache is spread
    by AWS (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/WhatIs.html; all 2026-11). A new token:
    nodes take the former one too until the next.

    Does not survive: the loss of the region. Caches of several regions share nothing, so the region that
    takes over starts cold: what it asks of its store then is the whole traffic's, not the misses'. A user's
    new password replaces the former at once, so services read the secret again when they are refused.
    """

    arn: pulumi.Output[str]
    """ARN of the replication group or the serverless cache."""
    endpoint: pulumi.Output[str]
    """Host name for writes."""
    reader_endpoint: pulumi.Output[str]
    """Host name for reads."""
    security_group_id: pulumi.Output[str]
    """Security group, without any rule."""
    secret_arn: pulumi.Output[str]
    """ARN of the secret, known once its content is written."""

    def __init__(
        self, name: str, args: RegionalCacheArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        check_regional(name, args)
        super().__init__("holdfast:index:RegionalCache", name, {**args}, opts)
        scope = CacheScope(
            cache=args["cache"],
            home=args["place"],
            members={args["place"]: args["member"]},
            software=args["software"],
            upkeep=args.get("upkeep", {}),
            token_version=int(args.get("token_version", 1)),
            protected=args.get("protection", True),
            tags=args.get("tags", {}),
            parent=self,
        )
        self.member = _nodes(scope, args) if "nodes" in args else _serverless(scope, args)
        self.arn = self.member.arn
        self.endpoint = self.member.endpoint
        self.reader_endpoint = self.member.reader_endpoint
        self.security_group_id = self.member.security_group_id
        self.secret_arn = self.member.secret_arn
        self.register_outputs(
            {
                "arn": self.arn,
                "endpoint": self.endpoint,
                "reader_endpoint": self.reader_endpoint,
                "security_group_id": self.security_group_id,
                "secret_arn": self.secret_arn,
                "origin": dict(args.get("origin", {})),
            }
        )


def _nodes(scope: CacheScope, args: RegionalCacheArgs) -> CacheMember:
    nodes, token = args["nodes"], declare_token(scope, scope.home)
    upgraded = scope.upkeep.get("auto_minor_version_upgrade", False)
    ignored = AUTO_UPGRADE_CHANGES if upgraded else ()
    opened: pulumi.Resource
    if args.get("authentication") == CacheAuthentication.USER_GROUP:
        users, opened = declare_user_group(scope, scope.home, token, args.get("access_string", ACCESS_STRING))
        username = USER_NAME
        declared = declare_replication_group(
            scope, scope.home, nodes, user_group=users, ignore_changes=ignored
        )
    else:
        username = TOKEN_USERNAME
        declared = declare_replication_group(scope, scope.home, nodes, token=token, ignore_changes=ignored)
        opened = declared.group
    cluster_mode = "shards" in nodes
    return CacheMember(
        arn=declared.group.arn,
        replication_group_id=declared.group.replication_group_id,
        endpoint=declared.endpoint(cluster_mode=cluster_mode),
        reader_endpoint=declared.reader_endpoint(cluster_mode=cluster_mode),
        security_group_id=declared.security_group.id,
        secret_arn=declare_cache_secret(scope, token, [opened], username=username),
        port=CACHE_PORT,
    )


def _serverless(scope: CacheScope, args: RegionalCacheArgs) -> CacheMember:
    token = declare_token(scope, scope.home)
    users, user = declare_user_group(scope, scope.home, token, args.get("access_string", ACCESS_STRING))
    security_group = declare_cache_security_group(scope, scope.home)
    cache = _serverless_cache(scope, args["serverless"], users.user_group_id, security_group.id)
    endpoint = cache.endpoints.apply(lambda endpoints: endpoints[0].address)
    return CacheMember(
        arn=cache.arn,
        replication_group_id=None,
        endpoint=endpoint,
        # Its readers answer under another port, which no rule opens: reads scale under the first one too.
        reader_endpoint=endpoint,
        security_group_id=security_group.id,
        secret_arn=declare_cache_secret(scope, token, [user], username=USER_NAME),
        port=CACHE_PORT,
    )


def _serverless_cache(
    scope: CacheScope,
    limits: CacheServerlessArgs,
    user_group_id: pulumi.Output[str],
    security_group_id: pulumi.Output[str],
) -> "elasticache.ServerlessCache":
    member, name = scope.members[scope.home], scope.noun(scope.home)
    window = scope.upkeep.get("snapshot_window")
    days = int(scope.upkeep.get("snapshot_days", 1))
    return elasticache.ServerlessCache(
        name,
        region=member["region"],
        description=f"Cache {scope.cache} in {scope.home}",
        engine=str(scope.software["engine"]),
        major_engine_version=scope.software["version"],
        cache_usage_limits={
            "data_storage": {"maximum": int(limits["max_storage_gb"]), "unit": "GB"},
            "ecpu_per_seconds": [{"maximum": int(limits["max_ecpu_per_second"])}],
        },
        kms_key_id=member["key_arn"],
        subnet_ids=member["subnet_ids"],
        security_group_ids=[security_group_id],
        user_group_id=user_group_id,
        # One a day, of which so many are kept.
        snapshot_retention_limit=days,
        daily_snapshot_time=window.split("-", 1)[0] if window and days else None,
        tags=scope.tagged(name),
        # AWS takes them once: a zone more would be another cache.
        opts=scope.options(protect=scope.protected, ignore_changes=("subnetIds",)),
    )
