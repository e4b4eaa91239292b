"""What a canary may do: write its artifacts, logs and metrics, and read the secrets of its headers."""

from collections.abc import Collection, Mapping
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.canary_args import VIEW_NAMESPACE, CanaryArgs
from holdfast.components.canary_code import ARTIFACTS
from holdfast.components.child_scope import ChildScope
from holdfast.components.service_policy import allow, policy_document, secret_statements, trust_document


def declare_role(name: str, args: CanaryArgs, scope: ChildScope) -> "tuple[iam.Role, iam.RolePolicy]":
    """Declare ``<name>-role`` and ``<name>-policy``.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/
    CloudWatch_Synthetics_Canaries_CanaryPermissions.html (2026-11).

    Args:
        name: Logical name of the canary.
        args: What it needs.
        scope: What its children have in common.
    """
    role = iam.Role(
        f"{name}-role",
        description=f"Runs of {name}",
        assume_role_policy=trust_document("lambda.amazonaws.com"),
        tags=scope.tagged(f"{name}-role"),
        opts=scope.options(),
    )
    known: Mapping[str, pulumi.Input[Any]] = {"bucket": args["bucket"], "key_arn": args.get("key_arn")}
    policy = iam.RolePolicy(
        f"{name}-policy",
        role=role.name,
        policy=pulumi.Output.all(**known).apply(
            lambda found: policy_document(
                [
                    *_artifacts(args, found["bucket"], found["key_arn"]),
                    *_logs_and_metrics(name, args),
                    *_secrets(args, args.get("headers", {}).values()),
                ]
            )
        ),
        opts=scope.options(),
    )
    return role, policy


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
    # PutMetricData knows no resource, only namespaces (2026-11):
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
    namespaces = {"StringEquals": {"cloudwatch:namespace": ["CloudWatchSynthetics", VIEW_NAMESPACE]}}
    return [
        allow("Logs", actions, [group]),
        allow("Metrics", ["cloudwatch:PutMetricData"], ["*"], namespaces),
    ]


def _secrets(args: CanaryArgs, arns: Collection[str]) -> list[dict[str, Any]]:
    """Let the headers' values be read, whichever key of the account encrypts them."""
    if not arns:
        return []
    region, account_id = args["region"], args["account_id"]
    condition = {
        "StringEquals": {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"},
        "StringLike": {"kms:EncryptionContext:SecretARN": [f"{arn}*" for arn in sorted(arns)]},
    }
    keys = f"arn:aws:kms:{region}:{account_id}:key/*"
    return [*secret_statements(arns), allow("DecryptSecrets", ["kms:Decrypt"], [keys], condition)]
