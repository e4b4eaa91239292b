"""What the buckets of one set, which copy to each other, need."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs

NONCURRENT_DAYS = 90
"""Days for which a version is kept after it was replaced or deleted. Assumption: the team's rules decide."""
UNFINISHED_UPLOAD_DAYS = 7
"""Days after which an upload that was never finished is cleared away: AWS bills its parts. Assumption."""


class BucketMemberArgs(TypedDict):
    """One region's bucket."""

    region: str
    """AWS region of the bucket."""
    key_arn: pulumi.Input[str]
    """ARN of that region's customer key, which encrypts what rests in the bucket."""


class ObjectLockArgs(TypedDict):
    """For how long no version can be deleted or written over."""

    mode: str
    """``governance``: who has ``s3:BypassGovernanceRetention`` can end a lock; ``compliance``: nobody can,
    the account's root user included."""
    days: int
    """Days for which each new version is locked: 1 to 36 500."""


class AccessLogsArgs(TypedDict):
    """Where S3 writes down each request to a bucket: in a bucket beside it."""

    account_id: str
    """Account that owns the buckets, twelve digits: deliveries are admitted for it alone."""
    retention_days: NotRequired[int]
    """Days after which a log file is deleted. Default: 90."""


class AdmittedArgs(TypedDict):
    """Who is let into a bucket besides those whom IAM lets in, and to what."""

    principals: Mapping[str, Sequence[str]]
    """``Service`` or ``AWS`` → service principals or ARNs."""
    actions: Sequence[str]
    """Actions, for example ``s3:GetObject``."""
    paths: Sequence[str]
    """Endings of the bucket's ARN: an empty text for the bucket itself, ``/*`` for its objects."""
    conditions: NotRequired[Mapping[str, Mapping[str, str]]]
    """Operator → condition key → value. Default: none."""


class ReplicatedBucketArgs(TypedDict):
    """What the buckets of one set need."""

    key: str
    """Key of the set, part of every child's name, for example that of the store."""
    members: Mapping[str, BucketMemberArgs]
    """Place → its bucket: one or more, each in a region of its own."""
    names: NotRequired[Mapping[str, str]]
    """Place → name of its bucket in AWS, for whoever has to know it beforehand; changing it replaces the
    bucket. Default: by autonaming."""
    replication_time_control: NotRequired[bool]
    """Whether AWS means to copy 99.9 % of objects within 15 minutes, for a price per GB; without
    it no time is promised. Default: True."""
    delete_markers: NotRequired[bool]
    """Whether deleting an object in one region hides it in the others. Default: True."""
    noncurrent_days: NotRequired[int]
    """Days for which a version is kept after it was replaced or deleted, in every region. Default: 90."""
    expire_days: NotRequired[int]
    """Days after which an object is deleted in every region, each by its own rule. Default: never."""
    object_lock: NotRequired[ObjectLockArgs]
    """A lock on each new version, in every region. It can be given later, in place; once given, the buckets
    stay able to lock. Default: none."""
    access_logs: NotRequired[AccessLogsArgs]
    """Logs of every request to the buckets. Default: none."""
    admit: NotRequired[Mapping[str, Sequence[AdmittedArgs]]]
    """Place → who is let into its bucket. Default: nobody but those whom IAM lets in."""
    topic_arns: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Place → topic of its region that is told when replication is late or fails. Default: no alarms."""
    backup_tags: NotRequired[Mapping[str, str]]
    """Tags that say how AWS Backup treats the buckets; with a class of backups among them, the buckets tell
    EventBridge of changes, as continuous backups need. Default: none."""
    protection: NotRequired[bool]
    """Whether the buckets are protected and kept while they hold objects; False lets ``pulumi destroy`` empty
    them. Default: True."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook, which each alarm names. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""
