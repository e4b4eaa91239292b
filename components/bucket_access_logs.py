"""Who asked what of a bucket: S3's server access logs, in a closed bucket beside it."""

import pulumi
from pulumi_aws import s3

from holdfast.components.closed_bucket import BucketScope, declare_closed_bucket, expire_objects

LOG_DELIVERY = "logging.s3.amazonaws.com"
ACCESS_LOG_DAYS = 90
"""Days for which access logs are kept. Assumption: the team's own rules decide."""


def declare_access_logs(
    name: str, scope: BucketScope, bucket: "s3.Bucket", *, account_id: str, retention_days: int
) -> None:
    """Declare the bucket that receives a bucket's access logs, and their delivery.

    The logs rest in the region and the account of the bucket, under S3's own keys and without a lock: S3
    delivers to no other kind of bucket
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html, 2026-11). They lie by the day of
    the request, so that a day is found without a search. S3 delivers them when it can, mostly within hours.

    Args:
        name: Logical name of the bucket that is logged; the others' names begin with it.
        scope: What the resources share.
        bucket: The bucket that is logged.
        account_id: Account that owns both.
        retention_days: Days after which a log file is deleted.
    """
    logs = f"{name}-logs"
    kept, policy = declare_closed_bucket(
        logs,
        scope,
        lambda arn: {
            "Sid": "AccessLogDelivery",
            "Effect": "Allow",
            "Principal": {"Service": LOG_DELIVERY},
            "Action": "s3:PutObject",
            "Resource": pulumi.Output.concat(arn, "/*"),
            "Condition": {
                "ArnLike": {"aws:SourceArn": bucket.arn},
                "StringEquals": {"aws:SourceAccount": account_id},
            },
        },
    )
    expire_objects(logs, scope, kept, retention_days)
    s3.BucketLogging(
        f"{name}-logging",
        region=scope.region,
        bucket=bucket.bucket,
        target_bucket=policy.bucket,
        target_prefix="",
        target_object_key_format={"partitioned_prefix": {"partition_date_source": "EventTime"}},
        opts=pulumi.ResourceOptions(parent=scope.parent),
    )
