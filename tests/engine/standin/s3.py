"""What AWS and its operators do to replicated buckets and to the access point before them.

- Every bucket takes writes, so nothing is promoted. A failover changes routes and nothing else: "This API
  operation updates the routing status for the specified Regions from active to passive, or from passive to
  active" (https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_SubmitMultiRegionAccessPointRoutes.html).
- Replication refuses buckets without versions: "Versioning must be 'Enabled' on the bucket"
  (``resourceBucketReplicationConfigurationCreate`` in https://github.com/hashicorp/terraform-provider-aws/blob/
  main/internal/service/s3/bucket_replication_configuration.go).
- A bucket that is gone takes its versioning, encryption, policy and the rest with it.

All 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.engine.standin.cloud import Cloud, Thing

BUCKET = "aws:s3/bucket:Bucket"
ROUTES = "aws:s3control/multiRegionAccessPointRoutes:MultiRegionAccessPointRoutes"
OF_A_BUCKET = (
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketNotification:BucketNotification",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
)
"""Types that are parts of a bucket, and gone with it; versioning last."""


def lead_to(cloud: Cloud, regions: Collection[str]) -> None:
    """Operators lead the requests of every access point to some regions alone."""
    for routes in cloud.of(ROUTES):
        routes.state["routes"] = [
            {**one, "trafficDialPercentage": 100 if one["region"] in regions else 0}
            for one in routes.state["routes"]
        ]


def make_anew(cloud: Cloud, region: str) -> list[Thing]:
    """Operators make the buckets of a region again, under their names and bare; gives what they lack."""
    lacking = [thing for thing in cloud.of(*OF_A_BUCKET) if thing.region == region]
    # Versioning comes last, which S3 keeps as long as there is replication.
    for thing in sorted(lacking, key=lambda one: OF_A_BUCKET.index(one.type)):
        cloud.delete(thing.type, thing.state, thing.id)
    for bucket in cloud.of(BUCKET):
        if bucket.region == region:
            bucket.state["tags"] = bucket.state["tagsAll"] = {}
    return lacking
