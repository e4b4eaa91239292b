from __future__ import annotations

from holdfast.report.lines import plain
from holdfast.report.review_text import review_lines
from tests.components.golden import assert_golden
from tests.report.reviews import SECRET, hostile, review, stack, whole


def test_a_whole_review() -> None:
    assert_golden("review.txt", plain(review_lines(whole())))


def test_nothing_changes() -> None:
    assert (
        plain(review_lines(review(stack("prod")))) == "main → feature\n\nNO CHANGE Nothing changes in prod.\n"
    )


def test_a_program_cannot_steer_the_terminal() -> None:
    text = plain(review_lines(hostile()))
    assert "\x1b" not in text
    assert SECRET not in text


def test_lines_keep_to_the_width() -> None:
    for width in (80, 110):
        assert max(len(one.text) for one in review_lines(whole(), width=width)) <= width
