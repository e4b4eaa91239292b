"""Answers are checked one by one, in the settings' own words, and all that is wrong is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.init.answers import Data
from holdfast.init.questions import QUESTIONS, WrongAnswersError, answer
from tests.init.samples import SAID, answers

if TYPE_CHECKING:
    from holdfast.init.questions import Question


def problems(**said: str | None) -> tuple[str, ...]:
    with pytest.raises(WrongAnswersError) as error:
        answers(**said)
    return error.value.problems


def test_what_has_no_default_is_missing_all_at_once() -> None:
    with pytest.raises(WrongAnswersError) as error:
        answer({}, None)

    assert [one.partition(":")[0] for one in error.value.problems] == [
        "--account",
        "--region",
        "--domain",
        "--peak-rps",
    ]


def test_defaults_rest_on_answers_before_them() -> None:
    found = answers()

    assert found.regions == ("euw1", "euc1")
    assert (found.zone, found.zone_id) == ("orders.example.com", None)
    assert found.image == "123456789012.dkr.ecr.{region}.amazonaws.com/api:{release}"
    assert (found.rto_seconds, found.rpo_seconds, found.copies_in) == (900, 60, "euc1")


def test_one_region_promises_nothing_unasked_and_copies_stay_under_the_same_law() -> None:
    found = answers(regions="euw1")

    assert (found.rto_seconds, found.rpo_seconds) == (None, None)
    assert found.copies_in == "euw3"


def test_where_no_other_region_is_under_the_same_law_nobody_chooses_one() -> None:
    (problem,) = problems(regions="sa-east-1")

    assert problem.startswith("--copies-in: missing")


def test_what_keeps_nothing_needs_no_copies() -> None:
    found = answers(data="none")

    assert (found.data, found.copies_in, found.rpo_seconds) == (Data.NONE, None, None)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"account": "1234"}, "--account: an account's id has twelve digits"),
        ({"regions": "eu-west-9"}, "--region: no region of AWS that Holdfast knows; did you mean eu-west-3?"),
        ({"regions": " , "}, "--region: name one region at least"),
        ({"domain": "https://api.example.com"}, "--domain: a domain name is lower case"),
        ({"zone": "other.com"}, "--zone: api.orders.example.com does not lie in other.com"),
        ({"zone_id": "123"}, "--zone-id: a hosted zone's id is Z and 7 to 31"),
        ({"service": "Orders!"}, "--service: a name here is 2 to 15 lower-case letters"),
        ({"kind": "docker"}, "--runs-on: one of instances, ecs, lambda, eks"),
        ({"kind": "eks"}, "--eks-admin: missing"),
        ({"kind": "eks", "eks_admin": "me"}, "--eks-admin: a principal is an IAM role or user"),
        ({"eks_admin": "arn:aws:iam::123456789012:role/platform"}, "--eks-admin: only Kubernetes has one"),
        ({"image": "an image"}, "--image: an image is one word"),
        ({"port": "0"}, "--port: a whole number from 1 to 65535"),
        ({"peak_rps": "many"}, "--peak-rps: a number above 0"),
        ({"unit_rps": "-1"}, "--unit-rps: a number above 0"),
        ({"data": "blobs"}, "--data: one of none, items, relational, files"),
        ({"copies_in": "euw1"}, "--copies-in: copies in the home are lost with it"),
        ({"rto_seconds": "soon"}, "--rto: a whole number with s, m, h or d"),
        ({"availability_percent": "100"}, "--availability: a number below 100"),
        ({"emails": "nobody"}, "--email: not an e-mail address"),
        ({"budget_usd": "500"}, "--budget: somebody must be told"),
        ({"budget_usd": "0", "emails": "a@example.com"}, "--budget: a number of US dollars"),
        ({"protection": "none"}, "--protection: one of enforced, lifted"),
    ],
)
def test_what_cannot_be_used_is_told_by_its_option(said: dict[str, str], told: str) -> None:
    (problem,) = problems(**said)

    assert problem.startswith(told)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("90s", 90), ("15m", 900), ("4h", 14400), ("1d", 86400), ("none", None)]
)
def test_times_have_units(text: str, seconds: int | None) -> None:
    assert answers(rto_seconds=text).rto_seconds == seconds


def test_a_person_is_asked_for_what_was_not_given_and_offered_what_is_usual() -> None:
    offered: dict[str, str | None] = {}

    def ask(question: Question, default: str | None) -> Any:
        offered[question.name] = default
        return question.parse(default or "")

    found = answer({**SAID, "data": "none"}, ask)

    assert found == answers(data="none")
    assert set(offered) & set(SAID) == set()
    assert {"zone", "availability_percent", "protection", "copies_in", "rpo_seconds"} & set(offered) == set()
    assert offered["rto_seconds"] == "15m"


def test_every_question_can_be_answered_by_an_option_of_its_own_and_says_what_it_means() -> None:
    assert len({one.option for one in QUESTIONS}) == len(QUESTIONS)
    assert all(one.meaning.endswith(".") and len(one.words) < 60 for one in QUESTIONS)
