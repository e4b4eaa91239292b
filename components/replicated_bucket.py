"""Buckets of several regions that copy every object to each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pulumi
from pulumi_aws import s3

from holdfast.components.backup_tags import BACKUP_CLASS_TAG
from holdfast.components.bucket_access_logs import ACCESS_LOG_DAYS, declare_access_logs
from holdfast.components.bucket_replication import declare_replication
from holdfast.components.bucket_replication_scope import BucketEnd, ReplicationScope
from holdfast.components.closed_bucket import BucketScope, Statement, declare_closed_bucket
from holdfast.components.replicated_bucket_args import (
    NONCURRENT_DAYS,
    UNFINISHED_UPLOAD_DAYS,
    AdmittedArgs,
    ReplicatedBucketArgs,
)
from holdfast.components.replicated_bucket_limits import refuse


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplicatedBucketMember:
    """One region's bucket of a set."""

    bucket: pulumi.Output[str]
    """Name of the bucket, known only once its policy is there."""
    arn: pulumi.Output[str]
    """ARN of the bucket."""
    region_domain: pulumi.Output[str]
    """Name of the bucket's endpoint in its own region, for example
    ``orders-prod-euw1-documents-bucket-0a1b2c3d.s3.eu-west-1.amazonaws.com``."""


class ReplicatedBucket(pulumi.ComponentResource):
    """A bucket in each of one or more regions, which all take writes and copy them to all the others.

    Declares: for each member the bucket, closed (public access block, no ACLs, TLS alone), encrypted with
    its region's customer key by a bucket key, and versioned; a lifecycle that clears old versions, delete
    markers with nothing behind them and unfinished uploads; the lock, if any; by choice a closed bucket
    beside it with the logs of all requests; where AWS Backup keeps it, events to EventBridge. With two
    members or more also a role and a rule to each other member, both ways, with delete markers, changes of
    replicas' metadata and metrics, and, where a topic is given, alarms on late and failed copies.

    Delete markers are copied by default, unlike in S3 itself: readers of two regions that are written alike
    would otherwise see different objects for ever, and a marker takes nothing away, as the versions behind it
    stay for ``noncurrent_days`` in each region
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html, 2026-11). The
    deletion of a version is never copied, nor what a lifecycle rule does
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html): so each
    member has the same rules, and nothing that expires in one region stays in another.

    Only objects written after replication began are copied: older ones need S3 Batch Replication, once.

    Survives: the loss of a zone; the loss of any region but the last, but for what it had not yet copied,
    which comes with the region when it returns; a wrong write or delete, within ``noncurrent_days``.
    Does not survive: someone who deletes versions everywhere, unless locked or backed up; the deletion of a
    region's key, for that copy.
    """

    buckets: pulumi.Output[dict[str, str]]
    """Place → name of its bucket."""
    bucket_arns: pulumi.Output[dict[str, str]]
    """Place → ARN of its bucket."""

    def __init__(
        self, name: str, args: ReplicatedBucketArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:ReplicatedBucket", name, {**args}, opts)
        refuse(name, args)
        self._args = args
        self._ends = {place: self._declare_end(place) for place in sorted(args["members"])}
        self._declare_replication()
        self._members = {
            place: ReplicatedBucketMember(
                bucket=end.policy.bucket,
                arn=end.bucket.arn,
                region_domain=end.bucket.bucket_regional_domain_name,
            )
            for place, end in self._ends.items()
        }
        self.buckets = pulumi.Output.all(**{place: one.bucket for place, one in self._members.items()})
        self.bucket_arns = pulumi.Output.all(**{place: one.arn for place, one in self._members.items()})
        self.register_outputs(
            {
                "buckets": self.buckets,
                "bucket_arns": self.bucket_arns,
                "origin": dict(args.get("origin", {})),
            }
        )

    def member(self, place: str) -> ReplicatedBucketMember:
        """Return one region's bucket.

        Args:
            place: Place of the bucket: one of the members.

        Raises:
            KeyError: There is no such member.
        """
        return self._members[place]

    def _declare_end(self, place: str) -> BucketEnd:
        args, member = self._args, self._args["members"][place]
        name = f"{place}-{args['key']}-bucket"
        region, child = member["region"], pulumi.ResourceOptions(parent=self)
        scope = BucketScope(
            region=region,
            protection=args.get("protection", True),
            tags={**args.get("tags", {}), **args.get("backup_tags", {})},
            parent=self,
        )
        bucket, policy = declare_closed_bucket(
            name,
            scope,
            lambda arn: _admitted(arn, args.get("admit", {}).get(place, ())),
            bucket_name=args.get("names", {}).get(place),
            key_arn=member["key_arn"],
            object_lock=True if "object_lock" in args else None,
        )
        versioning = s3.BucketVersioning(
            f"{name}-versioning",
            region=region,
            bucket=bucket.bucket,
            versioning_configuration={"status": "Enabled"},
            opts=child,
        )
        after = pulumi.ResourceOptions(parent=self, depends_on=[versioning])
        # AWS answers wrongly for a while to a lifecycle that names versions before there are any:
        # docs of ``aws_s3_bucket_lifecycle_configuration``.
        s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle", region=region, bucket=bucket.bucket, rules=[self._lifecycle()], opts=after
        )
        ready: list[pulumi.Resource] = [versioning, policy]
        if "object_lock" in args:
            lock = args["object_lock"]
            ready.append(
                s3.BucketObjectLockConfiguration(
                    f"{name}-lock",
                    region=region,
                    bucket=bucket.bucket,
                    rule={"default_retention": {"mode": lock["mode"].upper(), "days": int(lock["days"])}},
                    opts=after,
                )
            )
        if "access_logs" in args:
            declare_access_logs(
                name,
                replace(scope, tags=args.get("tags", {})),
                bucket,
                account_id=args["access_logs"]["account_id"],
                retention_days=int(args["access_logs"].get("retention_days", ACCESS_LOG_DAYS)),
            )
        if BACKUP_CLASS_TAG in args.get("backup_tags", {}):
            # "If this setting is disabled in S3 bucket notification settings, continuous backups will stop":
            # https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html (2026-11)
            s3.BucketNotification(
                f"{name}-events", region=region, bucket=bucket.bucket, eventbridge=True, opts=child
            )
        return BucketEnd(
            region=region, key_arn=member["key_arn"], bucket=bucket, policy=policy, ready=tuple(ready)
        )

    def _lifecycle(self) -> "s3.BucketLifecycleConfigurationRuleArgsDict":
        args = self._args
        return {
            "id": "versions",
            "status": "Enabled",
            "filter": {"prefix": ""},
            # One rule cannot expire both; where objects expire, S3 clears markers with nothing behind them.
            "expiration": {"days": int(args["expire_days"])}
            if "expire_days" in args
            else {"expired_object_delete_marker": True},
            "noncurrent_version_expiration": {
                "noncurrent_days": int(args.get("noncurrent_days", NONCURRENT_DAYS))
            },
            "abort_incomplete_multipart_upload": {"days_after_initiation": UNFINISHED_UPLOAD_DAYS},
        }

    def _declare_replication(self) -> None:
        args = self._args
        for place in self._ends:
            others = {other: end for other, end in self._ends.items() if other != place}
            if not others:
                return
            scope = ReplicationScope(
                place=place,
                key=args["key"],
                time_control=args.get("replication_time_control", True),
                delete_markers=args.get("delete_markers", True),
                object_lock="object_lock" in args,
                notes=args.get("notes"),
                tags=args.get("tags", {}),
                parent=self,
            )
            declare_replication(scope, self._ends[place], others, args.get("topic_arns", {}))


def _admitted(arn: pulumi.Output[str], admitted: Sequence[AdmittedArgs]) -> list[Statement]:
    return [
        {
            "Effect": "Allow",
            "Principal": {kind: [*found] for kind, found in one["principals"].items()},
            "Action": [*one["actions"]],
            "Resource": [pulumi.Output.concat(arn, path) for path in one["paths"]],
            **({"Condition": one["conditions"]} if "conditions" in one else {}),
        }
        for one in admitted
    ]
