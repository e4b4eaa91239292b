from __future__ import annotations

from holdfast.checks import RULES, Verdict, reference


def test_the_reference_in_the_docs_is_that_of_the_rules() -> None:
    text = reference.REFERENCE_FILE.read_text(encoding="utf-8")

    assert text == reference.reference_text(), "run: python -m holdfast.checks.reference"


def test_every_rule_is_told_whole() -> None:
    text = reference.reference_text()

    for rule in RULES:
        section = text.partition(f"\n## {rule.id}\n")[2].partition("\n## ")[0]
        assert all(one in section for one in (rule.title, rule.explanation, rule.fix, rule.source))
        assert f"Severity {rule.severity}" in section


def test_every_verdict_is_told() -> None:
    assert all(f"\n| `{verdict}` |" in reference.reference_text() for verdict in Verdict)
