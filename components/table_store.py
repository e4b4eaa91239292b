"""A global table as a store of a stack."""

from dataclasses import dataclass
from typing import Any

from holdfast.components.declared_store import DeclaredStore, StoreScope
from holdfast.components.global_table import GlobalTable
from holdfast.components.service_args import ServiceStore
from holdfast.components.service_stores import table_access
from holdfast.components.store_plan_args import table_args
from holdfast.topology.values import DynamodbPlan, StorePlan


@dataclass(frozen=True, kw_only=True)
class TableStore:
    """A declared global table."""

    scope: StoreScope
    store: StorePlan
    table: GlobalTable

    def access(self, place: str) -> ServiceStore:
        """Return what services in one of its places need in order to use it."""
        return table_access(
            self.store.key,
            region=self.scope.region(place),
            table_name=self.table.table_name,
            table_arn=self.table.member_arn(place),
            key_arn=self.scope.key_arn(place),
        )

    def operations(self) -> dict[str, Any]:
        """Return what operators name of it."""
        return {
            "table": self.table.table_name,
            "tables": {place: self.table.member_arn(place) for place in self.store.places},
        }


def declare_table(scope: StoreScope, store: StorePlan, plan: DynamodbPlan) -> DeclaredStore:
    """Declare a global table.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    args = table_args(store, plan, topology=scope.topology, foundations=scope.foundations)
    return TableStore(scope=scope, store=store, table=GlobalTable(f"global-{store.key}", args, scope.child))
