"""What a backup schedule declares besides its plans and alarms: opt-ins and the role of its jobs."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import backup, iam

_JOBS_POLICY = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
_TYPE_POLICIES = {"S3": "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup"}
"""Further policy that a type needs (https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html,
2026-11)."""


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


def declare_jobs_role(
    scope: ScheduleScope, resource_types: Collection[str]
) -> "tuple[iam.Role, list[iam.RolePolicyAttachment]]":
    """Declare ``<name>-backup-role``, which AWS Backup's jobs take on.

    AWS's policy for it covers snapshots, continuous backups, copies, tags and the keys of both
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html, 2026-11). The trust
    has no condition: AWS documents none for AWS Backup, and no role can be passed across accounts
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html).

    Args:
        scope: What the resources share.
        resource_types: AWS Backup's names of the types that it backs up.

    Returns:
        The role, and its policies, which AWS looks at when it takes a selection.
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
    arns = {f"{name}-policy": _JOBS_POLICY}
    for one in sorted(_TYPE_POLICIES.keys() & set(resource_types)):
        arns[f"{name}-{one.lower()}-policy"] = _TYPE_POLICIES[one]
    return role, [
        iam.RolePolicyAttachment(policy, role=role.name, policy_arn=arn, opts=child)
        for policy, arn in arns.items()
    ]


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
