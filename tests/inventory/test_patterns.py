from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.inventory.patterns import HOLE, all_of, any_of, matches, opposite

TEXT = st.text("ab:/", max_size=6)
PATTERN = st.text("ab:/*", max_size=6)
ANSWERS = st.lists(st.sampled_from([True, False, None]))


def really(pattern: str, text: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) is not None


@pytest.mark.parametrize(
    ("pattern", "text", "answer"),
    [
        ("*", HOLE, True),
        ("arn:aws:dynamodb:*:*:table/*", f"arn:aws:dynamodb:us-east-1:{HOLE}:table/{HOLE}", True),
        ("arn:aws:dynamodb:*", f"arn:aws:dynamodb:us-east-1:{HOLE}:table/{HOLE}", True),
        ("arn:aws:dynamodb:eu-*:*:table/*", f"arn:aws:dynamodb:us-east-1:{HOLE}:table/{HOLE}", False),
        ("arn:aws:dynamodb:*:*:table/orders", f"arn:aws:dynamodb:us-east-1:{HOLE}:table/{HOLE}", None),
        ("arn:aws:dynamodb:*:*:table/orders-*", f"arn:aws:dynamodb:us-east-1:{HOLE}:table/orders-eu", True),
        ("arn:aws:rds:*:*:cluster:*", f"arn:aws:rds:us-east-1:{HOLE}:db:{HOLE}", False),
        ("arn:aws:s3:::orders", "arn:aws:s3:::orders", True),
        ("", "", True),
    ],
)
def test_patterns_of_arns(pattern: str, text: str, answer: bool | None) -> None:
    assert matches(pattern, text) is answer


@settings(deadline=None)
@given(PATTERN, TEXT)
def test_a_text_that_is_known(pattern: str, text: str) -> None:
    assert matches(pattern, text) is really(pattern, text)


@settings(deadline=None)
@given(PATTERN, TEXT, TEXT, st.text("ab/", max_size=6))
def test_what_is_said_holds_whatever_the_unknown_part_is(
    pattern: str, before: str, after: str, part: str
) -> None:
    said = matches(pattern, f"{before}{HOLE}{after}")
    if said is not None:
        assert really(pattern, f"{before}{part}{after}") is said


@settings(deadline=None)
@given(ANSWERS)
def test_answers_are_joined(answers: list[bool | None]) -> None:
    assert all_of(answers) is opposite(any_of(map(opposite, answers)))
    assert any_of([*answers, True]) is True
    assert all_of([*answers, False]) is False
