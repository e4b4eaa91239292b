"""KMS003: replication takes the objects that are encrypted with a KMS key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import conclude
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.graph import Marker
from holdfast.inventory import EncryptedBy
from holdfast.inventory.families.bucket_replication import BUCKETS
from holdfast.inventory.families.buckets import bucket_encryption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

CONFIGS = (
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    "aws:s3/bucketReplicationConfiguration:BucketReplicationConfiguration",
)


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each replication of a bucket that encrypts with a customer's key."""
    view = view_of(graph)
    for config in graph.of_type(*CONFIGS):
        for bucket in view.made_of(config, "bucket", *BUCKETS):
            if bucket_encryption(view, bucket).by is EncryptedBy.CUSTOMER:
                yield _judge(config, bucket)


def _judge(config: Resource, bucket: Resource) -> Judgement:
    rules = config.at("rules")
    if not isinstance(rules, tuple):
        return conclude(config, (), ["its rules"], "")
    wrong, unclear = [], []
    for position in range(len(rules)):
        if config.at("rules", position, "status") == "Disabled":
            continue
        name = config.at("rules", position, "id") or f"rule {position + 1}"
        takes = config.at("rules", position, "sourceSelectionCriteria", "sseKmsEncryptedObjects", "status")
        key = config.at("rules", position, "destination", "encryptionConfiguration", "replicaKmsKeyId")
        if takes is Marker.UNKNOWN:
            unclear.append(f"what {name} takes")
        elif takes != "Enabled":
            wrong.append(f"{name} leaves out what a KMS key encrypts, which is all that {bucket.name} holds")
        elif not key:
            wrong.append(f"{name} names no key for the replicas")
    return conclude(config, wrong, unclear, "it takes what a KMS key encrypts")


RULE = Rule(
    id="KMS003-replication-takes-encrypted-objects",
    title="Replication of a bucket with a KMS key takes the objects that the key encrypts.",
    explanation=(
        "S3 replicates no object that a KMS key encrypts unless a rule says so and names a key for the "
        "replica. Nothing fails: the other bucket is there, healthy and empty."
    ),
    severity=Severity.HIGH,
    fix="enable sseKmsEncryptedObjects in sourceSelectionCriteria and set replicaKmsKeyId",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html",
    subject="replications of buckets with a customer key",
    check=check,
    frameworks=("REL09-BP01", "SEC08-BP02"),
)
