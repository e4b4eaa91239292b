"""What RDS refuses in the arguments of databases, of Aurora and others alike, in a person's words."""

import re
from collections.abc import Iterator

from holdfast.components.database_args import DatabaseArgs
from holdfast.topology.values import LOG_RETENTION_DAYS, InsightsMode

# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html and
# API_CreateDBInstance.html (2026-11): Port, BackupRetentionPeriod, MonitoringInterval, DBClusterIdentifier,
# DBInstanceIdentifier, MasterUsername, DBName, PerformanceInsightsRetentionPeriod.
LONGEST_IDENTIFIER = 63
"""Characters of a cluster's or an instance's identifier at most."""
LONGEST_BACKUP_DAYS = 35
"""Days for which automated backups are kept at most."""
_LOWEST_PORT, _HIGHEST_PORT = 1150, 65_535
_MONITORING_SECONDS = (1, 5, 10, 15, 30, 60)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
_INSIGHTS_DAYS = (7, *range(31, 714, 31), 731)
# "At least 465 days (15 months)", 2026-11:
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.TurningOnAdvanced.html and
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.Considerations.html
_ADVANCED_INSIGHTS_DAYS = 465


def number_problems(args: DatabaseArgs) -> Iterator[str]:
    """Say what is wrong with a database's port, password, retentions, monitoring and insights.

    Args:
        args: Arguments of the database.
    """
    if not _LOWEST_PORT <= args["port"] <= _HIGHEST_PORT:
        yield f"'port' must be {_LOWEST_PORT} to {_HIGHEST_PORT}, got {args['port']}"
    if args.get("password_version", 1) < 1:
        yield f"'password_version' must be 1 or more, got {args['password_version']}"
    if not 1 <= (days := args.get("backup_retention_days", 7)) <= LONGEST_BACKUP_DAYS:
        yield f"'backup_retention_days' must be 1 to {LONGEST_BACKUP_DAYS}, got {days}"
    if args.get("log_retention_days", 90) not in LOG_RETENTION_DAYS:
        allowed = ", ".join(map(str, LOG_RETENTION_DAYS))
        yield f"'log_retention_days' must be one of {allowed}, got {args['log_retention_days']}"
    if (interval := args.get("monitoring_interval_seconds", 60)) not in _MONITORING_SECONDS:
        allowed = ", ".join(map(str, _MONITORING_SECONDS))
        yield f"'monitoring_interval_seconds' must be one of {allowed}, got {interval}"
    yield from _insights_problems(args)


def _insights_problems(args: DatabaseArgs) -> Iterator[str]:
    mode, days = args.get("insights_mode", InsightsMode.STANDARD), args.get("insights_retention_days", 7)
    if mode not in {*InsightsMode}:
        yield f"'insights_mode' must be one of {', '.join(InsightsMode)}, got {mode!r}"
    if days not in _INSIGHTS_DAYS:
        yield f"'insights_retention_days' must be 7, a multiple of 31 up to 713, or 731, got {days}"
    if mode == InsightsMode.ADVANCED and days < _ADVANCED_INSIGHTS_DAYS:
        yield (
            f"'insights_mode' advanced needs 'insights_retention_days' of {_ADVANCED_INSIGHTS_DAYS} or more,"
            f" got {days}"
        )


def name_problems(args: DatabaseArgs) -> Iterator[str]:
    """Say what is wrong with the names of a database and of its master user.

    Args:
        args: Arguments of the database.
    """
    for field, text in (("database", args["database"]), ("master_username", args["master_username"])):
        if not _NAME.fullmatch(text):
            yield f"'{field}' must be 1 to 63 letters, digits and underscores, a letter first, got {text!r}"
