"""Arguments of caches: what they are, in one region or in several."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.topology.values import CacheAuthentication, CacheEngine


class CacheSoftwareArgs(TypedDict):
    """The engine and its parameters."""

    engine: CacheEngine
    """``valkey`` or ``redis``."""
    version: str
    """Major and minor version, such as ``8.2``; of a serverless cache the major version alone."""
    family: NotRequired[str]
    """Family of the parameter group, such as ``valkey8``; needed with nodes. Default: none."""
    parameters: NotRequired[Mapping[str, str]]
    """Parameters of the parameter group. Default: none but the family's own."""


class CacheNodesArgs(TypedDict):
    """Nodes of a size of their own."""

    type: str
    """Node type, such as ``cache.r7g.large``."""
    replicas: int
    """Replicas of each shard's primary, 1 to 5, in other zones."""
    shards: NotRequired[int]
    """Shards of cluster mode, 1 to 500; clients must then speak the cluster protocol. Default: cluster mode
    is off and all data is in one shard."""


class CacheServerlessArgs(TypedDict):
    """Limits of a serverless cache."""

    max_storage_gb: int
    """Most data, 1 to 5,000 GB: beyond it, what lives longest goes."""
    max_ecpu_per_second: int
    """Most ElastiCache processing units in a second, 1,000 to 15,000,000: beyond it, commands wait."""


class CacheUpkeepArgs(TypedDict):
    """When a cache is cared for and what is kept of it."""

    snapshot_window: NotRequired[str]
    """Daily window of snapshots in UTC, such as ``03:00-04:00``. Default: AWS chooses."""
    snapshot_days: NotRequired[int]
    """Days for which daily snapshots are kept, 0 to 35; 0 makes none. Default: 1."""
    auto_minor_version_upgrade: NotRequired[bool]
    """Whether AWS raises the minor version by itself. The version is then AWS's, and a later change of it
    here does nothing. Default: False."""
    apply_immediately: NotRequired[bool]
    """Whether changes that AWS would keep for the maintenance window are made at once. Default: False."""
    log_retention_days: NotRequired[int]
    """Days for which CloudWatch Logs keeps slow and engine log; 0 keeps them for ever. Default: 30."""


class CacheMemberArgs(TypedDict):
    """Where a cache stands in one region."""

    region: str
    """AWS region in which every child of the member is declared."""
    vpc_id: pulumi.Input[str]
    """VPC of the security group."""
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Isolated subnets, in two zones or more."""
    key_arn: pulumi.Input[str]
    """Customer key of the region: data, snapshots, logs and secret are encrypted with it."""
    maintenance_window: NotRequired[str]
    """Weekly maintenance window of nodes in UTC, such as ``sun:05:00-sun:06:00``. Default: AWS chooses."""


class RegionalCacheArgs(TypedDict):
    """What a cache in one region needs."""

    place: str
    """Place of the region, such as ``use1``: part of every child's name."""
    cache: str
    """Key of the cache, such as ``sessions``: part of every child's name."""
    member: CacheMemberArgs
    """Where it stands."""
    software: CacheSoftwareArgs
    """The engine."""
    nodes: NotRequired[CacheNodesArgs]
    """Its nodes; give these or ``serverless``. Default: none."""
    serverless: NotRequired[CacheServerlessArgs]
    """Limits of a serverless cache; give these or ``nodes``. Default: none."""
    authentication: NotRequired[CacheAuthentication]
    """``auth-token``: one token opens everything; ``user-group``: a user with an access string, the only way
    into a serverless cache. Default: ``auth-token`` with nodes, ``user-group`` without."""
    access_string: NotRequired[str]
    """What the user of a user group may do. Default: every key, channel and command that ElastiCache has."""
    token_version: NotRequired[int]
    """Raise it by one to make a new token or password. Default: 1."""
    upkeep: NotRequired[CacheUpkeepArgs]
    """When it is cared for and what is kept. Default: as ``CacheUpkeepArgs`` says."""
    protection: NotRequired[bool]
    """Pulumi refuses to delete the cache; one that is deleted all the same leaves a snapshot, its secret 30
    days. False lets ``pulumi destroy`` work at once. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class GlobalCacheArgs(TypedDict):
    """What a cache over several regions needs."""

    cache: str
    """Key of the cache, such as ``sessions``: part of every child's name."""
    home: str
    """Place in which it is first created; it never changes and says nothing of who takes writes now."""
    members: Mapping[str, CacheMemberArgs]
    """Place → where it stands there: two or three, ``home`` among them."""
    identifier: str
    """End of the Global Datastore's id in AWS, before which AWS puts a prefix of the home's region."""
    software: CacheSoftwareArgs
    """The engine. Raising the minor version upgrades every member, secondaries first."""
    nodes: CacheNodesArgs
    """The nodes, alike in every region. Another type or number of shards changes every member."""
    token_version: NotRequired[int]
    """Raise it by one to make a new token, the same in every region. Default: 1."""
    upkeep: NotRequired[CacheUpkeepArgs]
    """When it is cared for and what is kept. Default: as ``CacheUpkeepArgs`` says."""
    protection: NotRequired[bool]
    """Pulumi refuses to delete the cache; one that is deleted all the same leaves a snapshot at home, its
    secret 30 days. False lets ``pulumi destroy`` work at once. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
