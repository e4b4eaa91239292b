"""A cache that counts as a store planned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.settings import effective_stores
from holdfast.topology.cache import plan_shape
from holdfast.topology.origins import origin, path_of

if TYPE_CHECKING:
    from holdfast.settings import Settings
    from holdfast.topology.values import CachePlan


def plan_elasticache(key: str, settings: Settings, *, home: str, identifier: str) -> CachePlan:
    """Plan a cache that counts as a store: of several regions a Global Datastore.

    Args:
        key: The store's key in the settings.
        settings: The whole settings.
        home: Place in which it was first created.
        identifier: Project, stack and key, the end of a Global Datastore's id in AWS.

    Returns:
        The cache, the same whatever the roles are.
    """
    store, path = settings.stores[key], f"holdfast:stores.{key}"
    places = effective_stores.store_places(store, settings)
    plan = plan_shape(key, effective_stores.elasticache(store), f"{path}.elasticache", places)
    regions = path_of(store, path, "regions")
    return replace(
        plan,
        home=home,
        identifier=identifier if len(places) > 1 else None,
        origin=origin(**plan.origin, places=regions, identifier=regions, home=path_of(store, path, "home")),
    )
