"""Which permission of IAM a call takes, where its name is not the call's own."""

from __future__ import annotations

from typing import Final

_PREFIXES: Final = {
    "elbv2": "elasticloadbalancing",
    "s3control": "s3",
}
"""Prefix of a service's actions in IAM where it is not boto3's name of the service. Source:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
(2026-11)."""

_ACTIONS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    # Without ListBucket S3 answers 403 in place of 404 where no object is:
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html (2026-11)
    ("s3", "head_object"): ("s3:GetObject", "s3:ListBucket"),
    ("s3", "get_object"): ("s3:GetObject", "s3:ListBucket"),
    ("s3", "list_objects_v2"): ("s3:ListBucket",),
    # It is started with tags: https://docs.aws.amazon.com/service-authorization/latest/reference/list_fis.html
    ("fis", "start_experiment"): ("fis:StartExperiment", "fis:TagResource"),
    ("s3", "head_bucket"): ("s3:ListBucket",),
    ("s3", "list_object_versions"): ("s3:ListBucketVersions",),
    ("s3", "delete_objects"): ("s3:DeleteObject", "s3:DeleteObjectVersion"),
    # https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (2026-11)
    ("lambda", "invoke"): ("lambda:InvokeFunction",),
    # It hands AWS Backup the role of the restores.
    ("backup", "start_restore_job"): ("backup:StartRestoreJob", "iam:PassRole"),
}


def permission_of(service: str, operation: str) -> tuple[str, ...]:
    """Give the permissions that a call takes.

    Args:
        service: Name of the service, as boto3 knows it.
        operation: Method of the client: ``describe_db_instances``.

    Returns:
        Actions of IAM: ``rds:DescribeDBInstances``.
    """
    if found := _ACTIONS.get((service, operation)):
        return found
    return (f"{_PREFIXES.get(service, service)}:{operation_name(operation)}",)


_WORDS: Final = {"db": "DB", "v2": "V2"}
"""Words of operations that AWS does not write with one capital letter."""


def operation_name(method: str) -> str:
    """AWS's name of an operation: ``describe_db_instances`` → ``DescribeDBInstances``."""
    return "".join(_WORDS.get(word, word.capitalize()) for word in method.split("_"))
