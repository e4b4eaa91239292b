"""A DSQL database as a store of a stack."""

from holdfast.components.declared_store import DeclaredStore, StoreScope
from holdfast.topology.values import DsqlPlan, StorePlan


def declare_dsql(scope: StoreScope, store: StorePlan, plan: DsqlPlan) -> DeclaredStore:
    """Declare a DSQL database.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    raise NotImplementedError(scope, store, plan)
