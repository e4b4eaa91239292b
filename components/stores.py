"""The stores of a stack: declared, or adopted, and what services need in order to use them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from holdfast.components.aurora_database import AuroraDatabase
from holdfast.components.global_table import GlobalTable
from holdfast.components.held_regions import leave_regions_as_is
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.service_args import ServiceStore
from holdfast.components.service_stores import database_access, table_access
from holdfast.components.store_plan_args import aurora_args, table_args
from holdfast.topology.values import AdoptedStorePlan, StorePlan, Topology


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The stores of a stack by key."""

    topology: Topology
    """The plan."""
    databases: Mapping[str, AuroraDatabase]
    """Aurora databases that were declared."""
    tables: Mapping[str, GlobalTable]
    """Global tables that were declared."""
    key_arns: Mapping[str, pulumi.Output[str]]
    """Customer key of each place that holds one of them."""

    def in_region(self, place: str) -> dict[str, ServiceStore]:
        """Return what services in a place need in order to use each store that lies there."""
        return {
            store.key: self._access(store, place) for store in self.topology.stores if place in store.places
        }

    def _access(self, store: StorePlan, place: str) -> ServiceStore:
        region = next(one.region for one in self.topology.regions if one.place == place)
        if store.adopted is not None:
            return _adopted_access(store, store.adopted, place, region, self.topology.account_id)
        if store.key in self.tables:
            table = self.tables[store.key]
            return table_access(
                store.key,
                region=region,
                table_name=table.table_name,
                table_arn=table.member_arn(place),
                key_arn=self.key_arns[place],
            )
        member = self.databases[store.key].member(place)
        return database_access(
            store.key,
            region=region,
            endpoint=member.endpoint,
            reader_endpoint=member.reader_endpoint,
            port=member.port,
            database=store.aurora.database if store.aurora else store.key,
            secret_arn=member.secret_arn,
            key_arn=self.key_arns[place],
            security_group_id=member.security_group_id,
        )


def _adopted_access(
    store: StorePlan, plan: AdoptedStorePlan, place: str, region: str, account_id: str
) -> ServiceStore:
    key_arn = plan.key_arns.get(place)
    if plan.table_name is not None:
        return table_access(
            store.key,
            region=region,
            table_name=plan.table_name,
            table_arn=f"arn:aws:dynamodb:{region}:{account_id}:table/{plan.table_name}",
            key_arn=key_arn,
        )
    cluster = next(one for one in plan.clusters if one.place == place)
    return database_access(
        store.key,
        region=region,
        endpoint=cluster.endpoint,
        reader_endpoint=cluster.reader_endpoint,
        port=plan.port or 0,
        database=plan.database or "",
        secret_arn=(plan.secret_arn or "").replace("{region}", region),
        key_arn=key_arn,
        security_group_id=cluster.security_group_id,
    )


def declare_stores(
    topology: Topology, foundations: Mapping[str, RegionalFoundation], parent: pulumi.Resource
) -> Stores:
    """Declare every store of a stack that is not adopted.

    Args:
        topology: The plan.
        foundations: Key and network by place.
        parent: The component that the stores belong to.

    Returns:
        The stores.
    """
    held = frozenset(region.region for region in topology.regions if region.held)
    child = pulumi.ResourceOptions(parent=parent, transforms=[leave_regions_as_is(held)] if held else None)
    return Stores(
        topology=topology,
        databases={
            store.key: AuroraDatabase(
                f"global-{store.key}",
                aurora_args(store, store.aurora, topology=topology, foundations=foundations),
                child,
            )
            for store in topology.stores
            if store.aurora is not None
        },
        tables={
            store.key: GlobalTable(
                f"global-{store.key}",
                table_args(store, store.dynamodb, topology=topology, foundations=foundations),
                child,
            )
            for store in topology.stores
            if store.dynamodb is not None
        },
        key_arns={place: foundation.key_arn for place, foundation in foundations.items()},
    )
