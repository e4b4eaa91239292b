"""Settings of caches: what services remember for a while and may lose."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from holdfast.settings import database_formats, formats
from holdfast.settings.base import LogDays, Place, SettingsModel
from holdfast.topology.values import CacheAuthentication, CacheEngine, CacheMode

_LEAST_WINDOW_MINUTES = 60
_DAY_MINUTES = 24 * 60
_DAILY_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_NODE_TYPE = re.compile(r"cache\.[a-z]+\d+[a-z]*\.(micro|small|medium|large|\d*xlarge)")

CacheParameterName = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9-]*$",
        json_schema_extra={
            "patternErrorMessage": "a parameter's name is lower-case letters, digits and hyphens, a letter "
            "first, such as maxmemory-policy"
        },
    ),
]


def _weekly_window(text: str) -> str:
    """Check a weekly window of ElastiCache, at least 60 minutes long.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
    (PreferredMaintenanceWindow).
    """
    start, end = database_formats.window_minutes(database_formats.maintenance_window(text))
    if end - start < _LEAST_WINDOW_MINUTES:
        formats.refuse(f"a cache's maintenance window is at least {_LEAST_WINDOW_MINUTES} minutes long")
    return text


def _daily_window(text: str) -> str:
    """Check a daily window of ElastiCache, at least 60 minutes long.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
    (SnapshotWindow).
    """
    found = _DAILY_WINDOW.fullmatch(text)
    if not found:
        formats.refuse("a snapshot window has two times of the day in UTC, such as 03:00-04:00")
    hour, minute, end_hour, end_minute = (int(number) for number in found.groups())
    length = (end_hour * 60 + end_minute - hour * 60 - minute) % _DAY_MINUTES
    if length < _LEAST_WINDOW_MINUTES:
        formats.refuse(f"a snapshot window is at least {_LEAST_WINDOW_MINUTES} minutes long")
    return text


def _node_type(text: str) -> str:
    """Check the form of a node type.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html.
    """
    if not _NODE_TYPE.fullmatch(text):
        formats.refuse("not a node type of ElastiCache; one is such as cache.r7g.large")
    return text


class CacheLimitSettings(SettingsModel):
    """Limits of a serverless cache, so that its bill has an end."""

    max_storage_gb: Annotated[int, Field(ge=1, le=5000)]
    """Most data in GB."""
    max_ecpu_per_second: Annotated[int, Field(ge=1000, le=15_000_000)]
    """Most ElastiCache processing units in a second, of which a simple read or write of up to 1 KB is one."""


class CacheShapeSettings(SettingsModel):
    """What a cache is in each of its regions, whether it counts as a cache or as a store."""

    mode: CacheMode = CacheMode.NODES
    """`nodes` of a chosen size, or `serverless`. Default: `nodes`."""
    engine: CacheEngine = CacheEngine.VALKEY
    """`valkey` or `redis`. Default: `valkey`."""
    engine_version: (
        Annotated[
            str,
            Field(
                pattern=r"^\d{1,2}(\.\d{1,2})?$",
                json_schema_extra={
                    "patternErrorMessage": "a version is major and minor, such as 8.2, of a serverless cache "
                    "the major alone, such as 8; write it in quotes"
                },
            ),
        ]
        | None
    ) = None
    """Version of the engine, quoted: major and minor, of a serverless cache the major alone. Default: the
    version that this version of Holdfast was tried with, 8.2 of Valkey, 7.1 of Redis."""
    node_type: Annotated[str, AfterValidator(_node_type)] = "cache.r7g.large"
    """Type of the nodes. Default: `cache.r7g.large`."""
    replicas: Annotated[int, Field(ge=1, le=5)] = 1
    """Replicas of each primary, in other zones. Default: 1, without which a lost zone would be a lost
    cache."""
    shards: Annotated[int, Field(ge=1, le=500)] | None = None
    """Shards of cluster mode, for which clients must speak the cluster protocol. Default: cluster mode is
    off."""
    parameters: dict[CacheParameterName, Annotated[str, Field(min_length=1)]] = Field(default_factory=dict)
    """Parameters of the engine, quoted, such as `maxmemory-policy: allkeys-lru`. Default: the engine's."""
    limits: CacheLimitSettings | None = None
    """Limits of a serverless cache, which needs them. Default: none."""
    authentication: CacheAuthentication | None = None
    """`auth-token`: one token opens everything; `user-group`: a user with an access string. Default:
    `auth-token` of nodes, `user-group` of a serverless cache, which takes nothing else."""
    access_string: Annotated[str, Field(min_length=1, max_length=2048)] | None = None
    """What the user of a user group may do, such as `on ~app:* &* +@all -@dangerous`. Default: every key,
    channel and command that ElastiCache has."""
    token_version: Annotated[int, Field(ge=1)] = 1
    """Raise it by one to make a new token or password. Default: 1."""
    maintenance_windows: dict[Place, Annotated[str, AfterValidator(_weekly_window)]] = Field(
        default_factory=dict
    )
    """Weekly maintenance window of nodes per place in UTC, such as `sun:05:00-sun:06:00`. Default: AWS
    chooses."""
    snapshot_window: Annotated[str, AfterValidator(_daily_window)] | None = None
    """Daily window of snapshots in UTC, such as `03:00-04:00`. Default: AWS chooses."""
    snapshot_days: Annotated[int, Field(ge=0, le=35)] = 1
    """Days for which daily snapshots are kept; 0 makes none. Default: 1."""
    auto_minor_version_upgrade: bool = False
    """Whether AWS raises the minor version of nodes by itself; a later change of `engine_version` then does
    nothing. Default: false."""
    apply_immediately: bool = False
    """Whether changes that AWS would keep for the maintenance window are made at once. Default: false."""
    log_retention_days: LogDays = 30
    """How long CloudWatch Logs keeps slow and engine log of nodes; 0 keeps them for ever. Default: 30."""


class CacheSettings(CacheShapeSettings):
    """One cache: of each region by itself, or one over regions."""

    regions: Annotated[tuple[Place, ...], Field(min_length=1)] | None = None
    """Places that have it. Default: every region in which a service that uses it runs."""
    global_datastore: bool = False
    """Whether its regions share one Global Datastore: one of them takes writes, all answer reads. Default:
    false, each region has a cache of its own."""
    home: Place | None = None
    """Place in which a Global Datastore is first created; it never changes. Default: none; a Global Datastore
    needs it."""
