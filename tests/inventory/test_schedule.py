from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.inventory.schedule import longest_period

HOUR, DAY = 3600, 86400


@pytest.mark.parametrize(
    ("expression", "seconds"),
    [
        ("cron(30 4 * * ? *)", DAY),
        ("cron(0 5 ? * * *)", DAY),
        ("cron(0 * * * ? *)", HOUR),
        ("cron(0/15 * * * ? *)", 15 * 60),
        ("cron(0 */6 * * ? *)", 6 * HOUR),
        ("cron(0 1,13 * * ? *)", 12 * HOUR),
        ("cron(0 1,5 * * ? *)", 20 * HOUR),
        ("cron(0 9-17 * * ? *)", 16 * HOUR),
        ("cron(0 3 ? * SUN *)", 7 * DAY),
        ("cron(0 3 ? * 1 *)", 7 * DAY),
        ("cron(0 3 ? * MON-FRI *)", 3 * DAY),
        ("cron(0 3 ? * FRI-MON *)", 4 * DAY),
        ("cron(0 3 1 * ? *)", 31 * DAY),
        ("cron(0 3 L * ? *)", 31 * DAY),
        ("cron(0 3 31 * ? *)", 61 * DAY),
        ("cron(0 3 ? * 2#1 *)", 35 * DAY),
        ("cron(0 3 ? * 6L *)", 35 * DAY),
        ("cron(0 3 1 JAN ? *)", 366 * DAY),
        ("rate(12 hours)", 12 * HOUR),
        ("rate(1 day)", DAY),
    ],
)
def test_the_longest_time_between_two_runs(expression: str, seconds: int) -> None:
    assert longest_period(expression) == seconds


def test_weekdays_nearest_to_a_day() -> None:
    # 15 May 2027 is a Saturday (run on the 14th), 15 June 2027 a Tuesday: 32 days.
    period = longest_period("cron(0 3 15W * ? *)")
    assert period is not None
    assert 31 * DAY < period <= 34 * DAY
    assert longest_period("cron(0 3 LW * ? *)") is not None


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "daily",
        "cron(0 3 * * ?)",
        "cron(0 3 * * ? 2027)",
        "cron(61 3 * * ? *)",
        "cron(x 3 * * ? *)",
        "rate(1 week)",
    ],
)
def test_what_is_not_understood_is_unknown(expression: str) -> None:
    assert longest_period(expression) is None


def test_a_clock_that_is_changed_makes_a_day_longer() -> None:
    assert longest_period("cron(0 3 * * ? *)", "Europe/Berlin") == 25 * HOUR
    assert longest_period("cron(0 3 * * ? *)", "Etc/UTC") == DAY
    assert longest_period("cron(0 * * * ? *)", "Europe/Berlin") == HOUR


@settings(deadline=None)
@given(st.integers(0, 59), st.sets(st.integers(0, 23), min_size=1))
def test_hours_of_a_day(minute: int, hours: set[int]) -> None:
    ordered = sorted(hours)
    gaps = [after - before for before, after in zip(ordered, [*ordered[1:], ordered[0] + 24], strict=True)]
    text = ",".join(map(str, ordered))
    assert longest_period(f"cron({minute} {text} * * ? *)") == max(gaps) * HOUR
