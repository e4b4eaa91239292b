"""An RDS database as a store of a stack."""

from dataclasses import dataclass
from typing import Any

from holdfast.components.database_store import member_access, member_addresses
from holdfast.components.declared_store import DeclaredStore, StoreScope
from holdfast.components.rds_database import RdsDatabase
from holdfast.components.rds_plan_args import rds_args
from holdfast.components.service_args import ServiceStore
from holdfast.topology.values import RdsPlan, StorePlan


@dataclass(frozen=True, kw_only=True)
class RdsStore:
    """A declared RDS database."""

    scope: StoreScope
    store: StorePlan
    plan: RdsPlan
    database: RdsDatabase

    def access(self, place: str) -> ServiceStore:
        """Return what services in one of its places need in order to use it."""
        return member_access(
            self.scope, self.store.key, place, self.database.member(place), database=self.plan.database
        )

    def operations(self) -> dict[str, Any]:
        """Return what operators name of it."""
        return {
            "rds_shape": self.plan.shape.value,
            "rds_source": self.plan.source,
            "rds_members": {place: self._member(place) for place in self.store.places},
        }

    def _member(self, place: str) -> dict[str, Any]:
        member = self.database.member(place)
        return {
            "identifier": member.identifier,
            "arn": member.arn,
            **member_addresses(member),
        }


def declare_rds(scope: StoreScope, store: StorePlan, plan: RdsPlan) -> DeclaredStore:
    """Declare an RDS database.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    args = rds_args(store, plan, topology=scope.topology, foundations=scope.foundations)
    database = RdsDatabase(f"global-{store.key}", args, scope.child)
    return RdsStore(scope=scope, store=store, plan=plan, database=database)
