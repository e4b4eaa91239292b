"""A backup schedule as its tests declare it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from holdfast.components.backup_schedule import BackupSchedule
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.backup_schedule_args import BackupScheduleArgs

REGION = "us-east-1"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT_ID}:backup"
VAULTS = {
    "euw1": f"arn:aws:backup:eu-west-1:{ACCOUNT_ID}:backup-vault:copies",
    "apne1": f"arn:aws:backup:ap-northeast-1:{ACCOUNT_ID}:backup-vault:copies",
}
STANDARD = {"daily_at": "03:05", "retention_days": 35, "copy_retention_days": 14, "continuous_days": 35}
ARCHIVE = {
    "daily_at": "22:00",
    "retention_days": 400.0,
    "copy_retention_days": 120.0,
    "cold_storage_after_days": 30.0,
}
PAIRS = [(one, key) for one in ("Aurora", "DynamoDB") for key in ("apne1", "euw1")]


def build(**more: Any) -> Resources:
    args: dict[str, Any] = {
        "region": REGION,
        "account_id": ACCOUNT_ID,
        "vault_name": "vault-0000",
        "topic_arn": TOPIC,
        "classes": {"standard": STANDARD, "archive": ARCHIVE},
        "continuous": ["standard"],
        "copies": VAULTS,
        "resource_types": ["DynamoDB", "Aurora"],
        **more,
    }
    return declared(lambda: BackupSchedule("use1", cast("BackupScheduleArgs", args)))


def rule(resources: Resources, name: str) -> dict[str, Any]:
    (found,) = resources(name, "Plan").inputs["rules"]
    return dict(found)
