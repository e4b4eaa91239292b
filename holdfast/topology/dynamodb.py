"""DynamoDB global tables planned: their keys, their replicas, how they are billed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective_stores
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    AttributePlan,
    DynamodbPlan,
    IndexPlan,
    TableReplicaPlan,
    ThroughputPlan,
)

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.settings.dynamodb import AttributeSettings, IndexSettings, ThroughputSettings


def plan_dynamodb(key: str, settings: Settings, *, home: str) -> DynamodbPlan:
    """Plan a DynamoDB global table.

    Args:
        key: The store's key in the settings.
        settings: The whole settings.
        home: Place of the table itself; replicas are in the store's other places.

    Returns:
        The table, the same whatever the roles are.
    """
    store = settings.stores[key]
    asked, path = effective_stores.dynamodb(store), f"holdfast:stores.{key}.dynamodb"
    provisioned, warm = asked.provisioned, asked.warm_throughput
    return DynamodbPlan(
        replicas=tuple(
            TableReplicaPlan(place=place, region=PLACES[place].name, held=place in settings.hold)
            for place in effective_stores.store_places(store, settings)
            if place != home
        ),
        partition_key=_attribute(asked.partition_key),
        sort_key=None if asked.sort_key is None else _attribute(asked.sort_key),
        indexes=tuple(_index(name, index) for name, index in sorted(asked.indexes.items())),
        ttl_attribute=asked.ttl_attribute,
        read=None if provisioned is None else _throughput(provisioned.read),
        write=None if provisioned is None else _throughput(provisioned.write),
        warm_throughput=None if warm is None else (warm.read_units_per_second, warm.write_units_per_second),
        point_in_time_recovery_days=asked.point_in_time_recovery_days,
        table_class=asked.table_class,
        witness_region=None if asked.witness is None else PLACES[asked.witness].name,
        origin=origin(
            replicas=path_of(store, f"holdfast:stores.{key}", "regions"),
            **{
                field: path_of(asked, path, setting)
                for field, setting in (
                    ("partition_key", "partition_key"),
                    ("sort_key", "sort_key"),
                    ("indexes", "indexes"),
                    ("ttl_attribute", "ttl_attribute"),
                    ("read", "provisioned"),
                    ("write", "provisioned"),
                    ("warm_throughput", "warm_throughput"),
                    ("point_in_time_recovery_days", "point_in_time_recovery_days"),
                    ("table_class", "table_class"),
                    ("witness_region", "witness"),
                )
            },
        ),
    )


def _attribute(asked: AttributeSettings) -> AttributePlan:
    return AttributePlan(name=asked.name, type=asked.type)


def _index(name: str, asked: IndexSettings) -> IndexPlan:
    return IndexPlan(
        key=name,
        partition_key=_attribute(asked.partition_key),
        sort_key=None if asked.sort_key is None else _attribute(asked.sort_key),
        projection=asked.projection,
        attributes=asked.attributes,
    )


def _throughput(asked: ThroughputSettings) -> ThroughputPlan:
    return ThroughputPlan(minimum=asked.minimum, maximum=asked.maximum, target_percent=asked.target_percent)
