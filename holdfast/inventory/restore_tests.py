"""Restore testing: which plans restore a kind of resource again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.graph import Resource
    from holdfast.inventory.view import View

_PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
_SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
# The words of ProtectedResourceType:
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html
_KINDS = {
    "aws:docdb/cluster:Cluster": "DocumentDB",
    "aws:dynamodb/table:Table": "DynamoDB",
    "aws:ebs/volume:Volume": "EBS",
    "aws:ec2/instance:Instance": "EC2",
    "aws:efs/fileSystem:FileSystem": "EFS",
    "aws:neptune/cluster:Cluster": "Neptune",
    "aws:rds/instance:Instance": "RDS",
    "aws:s3/bucket:Bucket": "S3",
    "aws:s3/bucketV2:BucketV2": "S3",
}
_CLUSTER = "aws:rds/cluster:Cluster"


def restore_tests(view: View, resource: Resource) -> list[str]:
    """Names of the restore testing plans that restore resources of this kind, sorted.

    Args:
        view: The graph.
        resource: What is backed up.
    """
    wanted = tested_kind(resource)
    found = {
        plan.name
        for one in view.graph.of_type(_SELECTION)
        if wanted is not None and one.at("protectedResourceType") == wanted
        for plan in view.made_of(one, "restoreTestingPlanName", _PLAN) or (one,)
    }
    return sorted(found)


def tested_kind(resource: Resource) -> str | None:
    """What restore testing calls resources of this type; None for those that it does not restore.

    Args:
        resource: What is backed up.
    """
    if resource.type == _CLUSTER:  # Multi-AZ clusters of RDS have the same type as Aurora's
        return "Aurora" if str(resource.at("engine") or "aurora").startswith("aurora") else "RDS"
    return _KINDS.get(resource.type)
