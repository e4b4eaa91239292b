"""What AWS or reason refuses in a cache's arguments, in a person's words."""

import re
from collections.abc import Iterator

from holdfast.components.cache_args import (
    CacheNodesArgs,
    CacheServerlessArgs,
    CacheSoftwareArgs,
    CacheUpkeepArgs,
    GlobalCacheArgs,
    RegionalCacheArgs,
)
from holdfast.components.member_limits import identifier_problems, place_problems, shared_regions
from holdfast.topology.values import (
    LOG_RETENTION_DAYS,
    CacheAuthentication,
    CacheEngine,
    cache_family,
    is_global_node_type,
)

# https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html (2026-11):
# NumNodeGroups (500 with a raised quota), ReplicasPerNodeGroup, SnapshotRetentionLimit, AuthToken.
_MOST_REPLICAS, _MOST_SHARDS, _MOST_SNAPSHOT_DAYS = 5, 500, 35
# https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CacheUsageLimits.html and the
# provider's own bounds (2026-11)
_MOST_STORAGE_GB = 5_000
_LEAST_ECPU, _MOST_ECPU = 1_000, 15_000_000
# "a secondary cluster in up to two other AWS Regions", 2026-11:
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html
_LEAST_MEMBERS, _MOST_MEMBERS = 2, 3
_NODE_TYPE = re.compile(r"cache\.[a-z]+\d+[a-z]*\.(micro|small|medium|large|\d*xlarge)")
_LONGEST_IDENTIFIER = 63
"""Assumption: AWS publishes no limit; this is the longest of its other identifiers."""
_OWN_PARAMETERS = ("cluster-enabled",)


def check_regional(name: str, args: RegionalCacheArgs) -> None:
    """Refuse arguments of a cache in one region that cannot be declared.

    Args:
        name: Name of the component, for the message.
        args: Its arguments.

    Raises:
        ValueError: With every problem at once.
    """
    _refuse(f"cache {name!r}", [*_kind_problems(args), *_upkeep_problems(args.get("upkeep", {}))])


def check_global(name: str, args: GlobalCacheArgs) -> None:
    """Refuse arguments of a cache over several regions that cannot be declared.

    Args:
        name: Name of the component, for the message.
        args: Its arguments.

    Raises:
        ValueError: With every problem at once.
    """
    problems = [
        *_member_problems(args),
        *_software_problems(args["software"]),
        *_node_problems(args["nodes"]),
        *_global_node_problems(args["nodes"]),
        *_token_problems(args.get("token_version", 1)),
        *_upkeep_problems(args.get("upkeep", {})),
    ]
    if args.get("upkeep", {}).get("auto_minor_version_upgrade", False):
        problems.append("'upkeep.auto_minor_version_upgrade': members of a Global Datastore have one version")
    _refuse(f"global cache {name!r}", problems)


def _refuse(what: str, problems: list[str]) -> None:
    if problems:
        raise ValueError(f"{what}: " + "; ".join(problems))


def _kind_problems(args: RegionalCacheArgs) -> Iterator[str]:
    nodes, serverless = args.get("nodes"), args.get("serverless")
    if (nodes is None) == (serverless is None):
        yield "give either 'nodes' or 'serverless'"
    if nodes is not None:
        yield from _software_problems(args["software"])
        yield from _node_problems(nodes)
    if serverless is not None:
        yield from _serverless_problems(args["software"], serverless)
        if args.get("authentication") == CacheAuthentication.AUTH_TOKEN:
            yield "'authentication': a serverless cache takes 'user-group' alone, it has no AUTH token"
    authentication = args.get("authentication")
    if authentication is not None and authentication not in {*CacheAuthentication}:
        yield f"'authentication' must be one of {', '.join(CacheAuthentication)}, got {authentication!r}"
    with_users = authentication == CacheAuthentication.USER_GROUP or serverless is not None
    if "access_string" in args and not with_users:
        yield "'access_string' is the user's of a user group: a token opens everything"
    yield from _token_problems(args.get("token_version", 1))


