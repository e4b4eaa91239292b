"""What AWS or reason refuses in an RDS database's arguments, in a person's words."""

import re
from collections.abc import Iterator, Mapping

from holdfast.components.rds_args import RdsDatabaseArgs
from holdfast.components.rds_storage_limits import storage_problems
from holdfast.topology.values import (
    DATABASE_CLUSTER_CHARACTERS,
    LOG_RETENTION_DAYS,
    InsightsMode,
    RdsShape,
)

# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (2026-11):
# EnableCloudwatchLogsExports, Port, BackupRetentionPeriod, MonitoringInterval, DBInstanceIdentifier,
# MasterUsername, DBName, PerformanceInsightsRetentionPeriod.
_LOG_EXPORTS: Mapping[str, tuple[str, ...]] = {
    "postgres": ("iam-db-auth-error", "postgresql", "upgrade"),
    "mysql": ("audit", "error", "general", "iam-db-auth-error", "slowquery"),
}
_NO_CLUSTER_LOG = "audit"  # API_CreateDBCluster.html
_VERSION: Mapping[str, re.Pattern[str]] = {
    "postgres": re.compile(r"(\d{2})\.\d{1,2}"),
    "mysql": re.compile(r"(\d\.\d)\.\d{1,2}"),
}
_LOWEST_PORT, _HIGHEST_PORT = 1150, 65_535
_LONGEST_BACKUP_DAYS = 35
_MONITORING_SECONDS = (1, 5, 10, 15, 30, 60)
_LONGEST_IDENTIFIER = 63
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
_INSIGHTS_DAYS = (7, *range(31, 714, 31), 731)
# "At least 465 days (15 months)", 2026-11:
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.TurningOnAdvanced.html
_ADVANCED_INSIGHTS_DAYS = 465
# "We can't guarantee more than five cross-Region read replica instances", 2026-11:
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.Cnsdr.html
_MOST_MEMBERS = 6


def check(name: str, args: RdsDatabaseArgs) -> None:
    """Refuse arguments that cannot be declared.

    Args:
        name: Name of the component, for the message.
        args: Its arguments.

    Raises:
        ValueError: With every problem at once.
    """
    problems = [
        *_member_problems(args),
        *_shape_problems(args),
        *_engine_problems(args),
        *storage_problems(args),
        *_copy_problems(args),
        *_number_problems(args),
        *_name_problems(args),
    ]
    if problems:
        raise ValueError(f"RDS database {name!r}: " + "; ".join(problems))


def _member_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    members = args["members"]
    places = ", ".join(sorted(members)) or "none"
    for field, place in (("home", args["home"]), ("source", args.get("source", args["home"]))):
        if place not in members:
            yield f"'{field}' must be one of its members ({places}), got {place!r}"
    if len(members) > _MOST_MEMBERS:
        yield f"'members' may be {_MOST_MEMBERS} at most, a source and five replicas, got {len(members)}"
    regions: dict[str, str] = {}
    for place, member in sorted(members.items()):
        other = regions.setdefault(member["region"], place)
        if other != place:
            yield f"members {other!r} and {place!r} are both in {member['region']}: a region takes one"


def _shape_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    shape = args.get("shape", RdsShape.INSTANCE)
    if shape not in {*RdsShape}:
        yield f"'shape' must be one of {', '.join(RdsShape)}, got {shape!r}"
    if shape != RdsShape.CLUSTER:
        return
    if len(args["members"]) > 1:
        yield "'shape' cluster is of one region: a Multi-AZ DB cluster has no replica cluster elsewhere"
    for place, member in sorted(args["members"].items()):
        if "multi_az" in member:
            yield f"'members.{place}.multi_az' says nothing of a cluster, which always lies in three zones"


