"""What the export of zones may do."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.function_policy import (
    dead_letter_statements,
    environment_statement,
    log_statement,
    metric_statement,
)
from holdfast.components.service_policy import (
    allow,
    any_key_statement,
    policy_document,
    secret_statements,
)
from holdfast.components.service_role import declare_service_role

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
    policy = pulumi.Output.all(zone_ids=list(zone_ids), **arns).apply(
        lambda known: policy_document(
            [*_own(region, known), *_zones(known["zone_ids"]), *_token(region, account_id, token_secret)]
        )
    )
    return declare_service_role(name, policy, description=f"Function of {name}", tags=tags, child=child)


def _own(region: str, known: Mapping[str, Any]) -> list[dict[str, Any]]:
    through_s3 = {"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}}
    return [
        log_statement(known["logs"]),
        allow("WriteExports", ["s3:PutObject"], [f"{known['bucket']}/*"]),
        allow("ReadLastManifest", ["s3:GetObject"], [f"{known['bucket']}/{MANIFEST}"]),
        allow("EncryptExports", ["kms:Decrypt", "kms:GenerateDataKey"], [known["key"]], through_s3),
        environment_statement(region, known["key"]),
        metric_statement("TellSuccess", METRIC_NAMESPACE),
        *dead_letter_statements(region, known["dead_letters"], known["key"]),
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
    if secret_arn is None:
        return []
    decrypt = any_key_statement("DecryptToken", f"{secret_arn}*", region=region, account_id=account_id)
    return [*secret_statements([secret_arn]), decrypt]
