"""How often a schedule runs: rate and cron expressions of EventBridge, as runs a month."""

from __future__ import annotations

import re
from decimal import Decimal

from holdfast.cost.model import HOURS_A_MONTH

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((.+)\)")
_MINUTES = {"minute": 1, "hour": 60, "day": 1440}
DAYS_A_MONTH = HOURS_A_MONTH / 24
DAYS_A_WEEK = Decimal(7)
MONTHS_A_YEAR = Decimal(12)
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


def runs_a_month(expression: str) -> Decimal | None:
    """Runs a month on average; None where the expression is not understood.

    Args:
        expression: ``rate(5 minutes)`` or ``cron(30 4 * * ? *)``.
    """
    if rate := _RATE.fullmatch(expression):
        minutes = int(rate[1]) * _MINUTES[rate[2]]
        return HOURS_A_MONTH * 60 / minutes if minutes else None
    cron = _CRON.fullmatch(expression)
    fields = cron[1].split() if cron else []
    if len(fields) != len(("minutes", "hours", "days", "months", "weekdays", "years")):
        return None
    counts = (
        _values(fields[0], 60),
        _values(fields[1], 24),
        _days(fields[2], fields[4]),
        _values(fields[3], 12),
    )
    total = 1 / MONTHS_A_YEAR
    for count in counts:
        if count is None:
            return None
        total *= count
    return total


def _days(days: str, weekdays: str) -> Decimal | None:
    if days in {"*", "?"} and weekdays in {"*", "?"}:
        return DAYS_A_MONTH
    if days in {"*", "?"}:
        if "#" in weekdays or "L" in weekdays:
            return Decimal(1)
        count = _values(weekdays, 7)
        return None if count is None else DAYS_A_MONTH * count / DAYS_A_WEEK
    return Decimal(1) if {"L", "W"} & set(days) else _values(days, 31)


def _values(field: str, every: int) -> Decimal | None:
    """How many values a field of a cron expression names; None where it is not understood."""
    if field in {"*", "?"}:
        return Decimal(every)
    total = Decimal()
    for part in field.split(","):
        count = _part(part, every)
        if count is None:
            return None
        total += count
    return total


def _part(part: str, every: int) -> int | None:
    head, _, step = part.partition("/")
    first, dash, last = head.partition("-")
    if step:
        start = int(first) if first.isdigit() else 0
        return len(range(start, every, int(step))) if step.isdigit() and int(step) else None
    if not dash:
        return 1
    if first.isdigit() and last.isdigit():
        return int(last) - int(first) + 1
    if first in WEEKDAYS and last in WEEKDAYS:
        return (WEEKDAYS.index(last) - WEEKDAYS.index(first)) % len(WEEKDAYS) + 1
    return None
