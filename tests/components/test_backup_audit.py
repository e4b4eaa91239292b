"""The audit of a region's backups: what each control asks for, and where reports arrive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from holdfast.components.backup_audit import BackupAudit
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.backup_audit import BackupAuditArgs

REGION = "us-east-1"
STACK = {"BackupStack": "holdfast-prod"}
AUDITED: dict[str, Any] = {
    "vault_name": "vault-1",
    "plan_tags": {"Stack": "prod"},
    "backed_up": True,
    "retention_days": 35.0,
    "copy_regions": ["eu-west-1", "eu-central-1"],
    "copy_accounts": ["222233334444"],
    "lock_min_days": 7.0,
    "lock_max_days": 400.0,
    "restore_minutes": 240,
}


def build(audited: dict[str, Any] | None = None, **more: Any) -> Resources:
    args: dict[str, Any] = {"region": REGION, "account_id": ACCOUNT_ID, **more}
    if audited is not None:
        args["audited"] = audited
    return declared(lambda: BackupAudit("use1", cast("BackupAuditArgs", args)))


def controls(resources: Resources) -> dict[str, tuple[dict[str, Any], dict[str, str]]]:
    """Name of each control → its scope and its parameters."""
    found = resources("use1-audit-framework").inputs["controls"]
    return {
        one["name"]: (
            one["scope"],
            {given["name"]: given["value"] for given in one.get("inputParameters", [])},
        )
        for one in found
    }


def test_the_exact_children() -> None:
    children = {pair for pair in build(AUDITED).pairs() if pair[1] != "use1"}
    assert children == {
        ("aws:backup/framework:Framework", "use1-audit-framework"),
        ("aws:backup/reportPlan:ReportPlan", "use1-audit-backup-jobs"),
        ("aws:backup/reportPlan:ReportPlan", "use1-audit-copy-jobs"),
        ("aws:backup/reportPlan:ReportPlan", "use1-audit-restore-jobs"),
        ("aws:backup/reportPlan:ReportPlan", "use1-audit-resources"),
        ("aws:backup/reportPlan:ReportPlan", "use1-audit-controls"),
        ("aws:s3/bucket:Bucket", "use1-audit-reports"),
        ("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "use1-audit-reports-lifecycle"),
        ("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "use1-audit-reports-ownership"),
        ("aws:s3/bucketPolicy:BucketPolicy", "use1-audit-reports-policy"),
        ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "use1-audit-reports-public-access"),
        (
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "use1-audit-reports-encryption",
        ),
    }


def test_without_aws_config_only_jobs_are_reported() -> None:
    resources = build()
    assert not resources.of("Framework")
    assert resources.names("ReportPlan") == {
        *("use1-audit-backup-jobs", "use1-audit-copy-jobs", "use1-audit-restore-jobs"),
    }
    assert resources("use1", "BackupAudit").outputs.get("framework_arn") is None


def test_controls_ask_for_what_the_stack_asks_of_itself() -> None:
    assert controls(build(AUDITED)) == {
        "BACKUP_RECOVERY_POINT_ENCRYPTED": ({"tags": STACK}, {}),
        "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK": ({"tags": STACK}, {"requiredRetentionDays": "35"}),
        "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED": (
            {
                "complianceResourceTypes": ["AWS::Backup::BackupVault"],
                "complianceResourceIds": ["vault-1"],
            },
            {},
        ),
        "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN": ({"tags": STACK}, {}),
        "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK": (
            {"tags": {"Stack": "prod"}},
            {
                "requiredFrequencyUnit": "days",
                "requiredFrequencyValue": "1",
                "requiredRetentionDays": "35",
            },
        ),
        "BACKUP_LAST_RECOVERY_POINT_CREATED": (
            {"tags": STACK},
            {"recoveryPointAgeUnit": "days", "recoveryPointAgeValue": "2"},
        ),
        "BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION": (
            {"tags": STACK},
            {"crossRegionList": "eu-central-1,eu-west-1"},
        ),
        "BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT": (
            {"tags": STACK},
            {"crossAccountList": "222233334444"},
        ),
        "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK": (
            {"tags": STACK},
            {"minRetentionDays": "7", "maxRetentionDays": "400"},
        ),
        "RESTORE_TIME_FOR_RESOURCES_MEET_TARGET": ({"tags": STACK}, {"maxRestoreTime": "240"}),
    }


def test_a_vault_that_only_receives_copies_has_no_plans_to_look_at() -> None:
    found = controls(build({**AUDITED, "backed_up": False, "kept": False}))
    assert set(found) == {
        "BACKUP_RECOVERY_POINT_ENCRYPTED",
        "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK",
        "RESTORE_TIME_FOR_RESOURCES_MEET_TARGET",
    }


def test_what_is_not_asked_for_is_not_judged() -> None:
    least = {key: AUDITED[key] for key in ("vault_name", "plan_tags", "backed_up", "retention_days")}
    assert not {one for one in controls(build(least)) if "CROSS" in one or "LOCK" in one or "TIME" in one}


def test_an_open_lock_has_no_upper_bound() -> None:
    audited = {key: value for key, value in AUDITED.items() if key != "lock_max_days"}
    _, given = controls(build(audited))["BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK"]
    assert given == {"minRetentionDays": "7"}


def test_an_air_gapped_vault_is_looked_at_by_type() -> None:
    found = controls(build({**AUDITED, "air_gapped": True, "types": ["S3", "Aurora"]}))
    assert found["RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT"] == (
        {"complianceResourceTypes": ["Aurora", "S3"]},
        {"recoveryPointAgeUnit": "days", "recoveryPointAgeValue": "7"},
    )


def test_reports_arrive_in_the_closed_bucket_and_from_nobody_else() -> None:
    resources = build(AUDITED)
    bucket, policy = resources("use1-audit-reports"), resources("use1-audit-reports-policy")
    arrive, tls = json.loads(policy.inputs["policy"])["Statement"]
    role = "role/aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports"
    assert arrive == {
        "Sid": "BackupReportsArrive",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT_ID}:{role}"},
        "Action": "s3:PutObject",
        "Resource": f"{bucket.arn}/*",
        "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
    }
    assert (tls["Effect"], tls["Principal"]) == ("Deny", "*")
    # The role is there once there is a report plan: S3 refuses a policy that names one that is not.
    assert resources.names("ReportPlan") <= policy.depends_on
    (encryption,) = resources("use1-audit-reports-encryption").inputs["rules"]
    assert encryption["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


def test_a_report_plan() -> None:
    resources = build(AUDITED)
    jobs, compliance = resources("use1-audit-restore-jobs").inputs, resources("use1-audit-controls").inputs
    assert jobs["name"] == "holdfast_prod_use1_audit_restore_jobs"
    assert jobs["reportSetting"] == {"reportTemplate": "RESTORE_JOB_REPORT"}
    assert jobs["reportDeliveryChannel"] == {
        "s3BucketName": resources("use1-audit-reports").outputs["bucket"],
        "s3KeyPrefix": "restore-jobs",
        "formats": ["CSV", "JSON"],
    }
    assert compliance["reportSetting"] == {
        "reportTemplate": "CONTROL_COMPLIANCE_REPORT",
        "frameworkArns": [resources("use1-audit-framework").arn],
    }


@pytest.mark.parametrize(("protection", "kept"), [(True, True), (False, False)])
def test_protection_keeps_the_reports(*, protection: bool, kept: bool) -> None:
    bucket = build(AUDITED, protection=protection)("use1-audit-reports")
    assert (bucket.protect, bucket.inputs["forceDestroy"]) == (kept, not kept)


def test_tags_reach_everything_that_takes_them_and_all_is_in_the_region() -> None:
    resources = build(AUDITED, tags={"Team": "orders"}, report_days=30.0)
    children = [one for one in resources if one.custom]
    assert {one.region for one in children} == {REGION}
    assert {one.parent for one in children} == {"use1"}
    tagged = [one for one in children if one.type.rpartition(":")[2] in {"Framework", "ReportPlan", "Bucket"}]
    assert {one.inputs["tags"]["Team"] for one in tagged} == {"orders"}
    (rule,) = resources("use1-audit-reports-lifecycle").inputs["rules"]
    assert rule["expiration"] == {"days": 30}


def test_reports_are_kept_for_a_day_at_least() -> None:
    with pytest.raises(ValueError, match="'report_days' must be 1 or more, got 0"):
        build(AUDITED, report_days=0)
