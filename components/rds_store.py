"""An RDS database as a store of a stack."""

from holdfast.components.declared_store import DeclaredStore, StoreScope
from holdfast.topology.values import RdsPlan, StorePlan


def declare_rds(scope: StoreScope, store: StorePlan, plan: RdsPlan) -> DeclaredStore:
    """Declare an RDS database.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    raise NotImplementedError(scope, store, plan)
