"""A DSQL database planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective_stores
from holdfast.settings.aws_regions import PLACES
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import DsqlPlan

if TYPE_CHECKING:
    from holdfast.settings import Settings


def plan_dsql(key: str, settings: Settings) -> DsqlPlan:
    """Plan a DSQL database.

    Args:
        key: The store's key in the settings.
        settings: The whole settings.

    Returns:
        The database, the same whatever the roles and whichever its home is: its clusters are equals.
    """
    asked, path = effective_stores.dsql(settings.stores[key]), f"holdfast:stores.{key}.dsql"
    return DsqlPlan(
        witness_region=None if asked.witness is None else PLACES[asked.witness].name,
        connect_as_admin=asked.connect_as_admin,
        origin=origin(
            witness_region=path_of(asked, path, "witness"),
            connect_as_admin=path_of(asked, path, "connect_as_admin"),
        ),
    )
