"""What a check ends with, and how a value that was read is held against what was expected."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class NotYetError(Exception):
    """What was restored is not ready; the same question is asked again later."""


class FailedError(Exception):
    """What was restored is not what it should be. The text names checks and numbers, never data."""


def judge(name: str, expected: Mapping[str, object], found: object, began: datetime) -> None:
    """Hold the first value of a query's first row against what was expected.

    Args:
        name: Name of the check, for the message.
        expected: ``at_least`` (a number), ``newest_within_minutes`` (the value is a time, and at most so old
            when the restore began) or ``equals`` (a text, which may be what a number or a time is as text).
        found: The value; None where there is no row.
        began: When the restore began.

    Raises:
        FailedError: It is not so. Only counts and ages are told, since other values may be data.
    """
    if found is None:
        raise FailedError(f"{name}: there is no value")
    if "at_least" in expected:
        _count(name, int(str(expected["at_least"])), found)
    elif "newest_within_minutes" in expected:
        _age(name, timedelta(minutes=int(str(expected["newest_within_minutes"]))), found, began)
    elif str(found) != expected["equals"]:
        raise FailedError(f"{name}: the value is another one")


def _count(name: str, least: int, found: object) -> None:
    try:
        count = int(str(found))
    except ValueError:
        raise FailedError(f"{name}: the value is no whole number") from None
    if count < least:
        raise FailedError(f"{name}: {count}, and {least} at least were expected")


def _age(name: str, longest: timedelta, found: object, began: datetime) -> None:
    if isinstance(found, datetime):
        newest = found if found.tzinfo else found.replace(tzinfo=UTC)
    elif isinstance(found, date):
        newest = datetime(found.year, found.month, found.day, tzinfo=UTC)
    else:
        raise FailedError(f"{name}: the value is no time")
    age = began - newest
    if age > longest:
        raise FailedError(f"{name}: the newest is {_minutes(age)} minutes old, {_minutes(longest)} at most")


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
