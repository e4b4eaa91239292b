"""What the parts of one bucket's replication share."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import s3

from holdfast.components.alarm_notes import AlarmNotesArgs

# The only time that replication time control and its events take:
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationTimeValue.html (2026-11).
REPLICATION_MINUTES = 15
"""Minutes after which a copy is late."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BucketEnd:
    """One bucket that is copied from and to."""

    region: str
    """AWS region of the bucket."""
    key_arn: pulumi.Input[str]
    """ARN of the key that encrypts it."""
    bucket: "s3.Bucket"
    """The bucket."""
    policy: "s3.BucketPolicy"
    """Its policy, put after everything that closes it."""
    ready: tuple[pulumi.Resource, ...]
    """What must be there before anything can be copied from it or to it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplicationScope:
    """What the resources of one bucket's replication share."""

    place: str
    """Place of the bucket that is copied from."""
    key: str
    """Key of the set."""
    time_control: bool
    """Whether a time is promised."""
    delete_markers: bool
    """Whether delete markers are copied."""
    object_lock: bool
    """Whether versions carry locks, which are copied with them."""
    notes: AlarmNotesArgs | None
    """Owner and runbook, which each alarm names."""
    tags: Mapping[str, str]
    """Tags of every child that takes tags."""
    parent: pulumi.Resource
    """The component that declares it."""

    @property
    def name(self) -> str:
        """Place and key, with which names begin."""
        return f"{self.place}-{self.key}"


def rule_id(place: str) -> str:
    """Return the id of the rule that copies to a place, which its metrics carry."""
    return f"to-{place}"
