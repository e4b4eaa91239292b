from __future__ import annotations

from tests.docs.limits_page import _WORDS, MARKS, PAGE, sourced, tables, written


def test_the_page_holds_the_figures_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page), "run: python -m tests.docs.limits_page"
    assert set(tables()) == set(MARKS)


def test_every_published_age_is_told_in_words() -> None:
    assert sourced() == set(_WORDS)


def test_every_row_but_an_assumption_has_its_source() -> None:
    for mark, table in tables().items():
        rows = table.splitlines()[2:]
        assert rows
        if mark != "assumed":
            assert all("](https://" in row for row in rows), mark
