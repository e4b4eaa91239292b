"""Planned DSQL databases as arguments of their component."""

from holdfast.components.declared_store import StoreScope
from holdfast.components.dsql_args import DsqlDatabaseArgs
from holdfast.components.store_plan_args import store_backup_tags
from holdfast.topology.values import DsqlPlan, StorePlan


def dsql_args(scope: StoreScope, store: StorePlan, plan: DsqlPlan) -> DsqlDatabaseArgs:
    """Return the arguments of a planned DSQL database.

    Args:
        scope: What the stores of the stack are declared with.
        store: The store.
        plan: What it is.
    """
    args: DsqlDatabaseArgs = {
        "store": store.key,
        "members": {
            place: {"region": scope.region(place), "key_arn": scope.key_arn(place)} for place in store.places
        },
        "backup_tags": store_backup_tags(store, scope.topology.backups, continuous=False),
        "protection": scope.topology.protection,
        "tags": scope.topology.tags,
        "origin": {**store.origin, **plan.origin},
    }
    if plan.witness_region is not None:
        args["witness_region"] = plan.witness_region
    return args
