"""A bucket that is closed but for what its policy admits: encrypted, no ACLs, never public, TLS alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

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


def declare_closed_bucket(
    name: str, scope: BucketScope, admit: Callable[[pulumi.Output[str]], Mapping[str, Any]]
) -> tuple[s3.Bucket, s3.BucketPolicy]:
    """Declare a bucket and all that closes it.

    Encryption is SSE-S3: neither load balancers, which deliver logs, nor anonymous health checkers, which
    read, can use a customer key
    (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html).

    Args:
        name: Logical name of the bucket; the others' names begin with it.
        scope: What its resources share.
        admit: Gives the policy statement that lets somebody in, from the bucket's ARN.

    Returns:
        The bucket, and its policy, which is put after everything else that closes it.
    """
    region, child = scope.region, pulumi.ResourceOptions(parent=scope.parent)
    bucket = s3.Bucket(
        name,
        region=region,
        force_destroy=not scope.protection,
        tags={**scope.tags, "Name": name},
        opts=pulumi.ResourceOptions(parent=scope.parent, protect=scope.protection),
    )
    closed = [
        s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            region=region,
            bucket=bucket.bucket,
            rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
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
    # S3 answers OperationAborted to a policy put beside other changes of the bucket:
    # https://github.com/pulumi/pulumi-aws/issues/1570
    policy = s3.BucketPolicy(
        f"{name}-policy",
        region=region,
        bucket=bucket.bucket,
        policy=pulumi.Output.json_dumps(
            {"Version": "2012-10-17", "Statement": [admit(bucket.arn), _tls_only(bucket.arn)]}
        ),
        opts=pulumi.ResourceOptions(parent=scope.parent, depends_on=closed),
    )
    return bucket, policy


def _tls_only(bucket_arn: pulumi.Output[str]) -> dict[str, Any]:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, pulumi.Output.concat(bucket_arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
