"""The bucket to which AWS's log delivery service writes: flow logs of accelerators, logs of distributions."""

from typing import Any, NotRequired, TypedDict

import pulumi

from holdfast.components.closed_bucket import (
    BucketScope,
    Statement,
    declare_closed_bucket,
    expire_objects,
)

LOG_DELIVERY = "delivery.logs.amazonaws.com"


class EdgeLogsArgs(TypedDict):
    """Where the logs of an accelerator or a distribution go."""

    name: str
    """Place and entrance that the bucket is named after, such as ``euw1-public``; a change makes another."""
    region: str
    """AWS region of the bucket: the logs, with clients' addresses, rest there."""
    account_id: str
    """The account's id, twelve digits."""
    retention_days: NotRequired[int]
    """Days after which a log file is deleted. Default: 90 (assumption; the team's own rules decide)."""


def declare_delivered_logs(
    name: str, scope: BucketScope, *, account_id: str, source_region: str, prefix: str, retention_days: int
) -> pulumi.Output[str]:
    """Declare a closed bucket that admits AWS's log delivery from one account and one region.

    Its policy has the statements that AWS puts there itself where they are missing, so that nothing is
    appended behind the state's back
    (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html, stored copy
    read 2026-11-21). The region of ``aws:SourceArn`` is where the delivery is managed, not where the bucket
    is: with the bucket's own region deliveries are denied without a word
    (https://github.com/terraform-aws-modules/terraform-aws-s3-bucket/issues/396).

    Args:
        name: Logical name of the bucket; the others' names begin with it.
        scope: What its resources share; ``scope.region`` is where the logs rest.
        account_id: Account whose resources send logs, twelve digits.
        source_region: Region in which AWS manages the delivery; ``*`` where AWS does not say.
        prefix: What stands before ``AWSLogs/`` in the objects' keys, without a slash at its end; empty for
            nothing.
        retention_days: Days after which a log file is deleted.

    Returns:
        The bucket's name, known once its policy admits the delivery.
    """
    folder = f"{prefix}/AWSLogs" if prefix else "AWSLogs"
    bucket, policy = declare_closed_bucket(
        name, scope, lambda arn: _log_delivery(arn, folder, account_id, source_region)
    )
    expire_objects(name, scope, bucket, retention_days)
    return policy.bucket


def _log_delivery(
    bucket_arn: pulumi.Output[str], folder: str, account_id: str, source_region: str
) -> list[Statement]:
    source: dict[str, Any] = {
        "StringEquals": {"aws:SourceAccount": account_id},
        "ArnLike": {"aws:SourceArn": f"arn:aws:logs:{source_region}:{account_id}:*"},
    }
    principal = {"Service": LOG_DELIVERY}
    return [
        {
            "Sid": "AWSLogDeliveryWrite",
            "Effect": "Allow",
            "Principal": principal,
            "Action": "s3:PutObject",
            "Resource": pulumi.Output.concat(bucket_arn, f"/{folder}/{account_id}/*"),
            "Condition": {
                **source,
                "StringEquals": {
                    "aws:SourceAccount": account_id,
                    "s3:x-amz-acl": "bucket-owner-full-control",
                },
            },
        },
        {
            "Sid": "AWSLogDeliveryAclCheck",
            "Effect": "Allow",
            "Principal": principal,
            "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
            "Resource": bucket_arn,
            "Condition": source,
        },
    ]
