from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from holdfast.checks import RULES, Verdict, run
from holdfast.checks.waivers import Waived, Waiver, apply_waivers
from tests.graph.documents import UNKNOWN, graph, step, urn

BUCKET, POOL = "aws:s3/bucket:Bucket", "aws:cognito/userPool:UserPool"
DAT001 = next(rule.id for rule in RULES if rule.code == "DAT001")
TODAY = date(2027, 6, 30)
FINDINGS = run(
    graph(
        step(BUCKET, "euw1-logs"),
        step(BUCKET, "use1-logs"),
        step(BUCKET, "kept", protect=True),
        step(POOL, "users", {"deletionProtection": UNKNOWN}, protect=True),
    ),
    [rule for rule in RULES if rule.code in {"DAT001", "REG001"}],
)
WAIVER = Waiver(check=DAT001, reason="nothing in it must last")


def applied(*waivers: Waiver, stack: str | None = "dev") -> Waived:
    return apply_waivers(FINDINGS, waivers, stack=stack, today=TODAY)


def excused(waived: Waived) -> list[str]:
    return [one.name for one in waived.findings if one.waived]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*", ["euw1-logs", "use1-logs"]),
        ("euw1-*", ["euw1-logs"]),
        ("use1-logs", ["use1-logs"]),
        ("???1-logs", ["euw1-logs", "use1-logs"]),
        ("[eu]uw1-logs", ["euw1-logs"]),
        (urn(BUCKET, "euw1-logs"), ["euw1-logs"]),
        ("urn:pulumi:*::use1-*", ["use1-logs"]),
        ("logs", []),
        ("EUW1-*", []),
        ("kept", []),
    ],
)
def test_a_waiver_excuses_the_failures_that_it_names(pattern: str, names: list[str]) -> None:
    waiver = replace(WAIVER, resource=pattern)
    waived = applied(waiver)

    assert excused(waived) == names
    assert waived.unused == (() if names else (waiver,))


def test_nothing_is_taken_away_and_only_the_reason_is_added() -> None:
    waived = applied(WAIVER)

    assert tuple(replace(one, waived=None) for one in waived.findings) == FINDINGS
    assert {one.waived for one in waived.findings if one.verdict is Verdict.FAIL} == {WAIVER.reason}
    assert {one.waived for one in waived.findings if one.verdict is not Verdict.FAIL} == {None}


def test_what_is_unknown_is_not_excused_but_uses_the_waiver() -> None:
    waived = applied(replace(WAIVER, resource="users"))

    assert (excused(waived), waived.unused) == ([], ())


def test_another_check_is_not_excused() -> None:
    other = replace(WAIVER, check=next(rule.id for rule in RULES if rule.id != DAT001))

    assert (excused(applied(other)), applied(other).unused) == ([], (other,))


@pytest.mark.parametrize(
    ("named", "stack", "applies"),
    [
        (None, "dev", True),
        ("dev", "dev", True),
        ("dev", "prod", False),
        ("dev", None, False),
        (None, None, True),
    ],
)
def test_a_waiver_of_another_stack_is_neither_applied_nor_unused(
    named: str | None, stack: str | None, applies: bool
) -> None:
    waived = applied(replace(WAIVER, stack=named), stack=stack)

    assert bool(excused(waived)) is applies
    assert (waived.unused, waived.expired) == ((), ())


@pytest.mark.parametrize(
    ("until", "applies"), [(date(2027, 6, 29), False), (TODAY, True), (date(2027, 7, 1), True)]
)
def test_a_waiver_ends_with_its_last_day(until: date, applies: bool) -> None:
    waiver = replace(WAIVER, until=until)
    waived = applied(waiver)

    assert bool(excused(waived)) is applies
    assert waived.expired == (() if applies else (waiver,))
    assert waived.unused == ()


def test_the_first_of_two_waivers_gives_the_reason_and_both_are_used() -> None:
    waived = applied(WAIVER, replace(WAIVER, resource="euw1-*", reason="another"))

    assert {one.waived for one in waived.findings} == {None, WAIVER.reason}
    assert waived.unused == ()


def test_a_waiver_says_which_it_is() -> None:
    assert str(replace(WAIVER, stack="dev", resource="euw1-*")) == "DAT001 for 'euw1-*' in stack dev"
    assert str(WAIVER) == "DAT001 for '*'"
