"""Planned caches as arguments of their components."""

from collections.abc import Mapping

from holdfast.components.cache_args import (
    CacheMemberArgs,
    CacheNodesArgs,
    CacheSoftwareArgs,
    CacheUpkeepArgs,
    GlobalCacheArgs,
    RegionalCacheArgs,
)
from holdfast.components.regional_foundation import RegionalFoundation, network_for
from holdfast.topology.values import CacheNodesPlan, CachePlan, Topology


def regional_cache_args(
    plan: CachePlan, place: str, *, topology: Topology, foundation: RegionalFoundation
) -> RegionalCacheArgs:
    """Return the arguments of a planned cache in one of its places.

    Args:
        plan: The cache.
        place: The place.
        topology: The stack that it belongs to.
        foundation: Key and network of the place.
    """
    args: RegionalCacheArgs = {
        "place": place,
        "cache": plan.key,
        "member": _member(plan, place, topology, foundation),
        "software": _software(plan),
        "authentication": plan.authentication,
        "token_version": plan.token_version,
        "upkeep": _upkeep(plan),
        "protection": topology.protection,
        "tags": {**topology.tags, "Place": place},
        "origin": plan.origin,
    }
    if plan.nodes is not None:
        args["nodes"] = _nodes(plan.nodes)
    if plan.limits is not None:
        args["serverless"] = {
            "max_storage_gb": plan.limits.max_storage_gb,
            "max_ecpu_per_second": plan.limits.max_ecpu_per_second,
        }
    if plan.access_string is not None:
        args["access_string"] = plan.access_string
    return args


def global_cache_args(
    plan: CachePlan,
    nodes: CacheNodesPlan,
    identifier: str,
    *,
    topology: Topology,
    foundations: Mapping[str, RegionalFoundation],
) -> GlobalCacheArgs:
    """Return the arguments of a planned Global Datastore.

    Args:
        plan: The cache.
        nodes: Its nodes.
        identifier: End of its id in AWS.
        topology: The stack that it belongs to.
        foundations: Key and network of each of its places.
    """
    return {
        "cache": plan.key,
        "home": plan.home,
        "members": {place: _member(plan, place, topology, foundations[place]) for place in plan.places},
        "identifier": identifier,
        "software": _software(plan),
        "nodes": _nodes(nodes),
        "token_version": plan.token_version,
        "upkeep": _upkeep(plan),
        "protection": topology.protection,
        "tags": topology.tags,
        "origin": plan.origin,
    }


def _member(
    plan: CachePlan, place: str, topology: Topology, foundation: RegionalFoundation
) -> CacheMemberArgs:
    network = network_for("a cache", place, foundation)
    args: CacheMemberArgs = {
        "region": next(region.region for region in topology.regions if region.place == place),
        "vpc_id": network.vpc_id,
        "subnet_ids": network.isolated_subnet_ids,
        "key_arn": foundation.key_arn,
    }
    if place in plan.maintenance_windows:
        args["maintenance_window"] = plan.maintenance_windows[place]
    return args


def _software(plan: CachePlan) -> CacheSoftwareArgs:
    args: CacheSoftwareArgs = {"engine": plan.engine, "version": plan.engine_version}
    if plan.nodes is not None:
        args["family"] = plan.nodes.parameter_group_family
        args["parameters"] = plan.nodes.parameters
    return args


def _nodes(plan: CacheNodesPlan) -> CacheNodesArgs:
    args: CacheNodesArgs = {"type": plan.type, "replicas": plan.replicas}
    if plan.shards is not None:
        args["shards"] = plan.shards
    return args


def _upkeep(plan: CachePlan) -> CacheUpkeepArgs:
    args: CacheUpkeepArgs = {
        "snapshot_days": plan.snapshot_days,
        "auto_minor_version_upgrade": plan.auto_minor_version_upgrade,
        "apply_immediately": plan.apply_immediately,
        "log_retention_days": plan.log_retention_days,
    }
    if plan.snapshot_window is not None:
        args["snapshot_window"] = plan.snapshot_window
    return args
