"""Hours in which nothing is broken: ``mon-fri 08:00-18:00``, ``sat 00:00-24:00``, ``22:00-02:00``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from datetime import datetime

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "|".join(_DAYS)
_HOURS = re.compile(rf"(?:({_DAY})(?:-({_DAY}))? )?(\d\d):(\d\d)-(\d\d):(\d\d)")
_MINUTES_PER_HOUR, _MINUTES_PER_DAY = 60, 1440


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """Days of the week, of which Monday is 0, and minutes of the day; over midnight where it ends earlier."""

    days: frozenset[int]
    begin: int
    end: int

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in them; after midnight it belongs to the day before."""
        minute = moment.hour * _MINUTES_PER_HOUR + moment.minute
        day = moment.weekday()
        if self.begin < self.end:
            return day in self.days and self.begin <= minute < self.end
        return (day in self.days and minute >= self.begin) or (
            (day - 1) % 7 in self.days and minute < self.end
        )


def read_hours(text: str) -> Hours:
    """Read hours.

    Raises:
        ValueError: It is no such text.
    """
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ValueError(f"should be like mon-fri 08:00-18:00 or 22:00-02:00, got '{text}'")
    first, last, *clock = found.groups()
    from_hour, from_minute, to_hour, to_minute = (int(one) for one in clock)
    begin, end = from_hour * _MINUTES_PER_HOUR + from_minute, to_hour * _MINUTES_PER_HOUR + to_minute
    wrong = max(from_minute, to_minute) >= _MINUTES_PER_HOUR or max(begin, end) > _MINUTES_PER_DAY
    if wrong or begin == end:
        raise ValueError(f"has a time that is none, or ends when it begins: '{text}'")
    if first is None:
        return Hours(days=frozenset(range(7)), begin=begin, end=end)
    start, stop = _DAYS.index(first), _DAYS.index(last or first)
    return Hours(
        days=frozenset((start + one) % 7 for one in range((stop - start) % 7 + 1)), begin=begin, end=end
    )


def time_zone(name: str) -> ZoneInfo:
    """A time zone by its name in the IANA database.

    Raises:
        ValueError: There is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"there is no time zone '{name}': give one such as Europe/Berlin or UTC") from None
