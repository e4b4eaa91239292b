"""The page that compares the kinds of stores says what the code counts with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.topology.values import STORE_TRAITS, Promotion, StoreKind

if TYPE_CHECKING:
    from holdfast.topology.values import StoreTraits

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    StoreKind.AURORA_POSTGRESQL: "aurora",
    StoreKind.AURORA_MYSQL: "aurora",
    StoreKind.RDS_POSTGRESQL: "rds",
    StoreKind.RDS_MYSQL: "rds",
}


def page() -> str:
    return (DOCS / "stores.md").read_text(encoding="utf-8")


def row(kind: StoreKind, traits: StoreTraits) -> str:
    cells = [
        f"[`{kind}`]({PAGES.get(kind, kind)}.md)",
        ", ".join(f"`{one}`" for one in traits.consistencies),
        "one region" if traits.one_writer else "every region",
        ", ".join(f"`{one}`" for one in traits.write_routings),
        _lag(traits),
        _bound(traits),
        str(traits.promotion),
        "nobody" if traits.promotion is Promotion.NONE_NEEDED else "a person",
        _duration(traits),
    ]
    return f"| {' | '.join(cells)} |"


def _lag(traits: StoreTraits) -> str:
    if traits.lag_seconds is None:
        return "not published"
    return f"{traits.lag_seconds:g} s" if traits.lag_seconds else "none"


def _bound(traits: StoreTraits) -> str:
    if traits.lag_bound_seconds is None:
        return "no bound"
    words = f" ({traits.lag_bound})" if traits.lag_bound else ""
    return f"{traits.lag_bound_seconds} s{words}" if traits.lag_bound_seconds else "none"


def _duration(traits: StoreTraits) -> str:
    if traits.promotion_seconds is None:
        return "not published"
    most = traits.promotion_seconds[1]
    return f"up to {most} s" if most else "nothing"


@pytest.mark.parametrize("kind", StoreKind)
def test_the_comparison_says_what_the_traits_say(kind: StoreKind) -> None:
    assert row(kind, STORE_TRAITS[kind]) in page().splitlines()


@pytest.mark.parametrize("kind", StoreKind)
def test_every_source_is_linked(kind: StoreKind) -> None:
    traits = STORE_TRAITS[kind]

    assert f"]({traits.lag_source})" in page()
    assert f"]({traits.promotion_source})" in page()


@pytest.mark.parametrize("kind", StoreKind)
def test_every_kind_has_what_it_costs_and_when_to_choose_it(kind: StoreKind) -> None:
    _, _, second = page().partition("## What survives")
    first_cells = [line.split("|")[1] for line in second.splitlines() if line.startswith("|")]

    assert any(f"`{kind}`" in cell for cell in first_cells)


def test_no_row_tells_of_a_kind_that_is_not_there() -> None:
    told = re.findall(r"^\| \[`([a-z0-9-]+)`\]", page(), re.MULTILINE)

    assert told == [str(kind) for kind in StoreKind]
