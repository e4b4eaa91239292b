"""A DSQL database as a store of a stack."""

from dataclasses import dataclass
from typing import Any

from holdfast.components.declared_store import DeclaredStore, StoreScope
from holdfast.components.dsql_database import DsqlDatabase
from holdfast.components.dsql_plan_args import dsql_args
from holdfast.components.service_args import ServiceStore
from holdfast.components.service_stores import dsql_access
from holdfast.topology.values import DsqlPlan, StorePlan


@dataclass(frozen=True, kw_only=True)
class DsqlStore:
    """A declared DSQL database."""

    store: StorePlan
    plan: DsqlPlan
    database: DsqlDatabase

    def access(self, place: str) -> ServiceStore:
        """Return what services in one of its places need in order to use it."""
        member = self.database.member(place)
        return dsql_access(
            self.store.key,
            endpoint=member.endpoint,
            identifier=member.identifier,
            cluster_arn=member.arn,
            as_admin=self.plan.connect_as_admin,
        )

    def operations(self) -> dict[str, Any]:
        """Return what operators name of it."""
        return {
            "dsql_clusters": {place: self._cluster(place) for place in self.store.places},
            "witness_region": self.plan.witness_region,
        }

    def _cluster(self, place: str) -> dict[str, Any]:
        member = self.database.member(place)
        return {
            "identifier": member.identifier,
            "arn": member.arn,
            "endpoint": member.endpoint,
            "vpc_endpoint_service": member.vpc_endpoint_service_name,
        }


def declare_dsql(scope: StoreScope, store: StorePlan, plan: DsqlPlan) -> DeclaredStore:
    """Declare a DSQL database.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    database = DsqlDatabase(f"global-{store.key}", dsql_args(scope, store, plan), scope.child)
    return DsqlStore(store=store, plan=plan, database=database)
