"""Controls of AWS Backup Audit Manager, as what a stack asks of its own backups."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import backup

from holdfast.components.backup_tags import BACKUP_STACK_TAG, backup_stack

_POINT_DAYS = 2
"""Age in days at which the newest backup is too old: a daily backup may begin two hours late and take
twelve, and the control looks once a day."""


class AuditedArgs(TypedDict):
    """What must hold of a stack's backups in a region."""

    vault_name: pulumi.Input[str]
    """Vault of this region."""
    plan_tags: Mapping[str, str]
    """One tag, key → value, that every backup plan of the stack has."""
    backed_up: bool
    """Whether stores are backed up here; a vault that only receives copies has no plans to look at."""
    retention_days: int
    """Shortest time in days for which any backup or copy here is kept."""
    copy_regions: NotRequired[Sequence[str]]
    """AWS regions to which every store's backups are copied. Default: none."""
    copy_accounts: NotRequired[Sequence[str]]
    """Accounts to which every store's backups are copied, up to five. Default: none."""
    air_gapped: NotRequired[bool]
    """Whether every store's backups are copied to a logically air-gapped vault. Default: False."""
    types: NotRequired[Sequence[str]]
    """AWS Backup's names of the types of stores here, for controls that know no tags. Default: none."""
    lock_min_days: NotRequired[int]
    """Least retention in days that the vault's lock takes. Default: it is not locked."""
    lock_max_days: NotRequired[int]
    """Longest retention in days that the lock takes. Default: no bound."""
    kept: NotRequired[bool]
    """Whether the vault's policy denies everybody to delete a backup. Default: True."""
    restore_minutes: NotRequired[int]
    """How long a restore may take, in minutes. Default: not judged."""


def controls(args: AuditedArgs) -> "list[backup.FrameworkControlArgs]":
    """Give the controls of a framework.

    Names and parameters are those of
    https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-frameworks-api.html and
    .../bam-cfn-integration.html (2026-11). A control looks at what carries this stack's tag, so that other
    stacks of the account are no fault of this one; a scope takes one tag alone, so it cannot tell classes
    apart and asks for what the least of them does.

    Args:
        args: What must hold.
    """
    stack = {"tags": {BACKUP_STACK_TAG: backup_stack()}}
    found = [
        _control("BACKUP_RECOVERY_POINT_ENCRYPTED", stack),
        _control(
            "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK",
            stack,
            requiredRetentionDays=args["retention_days"],
        ),
    ]
    if args.get("kept", True):
        vault = {
            "compliance_resource_types": ["AWS::Backup::BackupVault"],
            "compliance_resource_ids": [args["vault_name"]],
        }
        found.append(_control("BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED", vault))
    if args["backed_up"]:
        found += _of_stores(args, stack)
    if "restore_minutes" in args:
        found.append(
            _control("RESTORE_TIME_FOR_RESOURCES_MEET_TARGET", stack, maxRestoreTime=args["restore_minutes"])
        )
    return found


def _of_stores(args: AuditedArgs, stack: Mapping[str, Any]) -> "list[backup.FrameworkControlArgs]":
    found = [
        _control("BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN", stack),
        _control(
            "BACKUP_PLAN_MIN_FREQUENCY_AND_MIN_RETENTION_CHECK",
            {"tags": dict(args["plan_tags"])},
            requiredFrequencyUnit="days",
            requiredFrequencyValue=1,
            requiredRetentionDays=args["retention_days"],
        ),
        _control(
            "BACKUP_LAST_RECOVERY_POINT_CREATED",
            stack,
            recoveryPointAgeUnit="days",
            recoveryPointAgeValue=_POINT_DAYS,
        ),
    ]
    if args.get("copy_regions"):
        regions = ",".join(sorted(args["copy_regions"]))
        found.append(_control("BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION", stack, crossRegionList=regions))
    if args.get("copy_accounts"):
        accounts = ",".join(sorted(args["copy_accounts"]))
        found.append(
            _control("BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT", stack, crossAccountList=accounts)
        )
    if "lock_min_days" in args:
        bounds = {"minRetentionDays": args["lock_min_days"]}
        if "lock_max_days" in args:
            bounds["maxRetentionDays"] = args["lock_max_days"]
        found.append(_control("BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK", stack, **bounds))
    if args.get("air_gapped"):
        found.append(
            _control(
                "RESOURCES_IN_LOGICALLY_AIR_GAPPED_VAULT",
                {"compliance_resource_types": sorted(args.get("types", ()))},
                recoveryPointAgeUnit="days",
                recoveryPointAgeValue=7,
            )
        )
    return found


def _control(name: str, scope: Mapping[str, Any], **parameters: object) -> "backup.FrameworkControlArgs":
    return backup.FrameworkControlArgs(
        name=name,
        scope=backup.FrameworkControlScopeArgs(**scope),
        input_parameters=[
            backup.FrameworkControlInputParameterArgs(
                name=key, value=str(int(value) if isinstance(value, float) else value)
            )
            for key, value in sorted(parameters.items())
        ]
        or None,
    )
