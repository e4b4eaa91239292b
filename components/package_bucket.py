"""Buckets for functions' packages and other artefacts, one in each region under a name that builds know."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs
from holdfast.components.replicated_bucket import ReplicatedBucket
from holdfast.components.replicated_bucket_args import NONCURRENT_DAYS, BucketMemberArgs, ReplicatedBucketArgs


class PackageMemberArgs(TypedDict):
    """One region's bucket."""

    region: str
    """AWS region of the bucket."""
    key_arn: pulumi.Input[str]
    """ARN of that region's customer key, which encrypts the packages."""
    bucket: str
    """Name of the bucket, 3 to 63 characters, unique in all of AWS."""


class PackageBucketArgs(TypedDict):
    """What the buckets of a stack's packages need."""

    key: str
    """Key of the buckets, part of every child's name."""
    members: Mapping[str, PackageMemberArgs]
    """Place → its bucket."""
    noncurrent_days: NotRequired[int]
    """Days for which a version is kept after it was replaced or deleted. Default: 90."""
    topic_arns: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Place → topic of its region that is told when copies are late or fail. Default: no alarms."""
    protection: NotRequired[bool]
    """Whether the buckets are protected and kept while they hold objects. Default: True."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook, which each alarm names. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class PackageBucket(pulumi.ComponentResource):
    """Where releases lie that are no container images, in every region.

    Declares: a ``ReplicatedBucket`` whose buckets have fixed names: builds write to one of them, any, and
    each region's services read their own.
    Survives: what a ``ReplicatedBucket`` does: the loss of any region but the last, a wrong write or delete.
    Does not survive: what a ``ReplicatedBucket`` does not; nor a release that is named before it has arrived:
    replication time control promises 15 minutes for 99.9 % of a month's objects
    (https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html, 2026-11).
    """

    buckets: pulumi.Output[dict[str, str]]
    """Place → name of its bucket."""

    def __init__(
        self, name: str, args: PackageBucketArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:PackageBucket", name, {**args}, opts)
        wanted: ReplicatedBucketArgs = {
            "key": args["key"],
            "members": {
                place: BucketMemberArgs(region=member["region"], key_arn=member["key_arn"])
                for place, member in sorted(args["members"].items())
            },
            "names": {place: member["bucket"] for place, member in args["members"].items()},
            "noncurrent_days": int(args.get("noncurrent_days", NONCURRENT_DAYS)),
            "topic_arns": args.get("topic_arns", {}),
            "protection": args.get("protection", True),
            "tags": args.get("tags", {}),
        }
        if "notes" in args:
            wanted["notes"] = args["notes"]
        buckets = ReplicatedBucket(name, wanted, pulumi.ResourceOptions(parent=self))
        self.buckets = buckets.buckets
        self.register_outputs({"buckets": self.buckets, "origin": dict(args.get("origin", {}))})
