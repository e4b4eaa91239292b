from __future__ import annotations

from holdfast.checks import RULES, Verdict, reference
from holdfast.checks.unanswered import UNANSWERED


def test_the_reference_in_the_docs_is_that_of_the_rules() -> None:
    text = reference.REFERENCE_FILE.read_text(encoding="utf-8")

    assert text == reference.reference_text(), "run: python -m holdfast.checks.reference"


def test_every_rule_is_told_whole() -> None:
    text = reference.reference_text()

    for rule in RULES:
        section = text.partition(f"\n## {rule.id}\n")[2].partition("\n## ")[0]
        assert all(one in section for one in (rule.title, rule.explanation, rule.fix, rule.source))
        assert f"Severity {rule.severity}" in section
        assert all(f"| `{one.name}` | {one.default} | " in section for one in rule.parameters)
        assert all(one in section for one in rule.frameworks)
        assert ("level `remediate`" in section) is (rule.remedy is not None)


def test_every_verdict_is_told() -> None:
    assert all(f"\n| `{verdict}` |" in reference.reference_text() for verdict in Verdict)


def test_what_no_check_answers_is_told() -> None:
    text = reference.reference_text()

    assert all(f"| {one.about} | {one.reason} | {one.instead} |" in text for one in UNANSWERED)
    assert not [one.id for one in UNANSWERED if "|" in one.about + one.reason + one.instead]
