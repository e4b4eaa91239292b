"""A bucket that is closed but for what its policy admits: encrypted, no ACLs, never public, TLS alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pulumi
from pulumi_aws import s3


@dataclass(frozen=True, kw_only=True, slots=True)
class BucketScope:
    """What the resources of one bucket share."""

    region: str
    """AWS region of the bucket."""
    protection: bool
    """Whether the bucket is protected and kept while it holds objects."""
    tags: Mapping[str, str]
    """Tags of the bucket."""
    parent: pulumi.Resource
    """The component that declares it."""


Statement: TypeAlias = Mapping[str, Any]


def declare_closed_bucket(
    name: str,
    scope: BucketScope,
    admit: Callable[[pulumi.Output[str]], Statement | Sequence[Statement]],
    *,
    bucket_name: str | None = None,
    key_arn: pulumi.Input[str] | None = None,
    object_lock: bool | None = None,
    before_policy: Callable[["s3.Bucket"], Sequence[pulumi.Resource]] | None = None,
) -> "tuple[s3.Bucket, s3.BucketPolicy]":
    """Declare a bucket and all that closes it.

    Encryption is SSE-S3 where no key is given: neither load balancers, which deliver logs, nor anonymous
    health checkers, which read, can use a customer key
    (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html).

    Args:
        name: Logical name of the bucket; the others' names begin with it.
        scope: What its resources share.
        admit: Gives the policy statement, or statements, that let somebody in, from the bucket's ARN.
        bucket_name: Its name in AWS; changing it replaces the bucket. Default: by autonaming.
        key_arn: Customer key of the bucket's region for SSE-KMS, with a bucket key, so that KMS is not asked
            for every object. Default: SSE-S3.
        object_lock: Whether a new bucket is made so that objects can be locked; nothing later. Default: no.
        before_policy: Declares, from the bucket, what must be there before its policy. Default: nothing.

    Returns:
        The bucket, and its policy, which is put after everything else that closes it.
    """
    region, child = scope.region, pulumi.ResourceOptions(parent=scope.parent)
    bucket = s3.Bucket(
        name,
        region=region,
        bucket=bucket_name,
        force_destroy=not scope.protection,
        object_lock_enabled=object_lock,
        tags={**scope.tags, "Name": name},
        opts=pulumi.ResourceOptions(
            parent=scope.parent,
            protect=scope.protection,
            # The provider would replace the bucket, while S3 turns locks on in place, by their configuration:
            # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html (2026-11).
            ignore_changes=["objectLockEnabled"],
        ),
    )
    closed = [
        s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            region=region,
            bucket=bucket.bucket,
            rules=[_encryption(key_arn)],
            opts=child,
        ),
        s3.BucketOwnershipControls(
            f"{name}-ownership",
            region=region,
            bucket=bucket.bucket,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=child,
        ),
        s3.BucketPublicAccessBlock(
            f"{name}-public-access",
            region=region,
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        ),
    ]
    admitted = admit(bucket.arn)
    statements = [admitted] if isinstance(admitted, Mapping) else [*admitted]
    ready = [*closed, *(before_policy(bucket) if before_policy else ())]
    # S3 answers OperationAborted to a policy put beside other changes of the bucket:
    # https://github.com/pulumi/pulumi-aws/issues/1570
    policy = s3.BucketPolicy(
        f"{name}-policy",
        region=region,
        bucket=bucket.bucket,
        policy=pulumi.Output.json_dumps(
            {"Version": "2012-10-17", "Statement": [*statements, _tls_only(bucket.arn)]}
        ),
        opts=pulumi.ResourceOptions(parent=scope.parent, depends_on=ready),
    )
    return bucket, policy


def expire_objects(
    name: str, scope: BucketScope, bucket: "s3.Bucket", retention_days: int, *, prefix: str = ""
) -> "s3.BucketLifecycleConfiguration":
    """Delete a bucket's objects after some days, and uploads that were never finished after seven.

    Args:
        name: Logical name of the bucket.
        scope: What its resources share.
        bucket: The bucket.
        retention_days: Days for which an object is kept.
        prefix: Begin of the keys of those that are deleted. Default: all.
    """
    return s3.BucketLifecycleConfiguration(
        f"{name}-lifecycle",
        region=scope.region,
        bucket=bucket.bucket,
        rules=[
            {
                "id": "expire",
                "status": "Enabled",
                "filter": {"prefix": prefix},
                "expiration": {"days": retention_days},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            }
        ],
        opts=pulumi.ResourceOptions(parent=scope.parent),
    )


def _encryption(
    key_arn: pulumi.Input[str] | None,
) -> "s3.BucketServerSideEncryptionConfigurationRuleArgsDict":
    if key_arn is None:
        return {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
    return {
        "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": key_arn},
        "bucket_key_enabled": True,
    }


def _tls_only(bucket_arn: pulumi.Output[str]) -> dict[str, Any]:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, pulumi.Output.concat(bucket_arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
