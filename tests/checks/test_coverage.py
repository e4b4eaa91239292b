"""Every pitfall and every policy is answered, or it is said why not."""

from __future__ import annotations

import pytest

from holdfast.checks import RULES
from holdfast.checks.unanswered import UNANSWERED
from tests.checks.coverage import PITFALLS, POLICIES, Answer

CODES = {rule.code for rule in RULES}
IDS = [one.id for one in UNANSWERED]
EVERY = [
    pytest.param(answer, id=f"{kind} {number}")
    for kind, table in (("pitfall", PITFALLS), ("policy", POLICIES))
    for number, answer in table.items()
]


@pytest.mark.parametrize("answer", EVERY)
def test_each_is_answered_or_said_not_to_be(answer: Answer) -> None:
    assert answer.rules or answer.unanswered or answer.attention, f"nothing answers: {answer.about}"
    assert set(answer.rules) <= CODES
    assert set(answer.unanswered) <= set(IDS)


def test_all_numbers_are_there() -> None:
    assert (list(PITFALLS), list(POLICIES)) == ([*range(1, 61)], [*range(1, 26)])


def test_what_is_unanswered_is_named_once_and_used() -> None:
    used = {one for table in (PITFALLS, POLICIES) for answer in table.values() for one in answer.unanswered}

    assert sorted(set(IDS)) == IDS
    assert set(IDS) == used
