"""What restore tests may do: the role of the restores, and that of the function that judges them."""

import json
from collections.abc import Collection
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.function_policy import log_statement, network_interface_statements
from holdfast.components.restore_testing_args import DATABASE_TYPES
from holdfast.components.service_policy import allow, policy_document, trust_document
from holdfast.components.service_role import declare_service_role

_PREFIX = "awsbackup-restore-test"
"""What the names of all that restore tests make begin with
(https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html, 2026-11)."""
_RESTORES = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores"
_S3_RESTORES = "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore"


def declare_restore_role(
    name: str, types: Collection[str], tags: dict[str, str], child: pulumi.ResourceOptions
) -> "tuple[iam.Role, list[pulumi.Resource]]":
    """Declare ``<name>-role``, which AWS Backup's restores take on, and what it may do.

    AWS demands the permissions of its own policy for the role
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html, 2026-11), which could write
    to any table and delete any database. What is denied besides leaves that for restored copies alone.

    Args:
        name: Logical name of the tests.
        types: AWS Backup's names of the types that are restored.
        tags: Tags of the role.
        child: Options that make the tests the parent.

    Returns:
        The role, and its policies, which AWS looks at when it takes a selection.
    """
    role = iam.Role(
        f"{name}-role",
        description=f"Restore tests of {name}",
        assume_role_policy=trust_document("backup.amazonaws.com"),
        tags={**tags, "Name": f"{name}-role"},
        opts=child,
    )
    policies: list[pulumi.Resource] = [
        iam.RolePolicyAttachment(f"{name}-role-restores", role=role.name, policy_arn=_RESTORES, opts=child),
        iam.RolePolicy(f"{name}-role-copies-only", role=role.name, policy=_copies_only(), opts=child),
    ]
    if "S3" in types:
        policies.append(
            iam.RolePolicyAttachment(
                f"{name}-role-s3-restores", role=role.name, policy_arn=_S3_RESTORES, opts=child
            )
        )
    return role, policies


def _copies_only() -> str:
    def deny(sid: str, actions: list[str], copies: list[str]) -> dict[str, Any]:
        return {"Sid": sid, "Effect": "Deny", "Action": actions, "NotResource": copies}

    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                deny(
                    "DatabasesOfTestsAlone",
                    ["rds:DeleteDBCluster", "rds:DeleteDBInstance", "rds:ModifyDB*"],
                    [f"arn:aws:rds:*:*:{kind}:{_PREFIX}*" for kind in ("cluster", "db")],
                ),
                deny(
                    "TablesOfTestsAlone",
                    [
                        "dynamodb:BatchWriteItem",
                        "dynamodb:DeleteItem",
                        "dynamodb:DeleteTable",
                        "dynamodb:PutItem",
                        "dynamodb:UpdateItem",
                    ],
                    [f"arn:aws:dynamodb:*:*:table/{_PREFIX}*"],
                ),
                deny(
                    "BucketsOfTestsAlone",
                    ["s3:DeleteObject*", "s3:PutBucket*", "s3:PutObject*"],
                    [f"arn:aws:s3:::{_PREFIX}*"],
                ),
            ],
        }
    )


def declare_function_role(
    name: str,
    types: Collection[str],
    *,
    region: str,
    account_id: str,
    arns: dict[str, pulumi.Input[str]],
    tags: dict[str, str],
    child: pulumi.ResourceOptions,
) -> "tuple[iam.Role, iam.RolePolicy]":
    """Declare ``<name>-role`` and ``<name>-policy`` of the function.

    It reads no secret and no store of production: it works on what restore tests made.

    Args:
        name: Logical name of the function.
        types: AWS Backup's names of the types that are restored.
        region: Region of the tests.
        account_id: Account of the tests.
        arns: ARNs of its ``logs``, its ``queue`` and the ``key``.
        tags: Tags of the role.
        child: Options that make the tests the parent.
    """
    here = f"{region}:{account_id}"
    policy = pulumi.Output.all(**arns).apply(
        lambda known: policy_document([*_own(region, known), *_copies(here, region, types, known["key"])])
    )
    return declare_service_role(name, policy, description=f"Function of {name}", tags=tags, child=child)


def _own(region: str, arns: dict[str, str]) -> list[dict[str, Any]]:
    return [
        log_statement(arns["logs"]),
        allow(
            "Messages", ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], [arns["queue"]]
        ),
        # AWS knows no narrower resource for restore jobs.
        allow(
            "RestoreJobs",
            ["backup:DescribeRestoreJob", "backup:ListRestoreJobs", "backup:PutRestoreValidationResult"],
            ["*"],
        ),
        *network_interface_statements(region),
    ]


def _copies(here: str, region: str, types: Collection[str], key_arn: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    databases = [f"arn:aws:rds:{here}:{kind}:{_PREFIX}*" for kind in ("cluster", "db")]
    if DATABASE_TYPES & set(types):
        found.append(
            allow(
                "RestoredDatabases",
                [
                    "rds:DescribeDBClusters",
                    "rds:DescribeDBInstances",
                    "rds:ModifyDBCluster",
                    "rds:ModifyDBInstance",
                ],
                databases,
            )
        )
    if "Aurora" in types:
        # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html (2026-11):
        # an instance is made of its cluster and of groups, whose names are RDS's.
        groups = [f"arn:aws:rds:{here}:{kind}:*" for kind in ("og", "pg", "subgrp")]
        found += [
            allow("AddInstance", ["rds:CreateDBInstance"], [*databases, *groups]),
            allow("RemoveInstance", ["rds:DeleteDBInstance"], databases[1:]),
            *_key_of_cluster(here, region),
        ]
    if "DynamoDB" in types:
        found.append(
            allow(
                "RestoredTables",
                ["dynamodb:DescribeTable", "dynamodb:Scan"],
                [f"arn:aws:dynamodb:{here}:table/{_PREFIX}*"],
            )
        )
    if "S3" in types:
        found.append(
            allow(
                "RestoredBuckets",
                ["s3:GetObject", "s3:ListBucket"],
                [f"arn:aws:s3:::{_PREFIX}*", f"arn:aws:s3:::{_PREFIX}*/*"],
            )
        )
    through = [f"{one}.{region}.amazonaws.com" for one in ("dynamodb", "lambda", "s3")]
    return [
        *found,
        allow("Decrypt", ["kms:Decrypt"], [key_arn], {"StringEquals": {"kms:ViaService": through}}),
    ]


def _key_of_cluster(here: str, region: str) -> list[dict[str, Any]]:
    # RDS uses the key of a cluster on behalf of whoever adds an instance to it. A copy keeps the key of its
    # backup, which is the vault's of a copied backup, and the database's own of one that was made here:
    # https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html (2026-11)
    keys, through = [f"arn:aws:kms:{here}:key/*"], {"kms:ViaService": f"rds.{region}.amazonaws.com"}
    for_rds = {"StringEquals": through, "Bool": {"kms:GrantIsForAWSResource": "true"}}
    return [
        allow("KeyOfCluster", ["kms:DescribeKey"], keys, {"StringEquals": through}),
        allow("GrantKeyOfCluster", ["kms:CreateGrant"], keys, for_rds),
    ]
