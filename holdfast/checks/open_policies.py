"""Policies of resources that let everybody in, and what narrows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.policy_documents import EVERYBODY, Statement, statements

if TYPE_CHECKING:
    from holdfast.graph import Resource

POLICIES = {
    "aws:backup/vaultPolicy:VaultPolicy": ("policy",),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ("policy",),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ("policyDocument",),
    "aws:dynamodb/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:ecr/registryPolicy:RegistryPolicy": ("policy",),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("policy",),
    "aws:efs/fileSystemPolicy:FileSystemPolicy": ("policy",),
    "aws:kinesis/resourcePolicy:ResourcePolicy": ("policy",),
    "aws:kms/externalKey:ExternalKey": ("policy",),
    "aws:kms/key:Key": ("policy",),
    "aws:kms/keyPolicy:KeyPolicy": ("policy",),
    "aws:kms/replicaKey:ReplicaKey": ("policy",),
    "aws:msk/clusterPolicy:ClusterPolicy": ("policy",),
    "aws:opensearch/domain:Domain": ("accessPolicies",),
    "aws:opensearch/domainPolicy:DomainPolicy": ("accessPolicies",),
    "aws:s3/accessPoint:AccessPoint": ("policy",),
    "aws:s3/bucket:Bucket": ("policy",),
    "aws:s3/bucketPolicy:BucketPolicy": ("policy",),
    "aws:s3/bucketV2:BucketV2": ("policy",),
    "aws:s3control/accessPointPolicy:AccessPointPolicy": ("policy",),
    "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy": ("details", "policy"),
    "aws:secretsmanager/secret:Secret": ("policy",),
    "aws:secretsmanager/secretPolicy:SecretPolicy": ("policy",),
    "aws:sns/topic:Topic": ("policy",),
    "aws:sns/topicPolicy:TopicPolicy": ("policy",),
    "aws:sqs/queue:Queue": ("policy",),
    "aws:sqs/queuePolicy:QueuePolicy": ("policy",),
}
"""Types that carry a policy, and where it stands. Left out is what is public by its nature (APIs) and what
limits rather than grants (VPC endpoints)."""

# What S3 and Access Analyzer count as not public, and what narrows other services' policies:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
NARROWING = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpcarn",
        "aws:sourcevpce",
        "aws:userid",
        "elasticfilesystem:accessedviamounttarget",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    }
)
_WORLD = frozenset({EVERYBODY, "0.0.0.0/0", "::/0", "false"})


def open_statements(resource: Resource) -> tuple[str, ...] | None:
    """Names of the statements that let everybody in; None where the policy is not readable yet.

    Args:
        resource: One of a type in ``POLICIES``, with a policy.
    """
    found = statements(resource.at(*POLICIES[resource.type]))
    return None if found is None else tuple(one.sid for one in found if one.open and not narrowed(one))


def narrowed(statement: Statement) -> bool:
    """Whether a condition leaves only named accounts, networks or resources.

    Args:
        statement: One that allows something to everybody.
    """
    return any(
        key in NARROWING and not _negative(operator) and values and not _WORLD.intersection(values)
        for operator, key, values in statement.conditions
    )


def _negative(operator: str) -> bool:
    """Whether it holds for all but some, or where the key is missing."""
    return "Not" in operator or operator.endswith("IfExists") or operator == "Null"
