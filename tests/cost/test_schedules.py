from __future__ import annotations

import pytest

from holdfast.cost.schedules import runs_a_month


@pytest.mark.parametrize(
    ("expression", "runs"),
    [
        ("rate(5 minutes)", 8760),
        ("rate(1 hour)", 730),
        ("rate(1 day)", 730 / 24),
        ("cron(30 4 * * ? *)", 730 / 24),
        ("cron(0/15 * * * ? *)", 4 * 730),
        ("cron(0 10 ? * TUE,THU *)", 2 * 730 / 24 / 7),
        ("cron(0 10 ? * MON-FRI *)", 5 * 730 / 24 / 7),
        ("cron(0 5 1 * ? *)", 1),
        ("cron(0 5 L * ? *)", 1),
        ("cron(0 5 1 1,7 ? *)", 2 / 12),
        ("cron(0 5 ? * SUN#1 *)", 1),
        ("at(2026-11-01T00:00:00)", None),
        ("rate(0 minutes)", None),
        ("cron(0 5 * *)", None),
        ("cron(0 x-y * * ? *)", None),
    ],
)
def test_runs_of_a_month(expression: str, runs: float | None) -> None:
    found = runs_a_month(expression)
    assert (None if found is None else float(found)) == (runs if runs is None else pytest.approx(runs))
