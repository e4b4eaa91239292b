from __future__ import annotations

from xml.etree import ElementTree as ET

from holdfast.report.findings_junit import findings_junit
from tests.graph.documents import urn
from tests.report.findings_sample import BUCKET, judged

# What each element may hold and which attributes it must have:
# https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"failure", "skipped"},
    "failure": set(),
    "skipped": set(),
}
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped"},
    "testcase": {"name", "classname"},
    "failure": {"type", "message"},
    "skipped": {"type", "message"},
}


def read() -> ET.Element:
    return ET.fromstring(findings_junit(judged()))  # noqa: S314  # our own text


def test_every_element_is_as_the_schema_has_it() -> None:
    for one in read().iter():
        assert {child.tag for child in one} <= CHILDREN[one.tag]
        assert set(one.keys()) == ATTRIBUTES[one.tag]


def test_a_suite_for_each_rule_and_one_for_waivers_that_are_over() -> None:
    suites = read()

    assert [
        (one.get("name"), one.get("tests"), one.get("failures"), one.get("skipped")) for one in suites
    ] == [
        ("waivers", "1", "1", "0"),
        ("AAA001-first", "5", "1", "3"),
        ("AAA002-second", "1", "1", "0"),
    ]
    assert (suites.get("tests"), suites.get("failures"), suites.get("errors")) == ("7", "3", "0")


def test_each_standing_has_its_case() -> None:
    cases = {one.get("name"): one for one in read().iter("testcase")}
    told = {
        name: [(child.tag, child.get("type"), child.get("message")) for child in case]
        for name, case in cases.items()
    }

    assert told == {
        "AAA002 for '*'": [
            (
                "failure",
                "expired",
                "it ended on 2027-01-01 and excuses nothing (line 9 of holdfast.toml); it said: once",
            )
        ],
        "passed": [],
        "broken": [("failure", "high", "broken \ufffd <is> it")],
        "excused": [("skipped", "waived", 'waived: a "test" | more; excused \ufffd <is> it')],
        "later": [("skipped", "unknown", "later \ufffd <is> it")],
        "other": [("skipped", "not-applicable", "other \ufffd <is> it")],
        "stack": [("failure", "low", "there is none")],
    }


def test_a_failure_tells_what_to_do() -> None:
    broken = next(one for one in read().iter("testcase") if one.get("name") == "broken")

    assert broken.findtext("failure") == (
        f"resource: {urn(BUCKET, 'broken')}\nfix: hold it <tight> & well\nsee: https://example.com/first"
    )
