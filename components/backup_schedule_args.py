"""Arguments of a region's backup schedule, and what is wrong with them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs
from holdfast.topology.values import BACKUP_TYPES

CONTINUOUS_TYPES = frozenset(name for name, found in BACKUP_TYPES.items() if found.continuous)
"""Types with a continuous backup in AWS Backup. DynamoDB has none there, its point-in-time recovery is the
table's own (https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html, 2026-11)."""
HOURLY_PERIODS = (1, 2, 3, 4, 6, 8, 12)
"""Hours between two hourly backups: divisors of the day, since AWS Backup reads a schedule from 00:00 to
23:59 and makes backups hourly at most
(https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html, 2026-11)."""

# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html (2026-11)
_LEAST_COLD_DAYS = 90
# https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html, and for the least
# .../point-in-time-recovery-retention-period.html (2026-11): AWS takes 1 too, but what is kept for no longer
# than the day between two jobs may expire.
_LEAST_CONTINUOUS_DAYS = 2
_MOST_CONTINUOUS_DAYS = 35

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_KEY = re.compile(r"[A-Za-z0-9-]+")


class HourlyBackupArgs(TypedDict):
    """Backups within the day."""

    every_hours: int
    """Hours between two of them: 1, 2, 3, 4, 6, 8 or 12."""
    retention_days: int
    """How long they, and their copies, are kept, in days."""
    copied: NotRequired[bool]
    """Copy each to where the class's daily backups are copied to. Default: False."""


class BackupClassArgs(TypedDict):
    """How one class of data is backed up."""

    daily_at: str
    """When the daily backup may begin, in UTC, for example ``03:00``."""
    retention_days: int
    """How long daily backups are kept, in days."""
    copy_retention_days: int
    """How long their copies are kept, in days."""
    cold_storage_after_days: NotRequired[int]
    """Age in days at which backups and copies move to cold storage, where they stay for 90 days at least.
    DynamoDB's and Aurora DSQL's can move; others stay where they are, AWS ignores it for them
    (https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html, 2026-11).
    Default: never."""
    continuous_days: NotRequired[int]
    """How far back a continuous backup restores to any second, 2 to 35 days. Default: no such backup."""
    hourly: NotRequired[HourlyBackupArgs]
    """Backups within the day. Default: none."""
    copies: NotRequired[Sequence[str]]
    """Keys of the schedule's ``copies`` that this class is copied to. Default: all of them."""
    copy_retention_days_at: NotRequired[Mapping[str, int]]
    """Key of a copy → how long copies are kept there, in days. Default: ``copy_retention_days``."""
    resource_types: NotRequired[Sequence[str]]
    """Types of the stores of this class here, for its alarms. Default: all of the schedule's."""


