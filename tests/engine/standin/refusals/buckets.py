"""S3: what replication and locks need.

Texts: ``resourceBucketReplicationConfigurationCreate`` in https://github.com/hashicorp/terraform-provider-aws/blob/
main/internal/service/s3/bucket_replication_configuration.go and https://docs.aws.amazon.com/AmazonS3/latest/
userguide/replication-troubleshoot.html. A bucket that locks copies to none that does not, and only a bucket
with versions locks: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html and
object-lock-configure.html; S3's words for these two are not known. All 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.engine.standin.cloud import Cloud
    from tests.engine.standin.refusals.wanted import Rule, Wanted

_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
_LOCKS = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
_VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"


def _versioned(cloud: Cloud) -> set[str]:
    return {
        thing.id
        for thing in cloud.of(_VERSIONING)
        if thing.state["versioningConfiguration"]["status"] == "Enabled"
    }


def _both_sides_are_versioned(cloud: Cloud, wanted: Wanted) -> str | None:
    versioned = _versioned(cloud)
    if wanted.text("bucket") not in versioned:
        return (
            "InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication configuration"
        )
    for rule in wanted.inputs["rules"]:
        if rule["destination"]["bucket"].removeprefix("arn:aws:s3:::") not in versioned:
            return "InvalidRequest: Destination bucket must have versioning enabled."
    return None


def _the_other_side_locks_too(cloud: Cloud, wanted: Wanted) -> str | None:
    locking = {thing.state["bucket"] for thing in cloud.of(_LOCKS)}
    if wanted.text("bucket") not in locking:
        return None
    for rule in wanted.inputs["rules"]:
        if rule["destination"]["bucket"].removeprefix("arn:aws:s3:::") not in locking:
            return "InvalidRequest: Destination bucket must have object lock enabled."
    return None


def _only_versions_are_locked(cloud: Cloud, wanted: Wanted) -> str | None:
    if wanted.text("bucket") in _versioned(cloud):
        return None
    return "InvalidBucketState: Versioning must be 'Enabled' on the bucket to apply an object lock"


RULES: Mapping[str, tuple[Rule, ...]] = {
    _REPLICATION: (_both_sides_are_versioned, _the_other_side_locks_too),
    _LOCKS: (_only_versions_are_locked,),
}
