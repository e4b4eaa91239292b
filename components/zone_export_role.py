"""What the export of zones may do, and what may start it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.service_policy import allow, policy_document, secret_statements, trust_document

MANIFEST = "manifest.json"
"""Name of the object that says what belongs together, as the function writes it."""
METRIC_NAMESPACE = "Holdfast"
"""CloudWatch namespace of what the export tells."""


def declare_function_role(
    name: str,
    *,
    region: str,
    account_id: str,
    arns: Mapping[str, pulumi.Input[str]],
    zone_ids: Sequence[pulumi.Input[str]],
    token_secret: str | None,
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> "tuple[iam.Role, iam.RolePolicy]":
    """Declare ``<name>-role`` and ``<name>-policy``.

    Args:
        name: Logical name of the export.
        region: Its region.
        account_id: The account of zones and secret.
        arns: ARNs of its ``logs``, ``dead_letters``, ``bucket`` and ``key``.
        zone_ids: Ids of the zones at Route 53.
        token_secret: ARN of the secret with Cloudflare's token, None where there is none.
        tags: Tags of the role.
        child: Options that make the export the parent.
    """
    role = iam.Role(
        f"{name}-role",
        description=f"Function of {name}",
        assume_role_policy=trust_document("lambda.amazonaws.com"),
        tags={**tags, "Name": f"{name}-role"},
        opts=child,
    )
    policy = iam.RolePolicy(
        f"{name}-policy",
        role=role.name,
        policy=pulumi.Output.all(zone_ids=list(zone_ids), **arns).apply(
            lambda known: policy_document(
                [*_own(region, known), *_zones(known["zone_ids"]), *_token(region, account_id, token_secret)]
            )
        ),
        opts=child,
    )
    return role, policy


def declare_schedule_role(
    name: str,
    *,
    region: str,
    account_id: str,
    arns: Mapping[str, pulumi.Input[str]],
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> "tuple[iam.Role, iam.RolePolicy]":
    """Declare ``<name>-schedule-role`` and ``<name>-schedule-policy``.

    Args:
        name: Logical name of the export.
        region: Its region.
        account_id: The account of the schedule, which alone may assume the role.
        arns: ARNs of the ``function``, ``dead_letters`` and ``key``.
        tags: Tags of the role.
        child: Options that make the export the parent.
    """
    role = iam.Role(
        f"{name}-schedule-role",
        description=f"Schedule of {name}",
        # https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
        assume_role_policy=trust_document(
            "scheduler.amazonaws.com", {"StringEquals": {"aws:SourceAccount": account_id}}
        ),
        tags={**tags, "Name": f"{name}-schedule-role"},
        opts=child,
    )
    policy = iam.RolePolicy(
        f"{name}-schedule-policy",
        role=role.name,
        policy=pulumi.Output.all(**arns).apply(
            lambda known: policy_document(
                [
                    allow("Start", ["lambda:InvokeFunction"], [known["function"]]),
                    *_dead_letters(region, known),
                ]
            )
        ),
        opts=child,
    )
    return role, policy


def _own(region: str, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    through_s3 = {"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}}
    through_lambda = {"StringEquals": {"kms:ViaService": f"lambda.{region}.amazonaws.com"}}
    namespace = {"StringEquals": {"cloudwatch:namespace": METRIC_NAMESPACE}}
    return [
        allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], [f"{known['logs']}:*"]),
        allow("WriteExports", ["s3:PutObject"], [f"{known['bucket']}/*"]),
        allow("ReadLastManifest", ["s3:GetObject"], [f"{known['bucket']}/{MANIFEST}"]),
        allow("EncryptExports", ["kms:Decrypt", "kms:GenerateDataKey"], [known["key"]], through_s3),
        allow("ReadOwnEnvironment", ["kms:Decrypt"], [known["key"]], through_lambda),
        # PutMetricData knows no resource, only namespaces (2026-11):
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
        allow("TellSuccess", ["cloudwatch:PutMetricData"], ["*"], namespace),
        *_dead_letters(region, known),
    ]


def _dead_letters(region: str, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    through_queue = {"StringEquals": {"kms:ViaService": f"sqs.{region}.amazonaws.com"}}
    return [
        allow("DeadLetters", ["sqs:SendMessage"], [known["dead_letters"]]),
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
        allow("EncryptDeadLetters", ["kms:Decrypt", "kms:GenerateDataKey"], [known["key"]], through_queue),
    ]


def _zones(zone_ids: Sequence[str]) -> list[dict[str, Any]]:
    if not zone_ids:
        return []
    zones = [f"arn:aws:route53:::hostedzone/{zone_id}" for zone_id in zone_ids]
    return [
        allow(
            "ReadZones",
            ["route53:GetDNSSEC", "route53:GetHostedZone", "route53:ListResourceRecordSets"],
            zones,
        ),
        # Which health checks the records name is not known before they are read.
        allow("ReadHealthChecks", ["route53:GetHealthCheck"], ["arn:aws:route53:::healthcheck/*"]),
    ]


def _token(region: str, account_id: str, secret_arn: str | None) -> list[dict[str, Any]]:
    """Let the token be read, whichever key of the account encrypts it, and nothing else with that key.

    Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html (2026-11).
    """
    if secret_arn is None:
        return []
    condition = {
        "StringEquals": {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"},
        "StringLike": {"kms:EncryptionContext:SecretARN": f"{secret_arn}*"},
    }
    keys = f"arn:aws:kms:{region}:{account_id}:key/*"
    return [*secret_statements([secret_arn]), allow("DecryptToken", ["kms:Decrypt"], [keys], condition)]
