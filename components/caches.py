"""The caches of a stack, and what services need in order to use them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from holdfast.components.cache import CacheMember, RegionalCache
from holdfast.components.cache_plan_args import global_cache_args, regional_cache_args
from holdfast.components.global_cache import GlobalCache
from holdfast.components.held_regions import leave_as_is, leave_regions_as_is
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.service_args import ServiceStore
from holdfast.components.service_stores import cache_access
from holdfast.topology.values import Topology


@dataclass(frozen=True, kw_only=True)
class Caches:
    """The caches of a stack."""

    topology: Topology
    """The plan."""
    regional: Mapping[tuple[str, str], RegionalCache]
    """Caches of one region each, by key and place."""
    spanning: Mapping[str, GlobalCache]
    """Global Datastores by key."""
    key_arns: Mapping[str, pulumi.Output[str]]
    """Customer key of each place that has one of them."""

    def in_region(self, place: str) -> dict[str, ServiceStore]:
        """Return what services in a place need in order to use each cache that lies there, by its key."""
        region = next(one.region for one in self.topology.regions if one.place == place)
        return {
            plan.key: cache_access(
                plan.key,
                region=region,
                endpoint=member.endpoint,
                reader_endpoint=member.reader_endpoint,
                port=member.port,
                secret_arn=member.secret_arn,
                key_arn=self.key_arns[place],
                security_group_id=member.security_group_id,
            )
            for plan in self.topology.caches
            if place in plan.places
            for member in (self.member(plan.key, place),)
        }

    def member(self, key: str, place: str) -> CacheMember:
        """Return the cache with a key in one of its places."""
        if key in self.spanning:
            return self.spanning[key].member(place)
        return self.regional[key, place].member


def declare_caches(
    topology: Topology, foundations: Mapping[str, RegionalFoundation], parent: pulumi.Resource
) -> Caches:
    """Declare every cache of a stack.

    Args:
        topology: The plan.
        foundations: Key and network by place.
        parent: The component that the caches belong to.

    Returns:
        The caches.
    """
    held = frozenset(region.place for region in topology.regions if region.held)
    held_names = frozenset(region.region for region in topology.regions if region.held)
    return Caches(
        topology=topology,
        regional={
            (plan.key, place): RegionalCache(
                f"{place}-{plan.key}",
                regional_cache_args(plan, place, topology=topology, foundation=foundations[place]),
                pulumi.ResourceOptions(parent=parent, transforms=[leave_as_is] if place in held else None),
            )
            for plan in topology.caches
            if plan.identifier is None
            for place in plan.places
        },
        spanning={
            plan.key: GlobalCache(
                f"global-{plan.key}",
                global_cache_args(
                    plan, plan.nodes, plan.identifier, topology=topology, foundations=foundations
                ),
                pulumi.ResourceOptions(
                    parent=parent, transforms=[leave_regions_as_is(held_names)] if held_names else None
                ),
            )
            for plan in topology.caches
            if plan.identifier is not None and plan.nodes is not None
        },
        key_arns={place: foundation.key_arn for place, foundation in foundations.items()},
    )
