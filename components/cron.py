"""Cron expressions in the two ways in which AWS writes them."""

import re

_FIELDS = 5
_NUMBER = re.compile(r"\d+")
_DAYS = 7


def scheduled_action_expression(cron: str) -> str:
    """Return a cron expression of five fields as Application Auto Scaling writes it.

    There one of the two days is ``?``, a year ends it, and a week's days count from 1, Sunday
    (https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html,
    2026-11).

    Args:
        cron: Minute, hour, day of the month, month, day of the week, which counts from 0, Sunday.

    Raises:
        ValueError: It has not five fields, or names both a day of the month and a day of the week, which mean
            either of them here and cannot be said there.
    """
    fields = cron.split()
    if len(fields) != _FIELDS:
        raise ValueError(f"must have five fields, got {cron!r}")
    minute, hour, day, month, weekday = fields
    if day != "*" and weekday != "*":
        raise ValueError(
            f"names a day of the month and a day of the week, of which ECS takes one, got {cron!r}"
        )
    if weekday == "*":
        return f"cron({minute} {hour} {day} {month} ? *)"
    return f"cron({minute} {hour} ? {month} {_weekday(weekday)} *)"


def _weekday(field: str) -> str:
    days, slash, step = field.partition("/")
    if slash and days == "*":
        return f"1/{step}"
    return _NUMBER.sub(lambda found: str(int(found[0]) % _DAYS + 1), days) + slash + step
