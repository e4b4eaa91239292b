"""A cache that counts as a store as a store of a stack."""

from holdfast.components.declared_store import DeclaredStore, StoreScope
from holdfast.topology.values import CachePlan, StorePlan


def declare_elasticache(scope: StoreScope, store: StorePlan, plan: CachePlan) -> DeclaredStore:
    """Declare a cache that counts as a store.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    raise NotImplementedError(scope, store, plan)