def _engine_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    engine, version = args["engine"], args["engine_version"]
    if engine not in _LOG_EXPORTS:
        yield f"'engine' must be one of {', '.join(_LOG_EXPORTS)}, got {engine!r}"
        return
    found = _VERSION[engine].fullmatch(version)
    if found is None:
        example = "17.7" if engine == "postgres" else "8.4.8"
        yield f"'engine_version' of {engine} must be a full version, such as {example}, got {version!r}"
    elif args["parameter_group_family"] != engine + found[1]:
        yield (
            f"'parameter_group_family' of {engine} {version} is {engine + found[1]!r}, got"
            f" {args['parameter_group_family']!r}"
        )
    is_cluster = args.get("shape") == RdsShape.CLUSTER
    logs = [log for log in _LOG_EXPORTS[engine] if not (is_cluster and log == _NO_CLUSTER_LOG)]
    unknown = sorted(set(args.get("log_exports", ())) - {*logs})
    if unknown:
        what = f"a cluster of {engine}" if is_cluster else engine
        yield f"'log_exports' of {what} may be {', '.join(logs)}, got {', '.join(unknown)}"
    if not args["instance_class"].startswith("db.") or args["instance_class"] == "db.serverless":
        yield f"'instance_class' must be one such as db.r8g.large, got {args['instance_class']!r}"


def _copy_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    copy = args.get("backup_copy")
    if copy is None:
        return
    source = args["members"].get(args.get("source", args["home"]))
    if args.get("shape") == RdsShape.CLUSTER:
        yield "'backup_copy' goes with instances: automated backups of a Multi-AZ DB cluster are not copied"
    if source is not None and copy["region"] == source["region"]:
        yield f"'backup_copy.region' must be another than the source's, got {copy['region']!r}"
    if not 1 <= (days := copy["retention_days"]) <= _LONGEST_BACKUP_DAYS:
        yield f"'backup_copy.retention_days' must be 1 to {_LONGEST_BACKUP_DAYS}, got {days}"


def _number_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    if not _LOWEST_PORT <= args["port"] <= _HIGHEST_PORT:
        yield f"'port' must be {_LOWEST_PORT} to {_HIGHEST_PORT}, got {args['port']}"
    if args.get("password_version", 1) < 1:
        yield f"'password_version' must be 1 or more, got {args['password_version']}"
    if not 1 <= (days := args.get("backup_retention_days", 7)) <= _LONGEST_BACKUP_DAYS:
        yield f"'backup_retention_days' must be 1 to {_LONGEST_BACKUP_DAYS}, got {days}"
    if args.get("log_retention_days", 90) not in LOG_RETENTION_DAYS:
        allowed = ", ".join(map(str, LOG_RETENTION_DAYS))
        yield f"'log_retention_days' must be one of {allowed}, got {args['log_retention_days']}"
    if (interval := args.get("monitoring_interval_seconds", 60)) not in _MONITORING_SECONDS:
        allowed = ", ".join(map(str, _MONITORING_SECONDS))
        yield f"'monitoring_interval_seconds' must be one of {allowed}, got {interval}"
    mode, kept = args.get("insights_mode", InsightsMode.STANDARD), args.get("insights_retention_days", 7)
    if mode not in {*InsightsMode}:
        yield f"'insights_mode' must be one of {', '.join(InsightsMode)}, got {mode!r}"
    if kept not in _INSIGHTS_DAYS:
        yield f"'insights_retention_days' must be 7, a multiple of 31 up to 713, or 731, got {kept}"
    if mode == InsightsMode.ADVANCED and kept < _ADVANCED_INSIGHTS_DAYS:
        yield (
            f"'insights_mode' advanced needs 'insights_retention_days' of {_ADVANCED_INSIGHTS_DAYS} or more,"
            f" got {kept}"
        )


def _name_problems(args: RdsDatabaseArgs) -> Iterator[str]:
    is_cluster = args.get("shape") == RdsShape.CLUSTER
    longest = DATABASE_CLUSTER_CHARACTERS if is_cluster else _LONGEST_IDENTIFIER
    for place, member in sorted(args["members"].items()):
        identifier = member.get("identifier")
        if identifier is not None and (len(identifier) > longest or not _IDENTIFIER.fullmatch(identifier)):
            yield (
                f"'members.{place}.identifier' must be 1 to {longest} lower-case letters, digits"
                f" and single hyphens, a letter first and no hyphen last, got {identifier!r}"
            )
    for field, text in (("database", args["database"]), ("master_username", args["master_username"])):
        if not _NAME.fullmatch(text):
            yield f"'{field}' must be 1 to 63 letters, digits and underscores, a letter first, got {text!r}"
