"""The access policy of a backup vault: what nobody may do, and which other accounts copy into it."""

import json
from typing import Any

from holdfast.components.backup_vault_args import VaultAccessArgs


def vault_policy(*, protection: bool, access: VaultAccessArgs | None) -> str | None:
    """Return a vault's access policy as JSON; None where it would say nothing.

    Args:
        protection: Whether nobody may delete a backup or change when it expires.
        access: Other accounts that may copy into the vault, if any.
    """
    statements = [
        *([_nobody_deletes()] if protection else []),
        *([] if access is None else [_others_copy(access)]),
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}) if statements else None


def _nobody_deletes() -> dict[str, Any]:
    # Vault policies take no wildcard in an action:
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
    # Of backup:DisassociateRecoveryPoint, which hands a continuous backup back to the database and leaves it
    # there, AWS says nowhere that a vault's policy can deny it; these two its Config rule asks for:
    # https://docs.aws.amazon.com/config/latest/developerguide/backup-recovery-point-manual-deletion-disabled.html
    return {
        "Sid": "NobodyDeletesOrShortens",
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
        "Resource": "*",
    }


def _others_copy(access: VaultAccessArgs) -> dict[str, Any]:
    # "Cross-account access for any action other than backup:CopyIntoBackupVault will be rejected":
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html, and for the
    # statement .../create-cross-account-backup.html (2026-11)
    statement: dict[str, Any] = {
        "Sid": "OtherAccountsCopyInto",
        "Effect": "Allow",
        "Principal": {"AWS": [f"arn:aws:iam::{one}:root" for one in sorted(set(access["account_ids"]))]},
        "Action": "backup:CopyIntoBackupVault",
        "Resource": "*",
    }
    organization_id = access.get("organization_id")
    if organization_id is None:
        return statement
    return {**statement, "Condition": {"StringEquals": {"aws:PrincipalOrgID": organization_id}}}
