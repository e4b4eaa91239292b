"""Cron expressions, written for Application Auto Scaling."""

from __future__ import annotations

import pytest

from holdfast.components.cron import scheduled_action_expression


@pytest.mark.parametrize(
    ("cron", "written"),
    [
        ("0 7 * * *", "cron(0 7 * * ? *)"),
        ("*/15 7-9 1,15 * *", "cron(*/15 7-9 1,15 * ? *)"),
        ("0 7 * JAN MON-FRI", "cron(0 7 ? JAN MON-FRI *)"),
        ("0 7 * * 1-5", "cron(0 7 ? * 2-6 *)"),
        ("0 7 * * 0,6", "cron(0 7 ? * 1,7 *)"),
        ("0 7 * * 7", "cron(0 7 ? * 1 *)"),
        ("0 7 * * 1-5/2", "cron(0 7 ? * 2-6/2 *)"),
        ("0 7 * * */2", "cron(0 7 ? * 1/2 *)"),
    ],
)
def test_a_week_begins_with_one_and_one_of_the_days_is_left_open(cron: str, written: str) -> None:
    assert scheduled_action_expression(cron) == written


@pytest.mark.parametrize("cron", ["0 7 * *", "0 7 1 * MON", "0 7 * * * *"])
def test_refuses_what_cannot_be_said(cron: str) -> None:
    with pytest.raises(ValueError, match=cron.replace("*", r"\*")):
        scheduled_action_expression(cron)
