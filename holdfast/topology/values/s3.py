"""Replicated buckets, planned."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.topology.values.origin import no_origin

if TYPE_CHECKING:
    from holdfast.topology.values.origin import Origin


class AccessPoint(StrEnum):
    """How services reach the buckets."""

    NONE = "none"
    """Each region's services use that region's bucket alone."""
    MULTI_REGION = "multi-region"
    """One ARN leads to any of them."""


class AccessPointRoutes(StrEnum):
    """Where a Multi-Region Access Point leads when it is made."""

    NEAREST = "nearest"
    """To the nearest of all buckets."""
    HOME = "home"
    """To the home's bucket, whatever is nearest."""


class ObjectLockMode(StrEnum):
    """Who can end a lock before its time."""

    GOVERNANCE = "governance"
    """Who has the permission to."""
    COMPLIANCE = "compliance"
    """Nobody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BucketMemberPlan:
    """One region's bucket."""

    place: str
    region: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectLockPlan:
    """The lock on each new version."""

    mode: ObjectLockMode
    days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class S3Plan:
    """Replicated buckets.

    ``access_point`` is the name of the Multi-Region Access Point, None where there is none; ``active`` are
    the places that it leads to when it is made.
    """

    members: tuple[BucketMemberPlan, ...]
    replication_time_control: bool
    delete_markers: bool
    noncurrent_days: int
    expire_days: int | None
    object_lock: ObjectLockPlan | None
    log_retention_days: int
    access_point: str | None
    active: tuple[str, ...]
    origin: Origin = field(default_factory=no_origin)
