"""Existing stores planned: what services need to use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.topology.values import AdoptedAuroraPlan, AdoptedStorePlan

if TYPE_CHECKING:
    from holdfast.settings import Settings


def plan_adopted(key: str, settings: Settings) -> AdoptedStorePlan:
    """Plan an existing store, of which nothing is declared.

    Raises:
        ValueError: The store's settings adopt nothing.
    """
    store = settings.stores[key]
    database, table = effective.aurora(store).adopt, effective.dynamodb(store).adopt
    if effective.is_aurora(store) and database is not None:
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
            port=database.port or effective.PORTS[store.kind],
            database=database.database,
            secret_arn=database.secret_arn,
            table_name=None,
            key_arns=dict(sorted(database.key_arns.items())),
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