def _software_problems(software: CacheSoftwareArgs) -> Iterator[str]:
    engine, version = software["engine"], software["version"]
    if engine not in {*CacheEngine}:
        yield f"'software.engine' must be one of {', '.join(CacheEngine)}, got {engine!r}"
        return
    family = cache_family(CacheEngine(engine), version)
    if family is None:
        yield (
            f"'software.version' must be major and minor version, 6.2 to 7.1 of redis, 7.2 or later of"
            f" valkey, got {version!r} of {engine}"
        )
    elif software.get("family") != family:
        yield f"'software.family' of {engine} {version} is {family!r}, got {software.get('family')!r}"
    for parameter in _OWN_PARAMETERS:
        if parameter in software.get("parameters", {}):
            yield f"'software.parameters.{parameter}': 'nodes.shards' decides it, leave it out"


def _node_problems(nodes: CacheNodesArgs) -> Iterator[str]:
    if not _NODE_TYPE.fullmatch(nodes["type"]):
        yield f"'nodes.type' must be a node type such as cache.r7g.large, got {nodes['type']!r}"
    if not 1 <= nodes["replicas"] <= _MOST_REPLICAS:
        yield (
            f"'nodes.replicas' must be 1 to {_MOST_REPLICAS}, got {nodes['replicas']}: without a replica a"
            " lost zone is a lost cache"
        )
    if not 1 <= nodes.get("shards", 1) <= _MOST_SHARDS:
        yield f"'nodes.shards' must be 1 to {_MOST_SHARDS}, got {nodes.get('shards')}"


def _global_node_problems(nodes: CacheNodesArgs) -> Iterator[str]:
    if _NODE_TYPE.fullmatch(nodes["type"]) and not is_global_node_type(nodes["type"]):
        yield (
            f"'nodes.type': no Global Datastore takes {nodes['type']}: large or larger of families M5, M6g,"
            " M7g, R5, R6g, R6gd, R7g and C7gn (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/"
            "Redis-Global-Datastores-Getting-Started.html)"
        )


def _serverless_problems(software: CacheSoftwareArgs, limits: CacheServerlessArgs) -> Iterator[str]:
    if software["engine"] not in {*CacheEngine}:
        yield f"'software.engine' must be one of {', '.join(CacheEngine)}, got {software['engine']!r}"
    if not re.fullmatch(r"\d+", software["version"]):
        yield f"'software.version' of a serverless cache is its major version, got {software['version']!r}"
    if software.get("parameters") or "family" in software:
        yield "'software.family' and 'software.parameters': a serverless cache has no parameter group"
    if not 1 <= limits["max_storage_gb"] <= _MOST_STORAGE_GB:
        yield f"'serverless.max_storage_gb' must be 1 to {_MOST_STORAGE_GB}, got {limits['max_storage_gb']}"
    if not _LEAST_ECPU <= limits["max_ecpu_per_second"] <= _MOST_ECPU:
        yield (
            f"'serverless.max_ecpu_per_second' must be {_LEAST_ECPU} to {_MOST_ECPU},"
            f" got {limits['max_ecpu_per_second']}"
        )


def _token_problems(version: int) -> Iterator[str]:
    if version < 1:
        yield f"'token_version' must be 1 or more, got {version}"


def _upkeep_problems(upkeep: CacheUpkeepArgs) -> Iterator[str]:
    if not 0 <= (days := upkeep.get("snapshot_days", 1)) <= _MOST_SNAPSHOT_DAYS:
        yield f"'upkeep.snapshot_days' must be 0 to {_MOST_SNAPSHOT_DAYS}, got {days}"
    if (days := upkeep.get("log_retention_days", 30)) not in LOG_RETENTION_DAYS:
        allowed = ", ".join(map(str, LOG_RETENTION_DAYS))
        yield f"'upkeep.log_retention_days' must be one of {allowed}, got {days}"


def _member_problems(args: GlobalCacheArgs) -> Iterator[str]:
    members = args["members"]
    yield from place_problems("home", args["home"], members)
    if not _LEAST_MEMBERS <= len(members) <= _MOST_MEMBERS:
        yield f"'members' must be {_LEAST_MEMBERS} or {_MOST_MEMBERS} regions, got {len(members)}"
    yield from shared_regions(members).values()
    yield from identifier_problems("identifier", args["identifier"], _LONGEST_IDENTIFIER)
