from __future__ import annotations

from decimal import Decimal

import pytest

from holdfast.cost import UsageError, stated_usage
from holdfast.cost.usage import KEYS


def test_what_is_stated_wins_over_what_is_assumed() -> None:
    usage = stated_usage("small", {"requests_million": 7})
    assert [usage["requests_million"], usage["response_kilobytes"]] == [7, 10]
    assert usage.stated == {"requests_million"}


@pytest.mark.parametrize(("size", "requests"), [("small", 10), ("medium", 300), ("large", 3000)])
def test_sizes_assume_more_and_more(size: str, requests: int) -> None:
    assert stated_usage(size)["requests_million"] == requests


def test_every_size_assumes_at_least_what_the_smaller_one_does() -> None:
    for name, key in KEYS.items():
        if key.assumed:
            assert list(key.assumed) == sorted(key.assumed), name


def test_what_must_be_stated_is_absent() -> None:
    assert stated_usage().get("dsql_million_dpus") is None
    assert stated_usage(given={"dsql_million_dpus": 2}).get("dsql_million_dpus") == Decimal(2)


def test_every_mistake_is_told() -> None:
    with pytest.raises(UsageError) as error:
        stated_usage("huge", {"request_million": 1, "cache_hit_percent": 101}, {"us-east-1": 60})
    assert str(error.value).splitlines() == [
        "size: should be one of small, medium, large, got 'huge'",
        "request_million: unknown key; did you mean 'requests_million'?",
        "cache_hit_percent: should be a number from 0 to 100, got 101",
        "traffic_percent: should add up to 100, adds up to 60",
    ]


def test_every_figure_is_used_by_a_calculator() -> None:
    from pathlib import Path  # noqa: PLC0415  # this test alone reads sources

    sources = "".join(
        file.read_text() for file in Path("holdfast/cost").rglob("*.py") if file.name != "usage.py"
    )
    assert [name for name in KEYS if f'"{name}"' not in sources] == []


def test_the_page_on_costs_names_every_figure() -> None:
    from holdfast.cost.reference import PAGE, with_table  # noqa: PLC0415  # this test alone reads the page

    text = PAGE.read_text(encoding="utf-8")
    assert with_table(text) == text
    assert "| `requests_million` | Requests of clients" in text
