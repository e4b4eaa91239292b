"""Caches, planned: what may be lost, over the zones of a region and by choice over regions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.topology.values.origin import Origin

_FAMILIES = {
    "redis": (((6, 2), "redis6.x"), ((7, 0), "redis7"), ((7, 1), "redis7")),
    "valkey": (((7, 2), "valkey7"),),
}
"""Families of parameter groups by version; of Valkey from version 8 on the major version's.

Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html (2026-11). Older
versions of Redis deliver no engine log
(https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html).
"""
_LATER_VALKEY = 8
_GLOBAL_FAMILIES = ("m5", "m6g", "m7g", "r5", "r6g", "r6gd", "r7g", "c7gn")
_GLOBAL_NODE_TYPE = re.compile(rf"cache\.({'|'.join(_GLOBAL_FAMILIES)})\.(large|\d*xlarge)")


class CacheEngine(StrEnum):
    """ElastiCache's engines that replicate."""

    VALKEY = "valkey"
    REDIS = "redis"


class CacheMode(StrEnum):
    """What a cache runs on: nodes of a chosen size, or what AWS scales by itself."""

    NODES = "nodes"
    SERVERLESS = "serverless"


class CacheAuthentication(StrEnum):
    """How clients prove who they are: one token for all, or a user with an access string."""

    AUTH_TOKEN = "auth-token"  # noqa: S105  # a word, no token
    USER_GROUP = "user-group"


def cache_family(engine: CacheEngine, version: str) -> str | None:
    """Return the parameter group family of an engine's version, None for no version of that engine.

    Args:
        engine: The engine.
        version: Major and minor version, such as ``8.2``.
    """
    if not re.fullmatch(r"\d{1,2}\.\d{1,2}", version):
        return None
    major, minor = (int(number) for number in version.split("."))
    if engine == CacheEngine.VALKEY and major >= _LATER_VALKEY:
        return f"valkey{major}"
    return dict(_FAMILIES[engine]).get((major, minor))


def is_global_node_type(node_type: str) -> bool:
    """Whether a Global Datastore takes a node type.

    Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html
    ("M5, M6g, M7g, R5, R6g, R6gd, R7g, and C7gn", "large and above", 2026-11).
    """
    return _GLOBAL_NODE_TYPE.fullmatch(node_type) is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class CacheNodesPlan:
    """A cache's nodes: their type, the replicas of each primary, and shards, None without cluster mode."""

    type: str
    replicas: int
    shards: int | None
    parameter_group_family: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class CacheLimitsPlan:
    """Limits of a serverless cache: data in GB and ElastiCache processing units per second."""

    max_storage_gb: int
    max_ecpu_per_second: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CachePlan:
    """One cache in its places; exactly one of ``nodes`` and ``limits`` is there.

    A Global Datastore has an ``identifier``, the end of its id in AWS, and one token everywhere; without one
    each place has a cache of its own, which shares nothing with the others. ``home`` is where a Global
    Datastore is first created, of others the first place. ``access_string`` is the user's of a user group.
    """

    key: str
    places: tuple[str, ...]
    home: str
    identifier: str | None
    engine: CacheEngine
    engine_version: str
    nodes: CacheNodesPlan | None
    limits: CacheLimitsPlan | None
    authentication: CacheAuthentication
    access_string: str | None
    token_version: int
    maintenance_windows: Mapping[str, str]
    snapshot_window: str | None
    snapshot_days: int
    auto_minor_version_upgrade: bool
    apply_immediately: bool
    log_retention_days: int
    origin: Origin = field(default_factory=no_origin)
