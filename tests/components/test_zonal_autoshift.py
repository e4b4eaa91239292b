"""Zonal autoshift of a region's load balancers."""

from __future__ import annotations

from typing import Any, cast

import pytest

from holdfast.components.zonal_autoshift import ZonalAutoshift, ZonalAutoshiftArgs
from tests.components.declared import Resources, declared
from tests.components.recovery_sample import US, autoshift


def _declare(args: dict[str, Any]) -> Resources:
    return declared(lambda: ZonalAutoshift("use1", cast("ZonalAutoshiftArgs", args)))


def test_every_balancer_shifts_and_practises_while_its_alarm_is_quiet() -> None:
    args = autoshift(
        blocked_windows=["Tue:08:00-Tue:18:00", "Mon:08:00-Mon:18:00"], blocked_dates=["2026-12-24"]
    )
    resources = _declare(args)
    kind = "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration"
    assert resources.pairs() == {
        ("holdfast:index:ZonalAutoshift", "use1"),
        (kind, "use1-public-autoshift"),
        (kind, "use1-partners-autoshift"),
    }
    one = resources("use1-public-autoshift", "ZonalAutoshiftConfiguration")
    alarm = [{"alarmIdentifier": args["outcome_alarm_arn"], "type": "CLOUDWATCH"}]
    assert one.region == US
    assert one.inputs == {
        "region": US,
        "resourceArn": "arn:aws:elasticloadbalancing:public",
        "zonalAutoshiftStatus": "ENABLED",
        "outcomeAlarms": alarm,
        "blockingAlarms": alarm,
        "blockedWindows": ["Mon:08:00-Mon:18:00", "Tue:08:00-Tue:18:00"],
        "blockedDates": ["2026-12-24"],
    }


def test_nothing_is_blocked_unless_asked_for() -> None:
    one = _declare(autoshift())("use1-public-autoshift", "ZonalAutoshiftConfiguration")
    assert {"blockedWindows", "blockedDates"}.isdisjoint(one.inputs)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"load_balancers": {}}, "'load_balancers' needs at least one"),
        ({"blocked_windows": ["Mon:8-Mon:18"]}, "'blocked_windows' holds 'Mon:8-Mon:18', which is none"),
        ({"blocked_dates": ["24.12.2026"]}, "'blocked_dates' holds '24.12.2026', which is none"),
        ({"blocked_dates": [f"2026-12-{day}" for day in range(10, 26)]}, "at most 15 entries, got 16"),
    ],
)
def test_refuses_what_arc_would(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        _declare(autoshift(**changes))
