"""How long it is between two runs of a schedule, at most.

Expressions: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
(``cron(minutes hours day-of-month month day-of-week year)`` and ``rate(value unit)``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

_CRON = re.compile(r"cron\(\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*\)")
_RATE = re.compile(r"rate\(\s*(\d+)\s+(minute|hour|day)s?\s*\)")
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
# Three years around a leap year show every gap of a schedule that comes at least once a year.
_FIRST, _LAST = date(2027, 1, 1), date(2030, 1, 1)
_TWO = 2
_FIXED_ZONES = re.compile(r"(Etc/)?(UTC|GMT|UCT|Zulu|Universal|Greenwich)|Etc/GMT[+-]\d+")


def longest_period(expression: str, timezone: str | None = None) -> int | None:
    """Seconds between two runs at most; None where the expression is not understood or names one year.

    Args:
        expression: A cron or rate expression of AWS.
        timezone: Where it is told; a day that changes the clock makes the longest period an hour longer.
            Default: UTC.
    """
    rate = _RATE.fullmatch(expression.strip())
    if rate:
        return int(rate.group(1)) * _SECONDS[rate.group(2)]
    cron = _CRON.fullmatch(expression.strip())
    if not cron or cron.group(6) != "*":
        return None
    try:
        longest = _longest_gap(*cron.groups()[:5])
    except ValueError:
        return None
    moves = timezone is not None and not _FIXED_ZONES.fullmatch(timezone)
    return longest + 3600 if longest is not None and moves and longest > 3600 else longest  # noqa: PLR2004


@cache
def _longest_gap(minutes: str, hours: str, days: str, months: str, weekdays: str) -> int | None:
    of_hours, of_minutes = sorted(_field(hours, 0, 23)), sorted(_field(minutes, 0, 59))
    times = [hour * 3600 + minute * 60 for hour in of_hours for minute in of_minutes]
    in_months = _field(months, 1, 12, _MONTHS)
    every = (_FIRST + timedelta(days=number) for number in range((_LAST - _FIRST).days))
    runs = [day for day in every if day.month in in_months and _on(day, days, weekdays)]
    if len(runs) < _TWO:
        return None
    apart = max((after - before).days for before, after in pairwise(runs))
    overnight = apart * 86400 - times[-1] + times[0]
    return max([overnight, *(after - before for before, after in pairwise(times))])


def _field(text: str, least: int, most: int, names: tuple[str, ...] = ()) -> frozenset[int]:
    """The numbers that a field stands for."""
    found: set[int] = set()
    for part in text.upper().split(","):
        span, _, step = part.partition("/")
        if span in {"*", "?"}:
            first, last = least, most
        else:
            low, dash, high = span.partition("-")
            first = _number(low, names, least)
            last = _number(high, names, least) if dash else (most if step else first)
        if not (least <= first <= most and least <= last <= most):
            raise ValueError(text)
        every = int(step or 1)
        wrapped = (
            range(first, last + 1, every)
            if first <= last
            else [*range(first, most + 1), *range(least, last + 1)]
        )
        found.update(wrapped)
    return frozenset(found)


def _number(text: str, names: tuple[str, ...], least: int) -> int:
    return names.index(text) + least if text in names else int(text)


def _on(day: date, days: str, weekdays: str) -> bool:
    """Whether a day is named by the fields of days, of which one is ``?`` or ``*``."""
    return _in_month(day, days.upper()) and _in_week(day, weekdays.upper())


def _in_month(day: date, text: str) -> bool:
    last = monthrange(day.year, day.month)[1]
    if text == "L":
        return day.day == last
    if text.endswith("W"):
        wanted = last if text == "LW" else min(int(text[:-1]), last)
        return day == _nearest_weekday(date(day.year, day.month, wanted))
    return day.day in _field(text, 1, 31)


def _nearest_weekday(day: date) -> date:
    """The working day nearest to a day, within its month."""
    for shift in (0, -1, 1, 2, -2):
        near = day + timedelta(days=shift)
        if near.month == day.month and near.isoweekday() <= 5:  # noqa: PLR2004  # Monday to Friday
            return near
    raise AssertionError(day)


def _in_week(day: date, text: str) -> bool:
    weekday = day.isoweekday() % 7 + 1
    if "#" in text:
        name, _, number = text.partition("#")
        return weekday == _number(name, _DAYS, 1) and (day.day - 1) // 7 + 1 == int(number)
    if text.endswith("L"):
        last = monthrange(day.year, day.month)[1]
        return weekday == (_number(text[:-1], _DAYS, 1) if text[:-1] else 7) and day.day > last - 7
    return weekday in _field(text, 1, 7, _DAYS)
