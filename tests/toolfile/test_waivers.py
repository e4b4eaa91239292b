from __future__ import annotations

from datetime import date

import pytest

from holdfast.checks import RULES
from holdfast.checks.waivers import Waiver
from holdfast.toolfile import ToolFileError, read_toolfile

GOOD = '[[waivers]]\ncheck = "DAT001"\nreason = "it is a test"\n'
STACKS = ("dev", "staging", "prod")


def mistakes(text: str) -> list[str]:
    with pytest.raises(ToolFileError) as caught:
        read_toolfile(text, rules=RULES, stacks=STACKS)
    return str(caught.value).splitlines()


def test_the_smallest_waiver() -> None:
    assert read_toolfile(GOOD, rules=RULES, stacks=STACKS).waivers == (
        Waiver(check="DAT001-stateful-is-protected", reason="it is a test"),
    )


def test_all_that_a_waiver_can_say() -> None:
    text = """
[[waivers]]
check = "DNS001-alias-evaluates-target-health"
stack = "dev"
resource = "euw1-*"
reason = \"\"\"two
lines\"\"\"
until = 2027-06-30
"""
    assert read_toolfile(text, rules=RULES, stacks=STACKS).waivers == (
        Waiver(
            check="DNS001-alias-evaluates-target-health",
            stack="dev",
            resource="euw1-*",
            reason="two lines",
            until=date(2027, 6, 30),
        ),
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "waivers = []\n"])
def test_a_file_may_hold_no_waiver(text: str) -> None:
    assert read_toolfile(text, rules=RULES, stacks=STACKS).waivers == ()


def test_any_stack_is_taken_where_none_is_known() -> None:
    assert read_toolfile(GOOD + 'stack = "other"\n', rules=RULES).waivers[0].stack == "other"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("waivers = [", "holdfast.toml: this is no TOML: "),
        ("[waivers]\n", "holdfast.toml:1: waivers: should be tables, each under a line [[waivers]]"),
        ("waivers = [1]", "holdfast.toml:1: waivers: should be tables, each under a line [[waivers]]"),
        (
            "[[waiver]]",
            "holdfast.toml:1: waiver: unknown key; did you mean 'waivers'? (allowed: waivers, checks, ",
        ),
        (
            GOOD + 'resourse = "x"',
            "waivers[0].resourse: unknown key; did you mean 'resource'? (allowed: check, reason, resource, ",
        ),
        (
            '\n[[waivers]]\nreason = "x"\n',
            "holdfast.toml:2: waivers[0]: 'check' is required and missing",
        ),
        ('waivers = [{ check = "DAT001" }]', "holdfast.toml:1: waivers[0]: 'reason' is required and missing"),
        (
            GOOD.replace("DAT001", "DAT001x"),
            "there is no check 'DAT001x'; did you mean 'DAT001'? (checks: ",
        ),
        (GOOD.replace("DAT001", "dat001"), "; did you mean 'DAT001'?"),
        (
            GOOD.replace("DAT001", "DAT001-stateful-is-protectd"),
            "; did you mean 'DAT001-stateful-is-protected'?",
        ),
        (GOOD.replace("DAT001", "*"), "there is no check '*' (checks: "),
        (
            GOOD + 'stack = "dve"',
            "waivers[0].stack: there is no stack 'dve'; did you mean 'dev'? (stacks: dev, prod, staging)",
        ),
        (
            GOOD.replace("it is a test", " "),
            "waivers[0].reason: is empty: say why the failure is accepted",
        ),
        (GOOD + 'resource = ""', "waivers[0].resource: is empty"),
        (GOOD.replace('"it is a test"', "true"), "waivers[0].reason: should be text in quotes, got true"),
        (GOOD + "resource = ['x']", "waivers[0].resource: should be text in quotes, got a list"),
        (
            GOOD + 'until = "2027-06-30"',
            "until: should be a date without quotes and time, such as 2027-06-30, got '2027-06-30'",
        ),
        (GOOD + "until = 2027-06-30T10:00:00", "without quotes and time"),
        (GOOD + "until = 2027", "got 2027"),
    ],
)
def test_fails_on_a_mistake(text: str, words: str) -> None:
    told = mistakes(text)

    assert len(told) == 1
    assert words in told[0]


def test_all_mistakes_are_told_at_once_each_at_its_waiver() -> None:
    told = mistakes("other = 1\n" + GOOD + 'stack = "x"\n\n[[waivers]]\ncheck = 3\nuntil = "soon"\n')

    assert [": ".join(one.split(": ")[:2]) for one in told] == [
        "holdfast.toml:1: other",
        "holdfast.toml:5: waivers[0].stack",
        "holdfast.toml:7: waivers[1]",
        "holdfast.toml:8: waivers[1].check",
        "holdfast.toml:9: waivers[1].until",
    ]
