"""The audit of one region's backups: controls that must hold, and reports of every day."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import backup, s3

from holdfast.components.backup_audit_controls import AuditedArgs, controls
from holdfast.components.backup_names import backup_name
from holdfast.components.closed_bucket import BucketScope, Statement, declare_closed_bucket, expire_objects

__all__ = ["AuditedArgs", "BackupAudit", "BackupAuditArgs"]

_LONGEST_NAME = 256
_JOBS = {
    "backup-jobs": "BACKUP_JOB_REPORT",
    "copy-jobs": "COPY_JOB_REPORT",
    "restore-jobs": "RESTORE_JOB_REPORT",
}
_COMPLIANCE = {"resources": "RESOURCE_COMPLIANCE_REPORT", "controls": "CONTROL_COMPLIANCE_REPORT"}


class BackupAuditArgs(TypedDict):
    """What the audit of a region's backups needs."""

    region: str
    """AWS region in which every child is declared; the vault's."""
    account_id: str
    """AWS account, twelve digits."""
    audited: NotRequired[AuditedArgs]
    """What the framework's controls ask for. AWS Config must record in the region. Default: no framework and
    no reports of compliance, only those of jobs."""
    report_days: NotRequired[int]
    """Days after which a report is deleted. Default: 400 (assumption: a year and the time to audit it)."""
    protection: NotRequired[bool]
    """Whether the bucket of the reports is protected and kept while it holds some; False lets ``pulumi
    destroy`` empty it. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class BackupAudit(pulumi.ComponentResource):
    """What AWS Backup Audit Manager watches in a region, and what it reports.

    Declares: a closed bucket, report plans for the jobs of each day (backups, copies, restores); with
    ``audited`` a framework of controls that match the stack's own backups, and report plans on how resources
    and controls stand to it.

    Reports are CSV and JSON, written once a day by AWS's service-linked role
    ``AWSServiceRoleForBackupReports``, which the first framework or report plan of an account makes: a bucket
    policy that names it earlier is refused as "Invalid principal"
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/create-report-plan-console.html, 2026-11), so the
    policy comes after the plans. The bucket has S3's own encryption: with a customer key, that key's policy
    would have to name the same role
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/create-report-plan-api.html), which may not exist
    when the key is made; reports tell of jobs, not of data.

    Survives: the loss of any other region. Does not survive: the loss of its own, whose reports are then out
    of reach. It sees what is backed up, not whether a backup can be restored: ``RestoreTesting`` does.
    """

    bucket: pulumi.Output[str]
    """Name of the bucket with the reports, known once its policy is there."""
    framework_arn: pulumi.Output[str | None]
    """ARN of the framework, None without one."""

    def __init__(self, name: str, args: BackupAuditArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:BackupAudit", name, {**args}, opts)
        days = int(args.get("report_days", 400))
        if days < 1:
            raise ValueError(f"backup audit {name!r}: 'report_days' must be 1 or more, got {days}")
        self._prefix, self._args, self._child = f"{name}-audit", args, pulumi.ResourceOptions(parent=self)
        framework = self._framework(args["audited"]) if "audited" in args else None
        reports = f"{self._prefix}-reports"
        scope = BucketScope(
            region=args["region"],
            protection=args.get("protection", True),
            tags=args.get("tags", {}),
            parent=self,
        )
        bucket, policy = declare_closed_bucket(
            reports,
            scope,
            lambda arn: _reports_arrive(arn, args["account_id"]),
            before_policy=lambda made: self._report_plans(made, framework),
        )
        expire_objects(reports, scope, bucket, days)
        self.bucket = policy.bucket
        self.framework_arn = pulumi.Output.from_input(framework.arn if framework else None)
        self.register_outputs(
            {
                "bucket": self.bucket,
                "framework_arn": self.framework_arn,
                "origin": dict(args.get("origin", {})),
            }
        )

    def operations(self) -> dict[str, Any]:
        """Return what operators name of it, ``holdfast.contracts.operations.BackupReports``."""
        return {
            "region": self._args["region"],
            "bucket": self.bucket,
            "framework_arn": self.framework_arn,
        }

    def _tags(self, name: str) -> dict[str, str]:
        return {**self._args.get("tags", {}), "Name": name}

    def _framework(self, audited: AuditedArgs) -> "backup.Framework":
        name = f"{self._prefix}-framework"
        return backup.Framework(
            name,
            region=self._args["region"],
            name=backup_name(name, longest=_LONGEST_NAME),
            description=f"Backups of this stack in {self._args['region']}, as its settings ask for them",
            controls=controls(audited),
            tags=self._tags(name),
            opts=self._child,
        )

    def _report_plans(
        self, bucket: "s3.Bucket", framework: "backup.Framework | None"
    ) -> Sequence[pulumi.Resource]:
        plans = [self._report_plan(noun, template, bucket) for noun, template in sorted(_JOBS.items())]
        if framework is not None:
            plans += [
                self._report_plan(noun, template, bucket, framework_arns=[framework.arn])
                for noun, template in sorted(_COMPLIANCE.items())
            ]
        return plans

    def _report_plan(
        self,
        noun: str,
        template: str,
        bucket: "s3.Bucket",
        framework_arns: Sequence[pulumi.Input[str]] | None = None,
    ) -> "backup.ReportPlan":
        name = f"{self._prefix}-{noun}"
        return backup.ReportPlan(
            name,
            region=self._args["region"],
            name=backup_name(name, longest=_LONGEST_NAME),
            description=f"{template} of {self._args['region']}",
            report_delivery_channel={
                "s3_bucket_name": bucket.bucket,
                "s3_key_prefix": noun,
                "formats": ["CSV", "JSON"],
            },
            report_setting={"report_template": template, "framework_arns": framework_arns},
            tags=self._tags(name),
            opts=self._child,
        )


def _reports_arrive(bucket_arn: pulumi.Output[str], account_id: str) -> Statement:
    role = "role/aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports"
    return {
        "Sid": "BackupReportsArrive",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:{role}"},
        "Action": "s3:PutObject",
        "Resource": pulumi.Output.concat(bucket_arn, "/*"),
        "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
    }
