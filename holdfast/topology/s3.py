"""Replicated buckets planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective_stores
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import (
    AccessPoint,
    AccessPointRoutes,
    BucketMemberPlan,
    ObjectLockPlan,
    S3Plan,
)

if TYPE_CHECKING:
    from holdfast.settings import Settings


def plan_s3(key: str, settings: Settings, *, home: str, identifier: str) -> S3Plan:
    """Plan replicated buckets.

    Args:
        key: The store's key in the settings.
        settings: The whole settings.
        home: Place in which it was first created.
        identifier: Project, stack and key, for names that AWS must know.

    Returns:
        The buckets, the same whatever the roles are.
    """
    store = settings.stores[key]
    asked, path = effective_stores.s3(store), f"holdfast:stores.{key}.s3"
    places, lock = effective_stores.store_places(store, settings), asked.object_lock
    spanned = asked.access_point is AccessPoint.MULTI_REGION
    at_home = asked.access_point_routes is AccessPointRoutes.HOME
    return S3Plan(
        members=tuple(BucketMemberPlan(place=place, region=PLACES[place].name) for place in places),
        replication_time_control=asked.replication_time_control,
        delete_markers=asked.delete_markers,
        noncurrent_days=asked.noncurrent_days,
        expire_days=asked.expire_days,
        object_lock=None if lock is None else ObjectLockPlan(mode=lock.mode, days=lock.days),
        log_retention_days=asked.log_retention_days,
        access_point=identifier if spanned else None,
        active=() if not spanned else (home,) if at_home else tuple(places),
        origin=origin(
            members=path_of(store, f"holdfast:stores.{key}", "regions"),
            active=path_of(asked, path, "access_point_routes"),
            **{
                field: path_of(asked, path, field)
                for field in (
                    "replication_time_control",
                    "delete_markers",
                    "noncurrent_days",
                    "expire_days",
                    "object_lock",
                    "log_retention_days",
                    "access_point",
                )
            },
        ),
    )
