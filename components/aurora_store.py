"""An Aurora database as a store of a stack."""

from dataclasses import dataclass
from typing import Any

from holdfast.components.aurora_database import AuroraDatabase
from holdfast.components.database_store import member_access, member_addresses
from holdfast.components.declared_store import DeclaredStore, StoreScope
from holdfast.components.service_args import ServiceStore
from holdfast.components.store_plan_args import aurora_args
from holdfast.topology.values import AuroraPlan, StorePlan


@dataclass(frozen=True, kw_only=True)
class AuroraStore:
    """A declared Aurora database."""

    scope: StoreScope
    store: StorePlan
    plan: AuroraPlan
    database: AuroraDatabase

    def access(self, place: str) -> ServiceStore:
        """Return what services in one of its places need in order to use it."""
        return member_access(
            self.scope, self.store.key, place, self.database.member(place), database=self.plan.database
        )

    def operations(self) -> dict[str, Any]:
        """Return what operators name of it."""
        return {
            "global_cluster": self.database.global_cluster_id,
            "global_endpoint": self.database.global_endpoint,
            "clusters": {place: self._cluster(place) for place in self.store.places},
        }

    def _cluster(self, place: str) -> dict[str, Any]:
        member = self.database.member(place)
        return {
            "identifier": member.cluster_identifier,
            "arn": member.cluster_arn,
            **member_addresses(member),
        }


def declare_aurora(scope: StoreScope, store: StorePlan, plan: AuroraPlan) -> DeclaredStore:
    """Declare an Aurora database.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    args = aurora_args(store, plan, topology=scope.topology, foundations=scope.foundations)
    database = AuroraDatabase(f"global-{store.key}", args, scope.child)
    return AuroraStore(scope=scope, store=store, plan=plan, database=database)
