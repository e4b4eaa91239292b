"""Hours in which nothing is broken."""

from __future__ import annotations

from datetime import datetime

import pytest

from holdfast.operate.drill.hours import read_hours

MONDAY, SATURDAY, SUNDAY = "2026-11-23", "2026-11-28", "2026-11-29"


@pytest.mark.parametrize(
    ("hours", "moment", "holds"),
    [
        ("mon-fri 08:00-18:00", f"{MONDAY} 08:00", True),
        ("mon-fri 08:00-18:00", f"{MONDAY} 17:59", True),
        ("mon-fri 08:00-18:00", f"{MONDAY} 18:00", False),
        ("mon-fri 08:00-18:00", f"{SATURDAY} 12:00", False),
        ("sat-mon 00:00-24:00", f"{SUNDAY} 23:59", True),
        ("sat-mon 00:00-24:00", f"{MONDAY} 00:00", True),
        ("sat-mon 00:00-24:00", "2026-11-24 00:00", False),
        ("22:00-02:00", f"{MONDAY} 23:00", True),
        ("22:00-02:00", f"{MONDAY} 02:00", False),
        ("sun 22:00-02:00", f"{MONDAY} 01:00", True),
        ("sun 22:00-02:00", f"{SUNDAY} 01:00", False),
    ],
)
def test_hours_hold(hours: str, moment: str, holds: bool) -> None:
    assert read_hours(hours).holds(datetime.fromisoformat(moment)) is holds


@pytest.mark.parametrize("text", ["8-18", "mon 8:00-18:00", "mon 25:00-26:00", "08:60-09:00", "mon-fri", ""])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"should be like|has a time that is none"):
        read_hours(text)