class BackupScheduleArgs(TypedDict):
    """What the backups of a region need."""

    region: str
    """AWS region in which every child is declared; stores, plans and vault are all of this one."""
    account_id: str
    """AWS account of the stores, twelve digits."""
    vault_name: pulumi.Input[str]
    """Name of the vault here that receives the backups."""
    topic_arn: pulumi.Input[str]
    """Topic here that is told when backups are late."""
    classes: Mapping[str, BackupClassArgs]
    """Classes of the stores here, by key: letters, digits, hyphens. At least one."""
    continuous: Sequence[str]
    """Keys of the classes of which a store here has a continuous backup, see ``backup_tags``."""
    copies: Mapping[str, pulumi.Input[str]]
    """Place, or another key, → ARN of the vault that receives copies; it may be of another account."""
    resource_types: Sequence[str]
    """Types of the stores here in AWS Backup's words: ``Aurora``, ``DSQL``, ``DynamoDB``, ``RDS``, ``S3``. At
    least one."""
    opt_in: NotRequired[bool]
    """Switch AWS Backup on for these types in this account and region, see the component. Default: True."""
    protection: NotRequired[bool]
    """Keep the plans: without its plan a class is no longer backed up, and only the alarms would say so.
    Default: True."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook, which each alarm names. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags, and of the backups. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def check_backup_schedule(name: str, args: BackupScheduleArgs) -> None:
    """Raise what is wrong with a schedule's arguments.

    Args:
        name: Name of the component.
        args: Its arguments.

    Raises:
        ValueError: Something is; all mistakes at once.
    """
    mistakes = [*_types(args), *_continuous(args)]
    if not args["classes"]:
        mistakes.append("'classes' needs at least one class")
    for key, one in sorted(args["classes"].items()):
        if not _KEY.fullmatch(key):
            mistakes.append(f"the class {key!r} must be named by letters, digits and hyphens")
        mistakes += [f"class {key!r}: {mistake}" for mistake in (*_class(one, args), *_hourly(one))]
    if mistakes:
        raise ValueError(f"backup schedule {name!r}: {'; '.join(mistakes)}")


def _types(args: BackupScheduleArgs) -> Iterator[str]:
    unknown = sorted(set(args["resource_types"]) - set(BACKUP_TYPES))
    if unknown or not args["resource_types"]:
        allowed = ", ".join(sorted(BACKUP_TYPES))
        yield f"'resource_types' takes one or more of {allowed}, got {', '.join(unknown) or 'none'}"


def _continuous(args: BackupScheduleArgs) -> Iterator[str]:
    for key in sorted(set(args["continuous"])):
        if key not in args["classes"]:
            yield f"'continuous' names {key!r}, which is no class here"
        elif args["classes"][key].get("continuous_days") is None:
            yield f"'continuous' names the class {key!r}, which has no 'continuous_days'"
    if args["continuous"] and not CONTINUOUS_TYPES & set(args["resource_types"]):
        yield f"'continuous' needs a store of the type {', '.join(sorted(CONTINUOUS_TYPES))}"


def copies_of(one: BackupClassArgs, args: BackupScheduleArgs) -> dict[str, pulumi.Input[str]]:
    """Return the vaults that a class is copied to, by key, sorted.

    Args:
        one: The class.
        args: The schedule's arguments.
    """
    chosen = one.get("copies")
    return {key: arn for key, arn in sorted(args["copies"].items()) if chosen is None or key in chosen}


def copy_days(one: BackupClassArgs, key: str) -> int:
    """Return how long copies of a class's daily backups are kept in one vault, in days.

    Args:
        one: The class.
        key: Key of the vault among the schedule's ``copies``.
    """
    return one.get("copy_retention_days_at", {}).get(key, one["copy_retention_days"])


def _hourly(one: BackupClassArgs) -> Iterator[str]:
    hourly = one.get("hourly")
    if hourly is None:
        return
    if hourly["every_hours"] not in HOURLY_PERIODS:
        allowed = ", ".join(map(str, HOURLY_PERIODS))
        yield f"'hourly.every_hours' must be one of {allowed}, got {hourly['every_hours']}"
    if hourly["retention_days"] < 1:
        yield f"'hourly.retention_days' must be 1 or more, got {hourly['retention_days']}"


def _class(one: BackupClassArgs, args: BackupScheduleArgs) -> Iterator[str]:
    unknown = sorted(set(one.get("copies", ())) - set(args["copies"]))
    if unknown:
        yield f"'copies' names {', '.join(unknown)}, to which the schedule does not copy"
    elsewhere = sorted(set(one.get("resource_types", ())) - set(args["resource_types"]))
    if elsewhere:
        yield f"'resource_types' names {', '.join(elsewhere)}, of which the schedule has no store"
    if not _TIME.fullmatch(one["daily_at"]):
        yield f"'daily_at' must be a time in UTC such as '03:00', got {one['daily_at']!r}"
    kept = {"retention_days": one["retention_days"]}
    for key in copies_of(one, args):
        at = "copy_retention_days" if key not in one.get("copy_retention_days_at", {}) else f"copies at {key}"
        kept[at] = copy_days(one, key)
    cold = one.get("cold_storage_after_days")
    if cold is not None and cold < 1:
        yield f"'cold_storage_after_days' must be 1 or more, got {cold}"
    least = 1 if cold is None else max(cold, 1) + _LEAST_COLD_DAYS
    why = "" if cold is None else f" (cold storage keeps for {_LEAST_COLD_DAYS} days)"
    for field, days in kept.items():
        if days < least:
            yield f"'{field}' must be {least} or more{why}, got {days}"
    days_back = one.get("continuous_days")
    if days_back is not None and not _LEAST_CONTINUOUS_DAYS <= days_back <= _MOST_CONTINUOUS_DAYS:
        yield (
            f"'continuous_days' must be {_LEAST_CONTINUOUS_DAYS} to {_MOST_CONTINUOUS_DAYS}, got {days_back}"
        )
