"""Checks of single texts about databases: each gives its text back, or raises what a person reads."""

from __future__ import annotations

import re

from holdfast.settings.formats import refuse

_ENGINE_VERSION = re.compile(r"\d{1,2}\.\d{1,2}|\d\.\d\.mysql_aurora\.\d{1,2}\.\d{1,2}\.\d{1,2}")
_INSTANCE_CLASS = re.compile(r"db\.(serverless|[a-z]+\d+[a-z]*\.(small|medium|large|\d*xlarge(\.\S+)?))")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WINDOW = re.compile(rf"({'|'.join(_DAYS)}):([01]\d|2[0-3]):([0-5]\d)")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_LEAST_WINDOW_MINUTES = 30


def engine_version(text: str) -> str:
    """Check the form of an Aurora engine's version.

    Sources: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/AuroraPostgreSQL.Updates.html,
    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/AuroraMySQL.Updates.30Updates.html.
    """
    if not _ENGINE_VERSION.fullmatch(text):
        refuse(
            "not a full version of an Aurora engine, major and minor, such as 16.8 or 8.0.mysql_aurora.3.08.2"
        )
    return text


def database_name(text: str) -> str:
    """Check a database's name: letters, digits and underscores, a letter first, at most 63.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html (DatabaseName).
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,62}", text):
        refuse("a database's name is 1 to 63 letters, digits and underscores, a letter first")
    return text


def master_username(text: str) -> str:
    """Check a master user's name: letters, digits and underscores, a letter first, at most 63.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
    (MasterUsername).
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,62}", text):
        refuse("a master user's name is 1 to 63 letters, digits and underscores, a letter first")
    return text


def db_instance_class(text: str) -> str:
    """Check the form of a database instance's class.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.Types.html.
    """
    if not _INSTANCE_CLASS.fullmatch(text):
        refuse("not a class of database instances; one is db.serverless, or such as db.r8g.large")
    return text


def maintenance_window(text: str) -> str:
    """Check a weekly maintenance window in UTC, at least 30 minutes long.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
    (PreferredMaintenanceWindow).
    """
    ends = text.split("-")
    if len(ends) != 2 or not all(_WINDOW.fullmatch(end) for end in ends):  # noqa: PLR2004  # from and to
        refuse("a maintenance window has two times of the week in UTC, such as sun:05:00-sun:05:30")
    start, end = window_minutes(text)
    if end - start < _LEAST_WINDOW_MINUTES:
        refuse(f"a maintenance window is at least {_LEAST_WINDOW_MINUTES} minutes long")
    return text


def backup_window(text: str) -> str:
    """Check a daily backup window in UTC, at least 30 minutes long.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
    (PreferredBackupWindow).
    """
    ends = text.split("-")
    if len(ends) != 2 or not all(_TIME.fullmatch(end) for end in ends):  # noqa: PLR2004  # from and to
        refuse("a backup window has two times of the day in UTC, such as 03:00-03:30")
    start, end = day_minutes(text)
    if end - start < _LEAST_WINDOW_MINUTES:
        refuse(f"a backup window is at least {_LEAST_WINDOW_MINUTES} minutes long")
    return text


def day_minutes(text: str) -> tuple[int, int]:
    """Give a backup window's start and end in minutes of the day; the end may lie in the next one."""
    start, end = (int(time[:2]) * 60 + int(time[3:]) for time in text.split("-"))
    return start, end if end >= start else end + _DAY_MINUTES


def window_minutes(text: str) -> tuple[int, int]:
    """Give a maintenance window's start and end in minutes of the week; the end may lie in the next one."""
    start, end = (_minute_of_week(time) for time in text.split("-"))
    return start, end if end >= start else end + _WEEK_MINUTES


def _minute_of_week(time: str) -> int:
    day, hour, minute = time.split(":")
    return (_DAYS.index(day) * 24 + int(hour)) * 60 + int(minute)
