"""The stores of a stack: declared, or adopted, and what services need in order to use them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from holdfast.components.alarm_topic import AlarmTopic
from holdfast.components.aurora_store import declare_aurora
from holdfast.components.declared_store import DeclaredStore, StoreScope
from holdfast.components.dsql_database import endpoint_of
from holdfast.components.dsql_store import declare_dsql
from holdfast.components.elasticache_store import declare_elasticache
from holdfast.components.held_regions import leave_regions_as_is
from holdfast.components.rds_store import declare_rds
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.s3_store import adopted_bucket_access, adopted_bucket_operations, declare_s3
from holdfast.components.service_args import ServiceStore
from holdfast.components.service_stores import cache_access, database_access, dsql_access, table_access
from holdfast.components.table_store import declare_table
from holdfast.topology.values import AdoptedStorePlan, StoreKind, StorePlan, Topology


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The stores of a stack by key."""

    topology: Topology
    """The plan."""
    declared: Mapping[str, DeclaredStore]
    """Those that are not adopted."""

    def in_region(self, place: str) -> dict[str, ServiceStore]:
        """Return what services in a place need in order to use each store that lies there."""
        return {
            store.key: self._access(store, place) for store in self.topology.stores if place in store.places
        }

    def operations(self, store: StorePlan) -> Mapping[str, Any]:
        """Return what only a store's kind has of ``holdfast.contracts.operations.Store``."""
        if store.adopted is not None:
            return {
                "table": store.adopted.table_name,
                **adopted_bucket_operations(store.adopted),
                "dsql_clusters": _adopted_dsql(self.topology, store.adopted),
            }
        return self.declared[store.key].operations()

    def _access(self, store: StorePlan, place: str) -> ServiceStore:
        if store.adopted is None:
            return self.declared[store.key].access(place)
        region = next(one.region for one in self.topology.regions if one.place == place)
        return _adopted_access(store, store.adopted, place, region, self.topology.account_id)


def _adopted_access(
    store: StorePlan, plan: AdoptedStorePlan, place: str, region: str, account_id: str
) -> ServiceStore:
    key_arn = plan.key_arns.get(place)
    if plan.buckets:
        return adopted_bucket_access(store.key, plan, place)
    if plan.table_name is not None:
        return table_access(
            store.key,
            region=region,
            table_name=plan.table_name,
            table_arn=f"arn:aws:dynamodb:{region}:{account_id}:table/{plan.table_name}",
            key_arn=key_arn,
        )
    if place in plan.dsql_clusters:
        identifier = plan.dsql_clusters[place]
        return dsql_access(
            store.key,
            endpoint=endpoint_of(identifier, region),
            identifier=identifier,
            cluster_arn=_dsql_arn(identifier, region, account_id),
            as_admin=False,
        )
    cluster = next(one for one in plan.clusters if one.place == place)
    if store.kind is StoreKind.ELASTICACHE:
        return cache_access(
            store.key,
            region=region,
            endpoint=cluster.endpoint,
            reader_endpoint=cluster.reader_endpoint,
            port=plan.port or 0,
            secret_arn=(plan.secret_arn or "").replace("{region}", region),
            key_arn=key_arn,
            security_group_id=cluster.security_group_id,
            kind="STORE",
        )
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


def _dsql_arn(identifier: str, region: str, account_id: str) -> str:
    return f"arn:aws:dsql:{region}:{account_id}:cluster/{identifier}"


def _adopted_dsql(topology: Topology, plan: AdoptedStorePlan) -> dict[str, Any]:
    regions = {region.place: region.region for region in topology.regions}
    return {
        place: {
            "identifier": identifier,
            "arn": _dsql_arn(identifier, regions[place], topology.account_id),
            "endpoint": endpoint_of(identifier, regions[place]),
            "vpc_endpoint_service": None,
        }
        for place, identifier in plan.dsql_clusters.items()
    }


def declare_stores(
    topology: Topology,
    foundations: Mapping[str, RegionalFoundation],
    topics: Mapping[str, AlarmTopic],
    parent: pulumi.Resource,
) -> Stores:
    """Declare every store of a stack that is not adopted.

    Args:
        topology: The plan.
        foundations: Key and network by place.
        topics: The topic of each place that serves, for alarms.
        parent: The component that the stores belong to.

    Returns:
        The stores.
    """
    held = frozenset(region.region for region in topology.regions if region.held)
    child = pulumi.ResourceOptions(parent=parent, transforms=[leave_regions_as_is(held)] if held else None)
    scope = StoreScope(
        topology=topology,
        foundations=foundations,
        topic_arns={place: topic.topic_arn for place, topic in topics.items()},
        child=child,
    )
    return Stores(
        topology=topology,
        declared={store.key: _declare(scope, store) for store in topology.stores if store.adopted is None},
    )


def _declare(scope: StoreScope, store: StorePlan) -> DeclaredStore:
    if store.aurora is not None:
        return declare_aurora(scope, store, store.aurora)
    if store.dynamodb is not None:
        return declare_table(scope, store, store.dynamodb)
    if store.rds is not None:
        return declare_rds(scope, store, store.rds)
    if store.dsql is not None:
        return declare_dsql(scope, store, store.dsql)
    if store.elasticache is not None:
        return declare_elasticache(scope, store, store.elasticache)
    if store.s3 is not None:
        return declare_s3(scope, store, store.s3)
    raise ValueError(f"the store {store.key!r} is planned as nothing")
