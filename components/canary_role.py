"""What a canary may do: write its artifacts, logs and metrics, and read the secrets of its headers."""

from collections.abc import Collection, Mapping
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.canary_args import VIEW_NAMESPACE, CanaryArgs
from holdfast.components.canary_code import ARTIFACTS
from holdfast.components.child_scope import ChildScope
from holdfast.components.function_policy import metric_statement
from holdfast.components.service_policy import (
    allow,
    any_key_statement,
    policy_document,
    secret_statements,
)
from holdfast.components.service_role import declare_service_role


def declare_role(name: str, args: CanaryArgs, scope: ChildScope) -> "tuple[iam.Role, iam.RolePolicy]":
    """Declare ``<name>-role`` and ``<name>-policy``.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/
    CloudWatch_Synthetics_Canaries_CanaryPermissions.html (2026-11).

    Args:
        name: Logical name of the canary.
        args: What it needs.
        scope: What its children have in common.
    """
    known: Mapping[str, pulumi.Input[Any]] = {"bucket": args["bucket"], "key_arn": args.get("key_arn")}
    policy = pulumi.Output.all(**known).apply(
        lambda found: policy_document(
            [
                *_artifacts(args, found["bucket"], found["key_arn"]),
                *_logs_and_metrics(name, args),
                *_secrets(args, args.get("headers", {}).values()),
            ]
        )
    )
    return declare_service_role(
        name, policy, description=f"Runs of {name}", tags=scope.tags, child=scope.options()
    )


def _artifacts(args: CanaryArgs, bucket: str, key_arn: str | None) -> list[dict[str, Any]]:
    through_s3 = {"StringEquals": {"kms:ViaService": f"s3.{args['region']}.amazonaws.com"}}
    written = f"arn:aws:s3:::{bucket}/{ARTIFACTS}/{args['entrance']}/*"
    statements = [
        allow("Artifacts", ["s3:GetObject", "s3:PutObject"], [written]),
        allow("FindBucket", ["s3:GetBucketLocation"], [f"arn:aws:s3:::{bucket}"]),
        # Synthetics looks for the bucket by name, and the action knows no resource.
        allow("FindBuckets", ["s3:ListAllMyBuckets"], ["*"]),
    ]
    if key_arn is not None:
        actions = ["kms:Decrypt", "kms:GenerateDataKey"]
        statements.append(allow("EncryptArtifacts", actions, [key_arn], through_s3))
    return statements


def _logs_and_metrics(name: str, args: CanaryArgs) -> list[dict[str, Any]]:
    # Synthetics makes the group and gives it a random end: /aws/lambda/cwsyn-<name of the canary>-<end>.
    group = f"arn:aws:logs:{args['region']}:{args['account_id']}:log-group:/aws/lambda/cwsyn-*{name}*"
    actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:PutRetentionPolicy"]
    return [
        allow("Logs", actions, [group]),
        metric_statement("Metrics", ["CloudWatchSynthetics", VIEW_NAMESPACE]),
    ]


def _secrets(args: CanaryArgs, arns: Collection[str]) -> list[dict[str, Any]]:
    if not arns:
        return []
    decrypt = any_key_statement(
        "DecryptSecrets",
        [f"{arn}*" for arn in sorted(arns)],
        region=args["region"],
        account_id=args["account_id"],
    )
    return [*secret_statements(arns), decrypt]
