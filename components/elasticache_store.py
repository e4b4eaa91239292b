"""A cache that counts as a store as a store of a stack."""

from dataclasses import dataclass
from typing import Any

from holdfast.components.cache import CacheMember, RegionalCache
from holdfast.components.cache_plan_args import global_cache_args, regional_cache_args
from holdfast.components.declared_store import DeclaredStore, StoreScope
from holdfast.components.global_cache import GlobalCache
from holdfast.components.service_args import ServiceStore
from holdfast.components.service_stores import cache_access
from holdfast.topology.values import CachePlan, StorePlan


@dataclass(frozen=True, kw_only=True)
class ElasticacheStore:
    """A declared cache that counts as a store: of several regions a Global Datastore."""

    scope: StoreScope
    store: StorePlan
    cache: RegionalCache | GlobalCache

    def access(self, place: str) -> ServiceStore:
        """Return what services in one of its places need in order to use it."""
        member = self.member(place)
        return cache_access(
            self.store.key,
            region=self.scope.region(place),
            endpoint=member.endpoint,
            reader_endpoint=member.reader_endpoint,
            port=member.port,
            secret_arn=member.secret_arn,
            key_arn=self.scope.key_arn(place),
            security_group_id=member.security_group_id,
            kind="STORE",
        )

    def operations(self) -> dict[str, Any]:
        """Return what operators name of it."""
        spanning = self.cache if isinstance(self.cache, GlobalCache) else None
        return {
            "global_replication_group": spanning.global_replication_group_id if spanning else None,
            "cache_members": {place: self.member(place).operations() for place in self.store.places},
        }

    def member(self, place: str) -> CacheMember:
        """Return the cache in one of its places."""
        return self.cache.member(place) if isinstance(self.cache, GlobalCache) else self.cache.member


def declare_elasticache(scope: StoreScope, store: StorePlan, plan: CachePlan) -> DeclaredStore:
    """Declare a cache that counts as a store.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    cache: RegionalCache | GlobalCache
    origin = {**plan.origin, **store.origin}
    if plan.identifier is not None and plan.nodes is not None:
        spanning = global_cache_args(
            plan, plan.nodes, plan.identifier, topology=scope.topology, foundations=scope.foundations
        )
        cache = GlobalCache(f"global-{store.key}", {**spanning, "origin": origin}, scope.child)
    else:
        regional = regional_cache_args(
            plan, plan.home, topology=scope.topology, foundation=scope.foundations[plan.home]
        )
        cache = RegionalCache(f"{plan.home}-{store.key}", {**regional, "origin": origin}, scope.child)
    return ElasticacheStore(scope=scope, store=store, cache=cache)
