"""Findings as JUnit's XML, for the test reports of pipelines.

Shape: the schema that Jenkins' xUnit plugin holds reports to
(https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd,
2026-11), which GitLab, Azure Pipelines and others read.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from holdfast.checks import Verdict
from holdfast.report.findings_text import expiry, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.checks import Finding
    from holdfast.checks.waivers import Waived, Waiver

# https://www.w3.org/TR/xml/#charsets
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def findings_junit(judged: Waived) -> str:
    """A suite for each rule, a case for each resource.

    Failures are failures; what is waived, cannot be told or does not apply is skipped, with the reason.

    Args:
        judged: What the checks said, after the waivers.
    """
    suites = Element("testsuites", name="holdfast check")
    if judged.expired:
        _suite(suites, "waivers", [_expired(one) for one in judged.expired])
    for rule, findings in groupby(judged.findings, key=lambda one: one.id):
        _suite(suites, rule, [_case(one) for one in findings])
    for name in ("tests", "failures", "errors"):
        suites.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _suite(suites: Element, name: str, cases: Sequence[Element]) -> None:
    suite = SubElement(
        suites,
        "testsuite",
        name=name,
        tests=str(len(cases)),
        failures=str(sum(one.find("failure") is not None for one in cases)),
        errors="0",
        skipped=str(sum(one.find("skipped") is not None for one in cases)),
    )
    suite.extend(cases)


def _case(finding: Finding) -> Element:
    case = Element("testcase", name=_clean(finding.name), classname=finding.id)
    stands = standing(finding)
    if stands == Verdict.FAIL:
        failure = SubElement(case, "failure", type=finding.severity.value, message=_clean(finding.message))
        told = (
            f"resource: {finding.resource or 'the stack'}",
            f"fix: {finding.fix}",
            f"see: {finding.source}",
        )
        failure.text = _clean("\n".join(told))
    elif stands != Verdict.PASS:
        why = f"waived: {finding.waived}; {finding.message}" if finding.waived else finding.message
        SubElement(case, "skipped", type=stands, message=_clean(why))
    return case


def _expired(waiver: Waiver) -> Element:
    case = Element("testcase", name=_clean(str(waiver)), classname="waivers")
    SubElement(case, "failure", type="expired", message=_clean(expiry(waiver)))
    return case


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)
