"""Replicated buckets as a store of a stack."""

from holdfast.components.declared_store import DeclaredStore, StoreScope
from holdfast.topology.values import S3Plan, StorePlan


def declare_s3(scope: StoreScope, store: StorePlan, plan: S3Plan) -> DeclaredStore:
    """Declare replicated buckets.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    raise NotImplementedError(scope, store, plan)
