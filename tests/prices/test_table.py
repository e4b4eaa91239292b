from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from holdfast.prices import GLOBAL, PriceError, find_key, price_keys, read_prices, shipped, write_prices


def test_every_shipped_row_has_a_known_key_a_source_and_a_day() -> None:
    rows = list(shipped())
    assert len(rows) > 200
    for one in rows:
        assert find_key(one.key) is not None, one.key
        assert one.source
        assert date(2018, 1, 1) <= one.as_of <= date(2026, 12, 31)
        assert one.usd > 0


def test_a_price_of_a_region_wins_over_that_of_everywhere() -> None:
    table = shipped().with_own({"alb/hour": 9, "alb/hour@eu-west-1": 8})
    assert [table.lookup("alb/hour", region).usd for region in ("eu-west-1", "us-east-1")] == [8, 9]  # type: ignore[union-attr]  # they are there
    assert table.lookup("route53/zone/month", "eu-west-1") == table.lookup("route53/zone/month", GLOBAL)
    assert shipped().lookup("alb/hour", "eu-north-1") is None


def test_regions_differ() -> None:
    prices = {region: shipped().lookup("nat-gateway/hour", region) for region in ("us-east-1", "eu-west-1")}
    assert {region: one and one.usd for region, one in prices.items()} == {
        "us-east-1": Decimal("0.045"),
        "eu-west-1": Decimal("0.048"),
    }


def test_own_prices_that_cannot_be_used_are_told_all_at_once() -> None:
    with pytest.raises(PriceError) as error:
        shipped().with_own({"alb/hours": 1, "alb/hour@euw1": 1, "nlb/hour": -1, "nat-gateway/GB": True})
    assert str(error.value).splitlines() == [
        "there is no price 'alb/hours'; did you mean 'alb/hour'?",
        "'euw1' is no AWS region: write KEY@REGION, such as alb/hour@eu-west-1",
        "the price of 'nlb/hour' should be a number of USD from 0 on, got -1",
        "the price of 'nat-gateway/GB' should be a number of USD from 0 on, got True",
    ]


def test_a_file_is_read_as_it_is_written() -> None:
    rows = tuple(shipped())
    assert read_prices(write_prices(rows)) == rows


def test_damaged_files_are_refused_with_every_row() -> None:
    with pytest.raises(PriceError, match="the first line should be key,region,usd,as_of,source"):
        read_prices("a,b\n1,2\n", "mine.csv")
    rows = ("x,2026-01-01,me", "-1,2026-01-01,me", "1,soon,me", "1,2026-01-01,")
    text = "key,region,usd,as_of,source\n" + "".join(f"alb/hour,global,{row}\n" for row in rows)
    with pytest.raises(PriceError) as error:
        read_prices(text, "mine.csv")
    assert str(error.value).splitlines() == [
        "mine.csv:2: a damaged row",
        "mine.csv:3: a price should be a number of USD from 0 on",
        "mine.csv:4: a damaged row",
        "mine.csv:5: a price needs its source",
    ]


def test_a_key_with_placeholders_stands_for_every_kind() -> None:
    found = find_key("rds/postgres/db.m7g.large/multi-az/hour")
    assert found is not None
    assert found[0].key == "rds/{engine}/{class}/multi-az/hour"
    assert found[1] == {"engine": "postgres", "class": "db.m7g.large"}
    assert find_key("rds/postgres/hour") is None


def test_every_key_says_what_it_is() -> None:
    assert all(one.says for one in price_keys().values())
