"""The tables of ``docs/choose.md`` are what the code says: a few previews here, all by `make matrix`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from holdfast.cost.designs import Design
from tests.matrix.guide import BEGIN, END, PAGE, SHOWN, Cells, cells, rendered, told, written

if TYPE_CHECKING:
    from tests.matrix.choices import Choice

_SAMPLED = ((Design.WARM_STANDBY, "database"), (Design.ACTIVE_ACTIVE, "table"))
_EVERY = tuple((design, store.name) for design in Design for store in SHOWN)


def chosen() -> tuple[tuple[Design, str], ...]:
    return _EVERY if os.environ.get("MATRIX") == "every" else _SAMPLED


def named(name: str) -> Choice:
    return next(store for store in SHOWN if store.name == name)


@pytest.mark.parametrize(("design", "store"), chosen())
def test_the_page_is_what_the_preview_says(design: Design, store: str) -> None:
    found = cells(design, named(store))
    page = PAGE.read_text(encoding="utf-8")
    assert told(page)[design, store] == (found.recovery, found.loss, found.monthly), (
        "run: python -m tests.matrix.guide"
    )
    if store == "database":
        row = f"| {found.capacity} | {found.recovery} | {found.loss} | {found.monthly} |"
        assert row in page, "run: python -m tests.matrix.guide"


def test_the_page_has_every_design_with_every_store() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert set(told(page)) == set(_EVERY)
    assert page.count(BEGIN) == page.count(END) == 1
    assert all(all(cells) for cells in told(page).values())


def test_what_is_written_is_read_again() -> None:
    made = {
        key: Cells(capacity=f"{number} %", recovery=f"{number} s", loss=f"{number} h", monthly=f"{number}")
        for number, key in enumerate(_EVERY)
    }
    page = written(f"above\n{BEGIN}\nold\n{END}\nbelow\n", rendered(made))
    assert page.startswith("above\n")
    assert page.endswith(f"{END}\nbelow\n")
    assert "old" not in page
    assert told(page) == {key: (one.recovery, one.loss, one.monthly) for key, one in made.items()}
