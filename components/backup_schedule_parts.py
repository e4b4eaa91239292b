"""What a backup schedule declares besides its plans: opt-ins, alarms and the role of its jobs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import backup, cloudwatch, iam

_JOBS_POLICY = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduleScope:
    """What the resources of one schedule share."""

    name: str
    """Logical name of the component."""
    region: str
    """AWS region of all that takes one."""
    tags: Mapping[str, str]
    """Tags of what takes tags."""
    parent: pulumi.Resource
    """The component."""

    def tagged(self, name: str) -> dict[str, str]:
        """Tags of a child with this logical name."""
        return {**self.tags, "Name": name}


def declare_jobs_role(scope: ScheduleScope) -> "tuple[iam.Role, iam.RolePolicyAttachment]":
    """Declare ``<name>-backup-role``, which AWS Backup's jobs take on.

    AWS's policy for it covers snapshots, continuous backups, copies, tags and the keys of both
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html, 2026-11). The trust
    has no condition: AWS documents none for AWS Backup, and no role can be passed across accounts
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).

    Args:
        scope: What the resources share.

    Returns:
        The role, and its policy, which AWS looks at when it takes a selection.
    """
    name, child = f"{scope.name}-backup-role", pulumi.ResourceOptions(parent=scope.parent)
    trust = {"Effect": "Allow", "Principal": {"Service": "backup.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = iam.Role(
        name,
        description=f"Backup jobs of {scope.name}",
        assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        tags=scope.tagged(name),
        opts=child,
    )
    policy = iam.RolePolicyAttachment(f"{name}-policy", role=role.name, policy_arn=_JOBS_POLICY, opts=child)
    return role, policy


def declare_opt_in(scope: ScheduleScope, resource_type: str) -> None:
    """Declare ``<name>-<type>-backup-opt-in``, which switches one type on and says nothing of others.

    Args:
        scope: What the resources share.
        resource_type: AWS Backup's name of the type.
    """
    backup.RegionSettings(
        f"{scope.name}-{resource_type.lower()}-backup-opt-in",
        region=scope.region,
        resource_type_opt_in_preference={resource_type: True},
        # Without it DynamoDB's backups keep the table's key and can be neither copied nor kept cold:
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
        resource_type_management_preference={"DynamoDB": True} if resource_type == "DynamoDB" else None,
        opts=pulumi.ResourceOptions(
            parent=scope.parent,
            # The provider reads back every type of the account, which would be a difference for ever.
            ignore_changes=["resourceTypeOptInPreference", "resourceTypeManagementPreference"],
        ),
    )


def declare_late_alarm(
    scope: ScheduleScope,
    resource_type: str,
    *,
    vault_name: pulumi.Input[str],
    topic_arn: pulumi.Input[str],
    hours: int,
) -> None:
    """Declare ``<name>-<type>-backup-late``: no backup of the type was finished for so many hours.

    AWS Backup counts finished jobs per vault and type and reports nothing where there are none
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html, 2026-11), so missing data
    breaches: a plan that finds no store, a type that is switched off and a region's silence set it off alike.

    Args:
        scope: What the resources share.
        resource_type: AWS Backup's name of the type.
        vault_name: Name of the vault in AWS.
        topic_arn: Topic that is told, and told again when a backup is finished.
        hours: How long is late; CloudWatch looks back 168 hours at most
            (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html).
    """
    name = f"{scope.name}-{resource_type.lower()}-backup-late"
    cloudwatch.MetricAlarm(
        name,
        region=scope.region,
        alarm_description=f"No {resource_type} backup in {scope.region} was finished for {hours} hours.",
        namespace="AWS/Backup",
        metric_name="NumberOfBackupJobsCompleted",
        dimensions={"BackupVaultName": vault_name, "ResourceType": resource_type},
        statistic="Sum",
        period=3600,
        evaluation_periods=hours,
        datapoints_to_alarm=hours,
        threshold=1,
        comparison_operator="LessThanThreshold",
        treat_missing_data="breaching",
        alarm_actions=[topic_arn],
        ok_actions=[topic_arn],
        tags=scope.tagged(name),
        opts=pulumi.ResourceOptions(parent=scope.parent),
    )
