"""What a value that a query gave is held against."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from holdfast.components.lambdas.restore_validation.verdicts import FailedError, judge

BEGAN = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"at_least": 3}, 3),
        ({"at_least": 3}, Decimal(4)),
        ({"at_least": 3}, "5"),
        ({"newest_within_minutes": 60}, datetime(2026, 11, 1, 11, tzinfo=UTC)),
        ({"newest_within_minutes": 60}, datetime(2026, 11, 1, 11)),  # noqa: DTZ001  # a column without zone
        ({"newest_within_minutes": 60}, datetime(2026, 11, 1, 13, tzinfo=UTC)),
        ({"newest_within_minutes": 720}, date(2026, 11, 1)),
        ({"equals": "7"}, 7),
        ({"equals": "open"}, "open"),
    ],
)
def test_what_holds(expected: dict[str, object], found: object) -> None:
    judge("orders", expected, found, BEGAN)


@pytest.mark.parametrize(
    ("expected", "found", "said"),
    [
        ({"at_least": 3}, 2, "orders: 2, and 3 at least were expected"),
        ({"at_least": 3}, None, "orders: there is no value"),
        ({"at_least": 3}, "Ada Lovelace", "orders: the value is no whole number"),
        (
            {"newest_within_minutes": 60},
            datetime(2026, 11, 1, 10, 59, tzinfo=UTC),
            "orders: the newest is 61 minutes old, 60 at most",
        ),
        ({"newest_within_minutes": 60}, "Ada Lovelace", "orders: the value is no time"),
        ({"equals": "7"}, "Ada Lovelace", "orders: the value is another one"),
    ],
)
def test_what_does_not_hold_is_told_without_data(
    expected: dict[str, object], found: object, said: str
) -> None:
    with pytest.raises(FailedError) as failure:
        judge("orders", expected, found, BEGAN)
    assert str(failure.value) == said
    assert "Lovelace" not in repr(failure.value)
