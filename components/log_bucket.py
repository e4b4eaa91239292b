"""The bucket that receives a region's load balancer logs."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

import pulumi

from holdfast.components.closed_bucket import BucketScope, declare_closed_bucket, expire_objects

LOG_DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com"


class LogBucketArgs(TypedDict):
    """What a region's log bucket needs."""

    region: str
    """AWS region in which every child is declared; it must be the load balancers' region."""
    account_id: pulumi.Input[str]
    """Account that owns the load balancers: logs are admitted below ``AWSLogs/<account_id>/`` alone."""
    retention_days: NotRequired[int]
    """Days after which a log file is deleted. Default: 90 (assumption; the team's own rules decide)."""
    protection: NotRequired[bool]
    """Whether the bucket is protected and kept while it holds logs; False lets ``pulumi destroy`` empty it.
    Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class LogBucket(pulumi.ComponentResource):
    """The bucket for access and connection logs of one region's Application Load Balancers.

    Declares: the bucket, its encryption (SSE-S3, the only kind to which Application Load Balancers deliver),
    public access block, ownership (no ACLs), expiry, and a policy that admits load balancer log delivery
    and refuses anything without TLS. Not versioned: a log file is written once, and with old versions kept
    ``retention_days`` would not mean what it says.

    The policy grants ``s3:PutObject`` to the service principal that AWS recommends for every region in place
    of the per-region account ids
    (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html, stored
    copy read 2026-11-21; connection logs are delivered alike). What keeps other accounts out is the account
    id in the object path, which Elastic Load Balancing itself writes. No ``aws:SourceArn`` condition: AWS
    offers it as an extra, yet load balancers have been refused with it ("Access Denied for bucket").

    Survives: the loss of a zone. Does not survive: the loss of the region, whose logs are then out of reach;
    load balancers serve on without it, and what they could not deliver may be missing.
    """

    bucket: pulumi.Output[str]
    """Name of the bucket, known only once its policy admits log delivery."""
    bucket_arn: pulumi.Output[str]
    """ARN of the bucket."""

    def __init__(self, name: str, args: LogBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:LogBucket", name, {**args}, opts)
        retention_days = int(args.get("retention_days", 90))
        if retention_days < 1:
            raise ValueError(f"log bucket {name!r}: 'retention_days' must be 1 or more, got {retention_days}")
        logs = f"{name}-logs"
        scope = BucketScope(
            region=args["region"],
            protection=args.get("protection", True),
            tags=args.get("tags", {}),
            parent=self,
        )
        bucket, policy = declare_closed_bucket(
            logs, scope, lambda arn: _log_delivery(arn, args["account_id"])
        )
        expire_objects(logs, scope, bucket, retention_days)
        self.bucket = policy.bucket
        self.bucket_arn = bucket.arn
        self.register_outputs(
            {"bucket": self.bucket, "bucket_arn": self.bucket_arn, "origin": dict(args.get("origin", {}))}
        )


def _log_delivery(bucket_arn: pulumi.Output[str], account_id: pulumi.Input[str]) -> dict[str, Any]:
    return {
        "Sid": "LoadBalancerLogDelivery",
        "Effect": "Allow",
        "Principal": {"Service": LOG_DELIVERY},
        "Action": "s3:PutObject",
        "Resource": pulumi.Output.concat(bucket_arn, "/*/AWSLogs/", account_id, "/*"),
    }
