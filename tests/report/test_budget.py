from __future__ import annotations

from holdfast.report.budget import Section, fit


def section(rank: int, *texts: str) -> Section:
    return Section(rank=rank, forms=[lambda text=text: text for text in texts])  # type: ignore[misc]


def test_all_of_it_fits() -> None:
    assert fit([section(0, "a\n"), section(1, "bb\n")], 100) == "a\nbb\n"


def test_the_less_important_gives_way() -> None:
    sections = [section(2, "x" * 50, "x" * 5), section(1, "y" * 50, "y" * 5)]
    assert fit(sections, 60) == "x" * 5 + "y" * 50


def test_the_longest_form_that_fits_is_taken() -> None:
    assert fit([section(1, "x" * 50, "x" * 20, "x" * 5)], 30) == "x" * 20


def test_room_that_an_important_section_leaves_is_used() -> None:
    sections = [section(1, "x" * 500, "x" * 5), section(2, "y" * 50, "y")]
    assert fit(sections, 60) == "x" * 5 + "y" * 50


def test_what_does_not_fit_at_all_is_dropped_but_for_the_first() -> None:
    assert fit([section(0, "verdict"), section(1, "x" * 50), section(2, "y" * 3)], 8) == "verdict"
