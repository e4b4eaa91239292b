"""Settings of stores of kind s3."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from holdfast.settings.base import Days, KeyArn, Place, SettingsModel
from holdfast.topology.values import AccessPoint, AccessPointRoutes, ObjectLockMode

NONCURRENT_DAYS = 90
"""Days for which a replaced or deleted version is kept. Assumption: the team's rules decide."""

BucketName = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
        json_schema_extra={
            "patternErrorMessage": "a bucket's name is 3 to 63 lower-case letters, digits, hyphens and dots, "
            "a letter or a digit at each end"
        },
    ),
]
AccessPointArn = Annotated[
    str,
    Field(
        pattern=r"^arn:aws:s3::[0-9]{12}:accesspoint/[a-z0-9]+\.mrap$",
        json_schema_extra={
            "patternErrorMessage": "the ARN of a Multi-Region Access Point is arn:aws:s3::<account>:"
            "accesspoint/<alias>.mrap"
        },
    ),
]


class ObjectLockSettings(SettingsModel):
    """A lock on each new version; buckets that could lock once can for ever."""

    mode: ObjectLockMode = ObjectLockMode.GOVERNANCE
    """`governance`: who may `s3:BypassGovernanceRetention` can end a lock; `compliance`: nobody can, the
    account's root user included. Default: `governance`."""
    days: Annotated[int, Field(ge=1, le=36_500)]
    """Days for which each new version is locked."""


class AdoptedBucketsSettings(SettingsModel):
    """Existing buckets to use instead of making some: nothing of them is declared."""

    buckets: Annotated[dict[Place, BucketName], Field(min_length=1)]
    """Name of the bucket in each place that holds the store."""
    key_arns: dict[Place, KeyArn] = Field(default_factory=dict)
    """Customer key of the bucket per place. Default: S3's own keys."""
    access_point_arn: AccessPointArn | None = None
    """Their Multi-Region Access Point. Default: none."""


class S3Settings(SettingsModel):
    """What replicated buckets are."""

    replication_time_control: bool = True
    """Whether AWS means to copy 99.9 % of objects within 15 minutes, for a price per GB; without it no time
    is published. Default: true."""
    delete_markers: bool = True
    """Whether deleting an object in one region hides it in the others too. Default: true."""
    noncurrent_days: Days = NONCURRENT_DAYS
    """Days for which a version is kept after it was replaced or deleted. Default: 90."""
    expire_days: Days | None = None
    """Days after which objects are deleted, in every region. Default: never."""
    object_lock: ObjectLockSettings | None = None
    """A lock on each new version. Default: none."""
    log_retention_days: Days = 90
    """Days for which the logs of all requests are kept, in a bucket beside each. Default: 90."""
    access_point: AccessPoint = AccessPoint.NONE
    """`none`: services use their region's bucket; `multi-region`: also one ARN that leads to the nearest
    bucket and can be led elsewhere. Adding a region to the store later makes a new one. Default: `none`."""
    access_point_routes: AccessPointRoutes = AccessPointRoutes.NEAREST
    """Where it leads when it is made: `nearest` or `home`; a failover changes it, settings never do. Default:
    `nearest`."""
    adopt: AdoptedBucketsSettings | None = None
    """Existing buckets to use. Default: they are made."""
