"""What a service needs to use the buckets of a store."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from holdfast.components.service_args import ServiceStore, StoreStatement

# Nothing that changes the bucket itself, and no version: what was deleted stays for those who restore it.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html (2026-11)
_BUCKET_ACTIONS = ("s3:GetBucketLocation", "s3:ListBucket")
_OBJECT_ACTIONS = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:GetObject",
    "s3:GetObjectTagging",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
    "s3:PutObjectTagging",
)
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html (2026-11): the second writes,
# the first reads, and finishes an upload in parts.
_KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")


@dataclass(frozen=True, kw_only=True, slots=True)
class BucketEndpoint:
    """One region's bucket as a service sees it."""

    region: str
    """AWS region of the bucket."""
    bucket: pulumi.Input[str]
    """Its name."""
    arn: pulumi.Input[str]
    """Its ARN."""
    key_arn: pulumi.Input[str] | None
    """Customer key that encrypts it, None for S3's own."""


def bucket_access(
    key: str,
    *,
    place: str,
    buckets: Mapping[str, BucketEndpoint],
    access_point_arn: pulumi.Input[str] | None = None,
) -> ServiceStore:
    """What a service needs to read and write objects: ``STORE_<KEY>_BUCKET`` names its region's bucket.

    With a Multi-Region Access Point, ``STORE_<KEY>_ACCESS_POINT_ARN`` stands in a bucket's stead in any
    request. Any bucket may then answer, so the service may use all of them and their keys: S3 asks for the
    permission on the access point and on the bucket behind it
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html, 2026-11).

    Args:
        key: Key of the store.
        place: Place of the service.
        buckets: Place → its bucket, the service's own among them.
        access_point_arn: The Multi-Region Access Point before all of them. Default: none, the service may use
            its region's bucket alone.
    """
    own = buckets[place]
    prefix = f"STORE_{key.upper().replace('-', '_')}"
    environment: dict[str, pulumi.Input[str]] = {f"{prefix}_BUCKET": own.bucket}
    reached = {place: own}
    bucket_arns: list[pulumi.Input[str]] = []
    object_arns: list[pulumi.Input[str]] = []
    if access_point_arn is not None:
        environment[f"{prefix}_ACCESS_POINT_ARN"] = access_point_arn
        reached = {**buckets}
        bucket_arns.append(access_point_arn)
        object_arns.append(pulumi.Output.concat(access_point_arn, "/object/*"))
    for _, one in sorted(reached.items()):
        bucket_arns.append(one.arn)
        object_arns.append(pulumi.Output.concat(one.arn, "/*"))
    statements: list[StoreStatement] = [
        {"Effect": "Allow", "Action": list(_BUCKET_ACTIONS), "Resource": bucket_arns},
        {"Effect": "Allow", "Action": list(_OBJECT_ACTIONS), "Resource": object_arns},
    ]
    for _, one in sorted(reached.items()):
        if one.key_arn is not None:
            statements.append(
                {
                    "Effect": "Allow",
                    "Action": list(_KEY_ACTIONS),
                    "Resource": [one.key_arn],
                    "Condition": {"StringEquals": {"kms:ViaService": f"s3.{one.region}.amazonaws.com"}},
                }
            )
    return ServiceStore(environment=environment, statements=statements)
