"""How one bucket of a set copies to the others: its role and its rules."""

import json
from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import iam, s3

from holdfast.components.bucket_replication_alarms import declare_replication_alarms
from holdfast.components.bucket_replication_scope import (
    REPLICATION_MINUTES,
    BucketEnd,
    ReplicationScope,
    rule_id,
)


def declare_replication(
    scope: ReplicationScope,
    source: BucketEnd,
    others: Mapping[str, BucketEnd],
    topic_arns: Mapping[str, pulumi.Input[str]],
) -> "s3.BucketReplicationConfig":
    """Declare a role that may copy from one bucket to the others, a rule to each, and their alarms.

    Args:
        scope: What the resources share.
        source: The bucket that is copied from.
        others: Place → bucket that is copied to.
        topic_arns: Place → topic of its region for alarms; a place without one has none.

    Returns:
        The replication configuration of the bucket.
    """
    role, permissions = _role(scope, source, others)
    config = s3.BucketReplicationConfig(
        f"{scope.name}-bucket-replication",
        region=source.region,
        bucket=source.bucket.bucket,
        role=role.arn,
        rules=[
            _rule(scope, priority, other, end)
            for priority, (other, end) in enumerate(sorted(others.items()), 1)
        ],
        # S3 refuses a rule between buckets that are not both versioned, and a lock that only one side has.
        opts=pulumi.ResourceOptions(
            parent=scope.parent,
            depends_on=[permissions, *source.ready, *(one for end in others.values() for one in end.ready)],
        ),
    )
    for other, end in sorted(others.items()):
        declare_replication_alarms(scope, source, (other, end), topic_arns)
    return config


def _rule(
    scope: ReplicationScope, priority: int, place: str, end: BucketEnd
) -> "s3.BucketReplicationConfigRuleArgsDict":
    destination: s3.BucketReplicationConfigRuleDestinationArgsDict = {
        "bucket": end.bucket.arn,
        "encryption_configuration": {"replica_kms_key_id": end.key_arn},
        "metrics": {"status": "Enabled"},
    }
    if scope.time_control:
        destination["replication_time"] = {"status": "Enabled", "time": {"minutes": REPLICATION_MINUTES}}
        destination["metrics"] = {"status": "Enabled", "event_threshold": {"minutes": REPLICATION_MINUTES}}
    return {
        "id": rule_id(place),
        "priority": priority,
        "status": "Enabled",
        "filter": {"prefix": ""},
        "delete_marker_replication": {"status": "Enabled" if scope.delete_markers else "Disabled"},
        # Without the second, tags and locks that are set on a copy stay on that copy (2026-11):
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html
        "source_selection_criteria": {
            "sse_kms_encrypted_objects": {"status": "Enabled"},
            "replica_modifications": {"status": "Enabled"},
        },
        "destination": destination,
    }


def _role(
    scope: ReplicationScope, source: BucketEnd, others: Mapping[str, BucketEnd]
) -> "tuple[iam.Role, iam.RolePolicy]":
    """Trust and permissions of AWS's pages, narrowed to these buckets and these keys through S3 alone.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html and
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html (2026-11).
    """
    name, child = f"{scope.name}-replication-role", pulumi.ResourceOptions(parent=scope.parent)
    trust = {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = iam.Role(
        name,
        description=f"Copies the objects of {scope.name} to the other regions",
        assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        tags={**scope.tags, "Name": name},
        opts=child,
    )
    policy = iam.RolePolicy(
        f"{scope.name}-replication-policy",
        role=role.id,
        policy=pulumi.Output.json_dumps(
            {"Version": "2012-10-17", "Statement": _permissions(scope, source, others)}
        ),
        opts=child,
    )
    return role, policy


def _permissions(
    scope: ReplicationScope, source: BucketEnd, others: Mapping[str, BucketEnd]
) -> list[dict[str, Any]]:
    read = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
    if scope.object_lock:
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html (2026-11)
        read += ["s3:GetObjectRetention", "s3:GetObjectLegalHold"]
    ends = [end for _, end in sorted(others.items())]
    return [
        {
            "Effect": "Allow",
            "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"],
            "Resource": source.bucket.arn,
        },
        {"Effect": "Allow", "Action": read, "Resource": pulumi.Output.concat(source.bucket.arn, "/*")},
        {
            "Effect": "Allow",
            "Action": ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
            "Resource": [pulumi.Output.concat(end.bucket.arn, "/*") for end in ends],
        },
        _key_use(source, ["kms:Decrypt"]),
        # A bucket key is made with the first and checked with the last:
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html (2026-11)
        *(_key_use(end, ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"]) for end in ends),
    ]


def _key_use(end: BucketEnd, actions: list[str]) -> dict[str, Any]:
    # With a bucket key the context is the bucket; of objects that were written without, their own ARN.
    return {
        "Effect": "Allow",
        "Action": actions,
        "Resource": end.key_arn,
        "Condition": {
            "StringEquals": {"kms:ViaService": f"s3.{end.region}.amazonaws.com"},
            "StringLike": {
                "kms:EncryptionContext:aws:s3:arn": [
                    end.bucket.arn,
                    pulumi.Output.concat(end.bucket.arn, "/*"),
                ]
            },
        },
    }
