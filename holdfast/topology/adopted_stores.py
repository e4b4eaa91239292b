"""Existing stores planned: what services need to use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective_rds, effective_stores
from holdfast.topology.values import AdoptedAuroraPlan, AdoptedBucketPlan, AdoptedStorePlan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.settings import Settings
    from holdfast.settings.rds import AdoptedInstanceSettings


def plan_adopted(key: str, settings: Settings) -> AdoptedStorePlan:
    """Plan an existing store, of which nothing is declared.

    Raises:
        ValueError: The store's settings adopt nothing.
    """
    store = settings.stores[key]
    dsql = effective_stores.dsql(store).adopt
    cache = effective_stores.elasticache(store).adopt
    buckets = effective_stores.s3(store).adopt
    database, table = effective_stores.aurora(store).adopt, effective_stores.dynamodb(store).adopt
    if effective_stores.is_aurora(store) and database is not None:
        return AdoptedStorePlan(
            clusters=tuple(
                AdoptedAuroraPlan(
                    place=place,
                    endpoint=cluster.endpoint,
                    reader_endpoint=cluster.reader_endpoint,
                    security_group_id=cluster.security_group_id,
                )
                for place, cluster in sorted(database.clusters.items())
            ),
            port=database.port or effective_stores.PORTS[store.kind],
            database=database.database,
            secret_arn=database.secret_arn,
            table_name=None,
            key_arns=dict(sorted(database.key_arns.items())),
        )
    rds = effective_stores.rds(store).adopt
    if effective_rds.is_rds(store) and rds is not None:
        return AdoptedStorePlan(
            clusters=_instances(rds.instances),
            port=rds.port or effective_rds.PORTS[store.kind],
            database=rds.database,
            secret_arn=rds.secret_arn,
            table_name=None,
            key_arns=dict(sorted(rds.key_arns.items())),
        )
    if cache is not None:
        return AdoptedStorePlan(
            clusters=_instances(cache.members),
            port=cache.port,
            database=None,
            secret_arn=cache.secret_arn,
            table_name=None,
            key_arns=dict(sorted(cache.key_arns.items())),
        )
    if dsql is not None:
        return AdoptedStorePlan(
            clusters=(),
            port=None,
            database=None,
            secret_arn=None,
            table_name=None,
            key_arns={},
            dsql_clusters=dict(sorted(dsql.clusters.items())),
        )
    if buckets is not None:
        return AdoptedStorePlan(
            clusters=(),
            port=None,
            database=None,
            secret_arn=None,
            table_name=None,
            key_arns=dict(sorted(buckets.key_arns.items())),
            buckets=tuple(
                AdoptedBucketPlan(place=place, region=PLACES[place].name, bucket=bucket)
                for place, bucket in sorted(buckets.buckets.items())
            ),
            access_point_arn=buckets.access_point_arn,
        )
    if table is None:
        raise ValueError(f"the store {key!r} adopts nothing")
    return AdoptedStorePlan(
        clusters=(),
        port=None,
        database=None,
        secret_arn=None,
        table_name=table.table_name,
        key_arns=dict(sorted(table.key_arns.items())),
    )


def _instances(adopted: Mapping[str, AdoptedInstanceSettings]) -> tuple[AdoptedAuroraPlan, ...]:
    return tuple(
        AdoptedAuroraPlan(
            place=place,
            endpoint=instance.endpoint,
            reader_endpoint=instance.reader_endpoint or instance.endpoint,
            security_group_id=instance.security_group_id,
        )
        for place, instance in sorted(adopted.items())
    )
