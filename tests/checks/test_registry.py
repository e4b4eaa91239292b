from __future__ import annotations

import re

from holdfast.checks import RULES, Severity, Verdict, run, run_rule
from tests.graph.documents import graph


def test_the_list_of_rules() -> None:
    """An id is never reused and its severity is a promise: a change here is told in the release notes."""
    assert [(rule.id, rule.severity) for rule in RULES] == [
        ("ASG001-elb-health-check-with-grace", Severity.MEDIUM),
        ("BKP001-stored-data-is-backed-up", Severity.MEDIUM),
        ("BKP002-backups-leave-the-region", Severity.MEDIUM),
        ("DAT001-stateful-is-protected", Severity.MEDIUM),
        ("DNS001-alias-evaluates-target-health", Severity.HIGH),
        ("DNS002-failover-pair-spans-two-regions", Severity.HIGH),
        ("KMS001-copy-has-a-key-of-its-region", Severity.HIGH),
        ("REG001-region-is-explicit", Severity.HIGH),
    ]


def test_every_rule_says_what_it_must() -> None:
    for rule in RULES:
        assert re.fullmatch(r"[A-Z]{3}\d{3}(-[a-z0-9]+)+", rule.id)
        assert rule.source.startswith("https://")
        assert rule.title.endswith(".")
        assert rule.explanation.endswith(".")
        assert not rule.fix.endswith(".")


def test_nothing_to_judge_is_not_applicable() -> None:
    assert {one.verdict for one in run(graph(), RULES)} == {Verdict.NOT_APPLICABLE}


def test_nothing_to_judge_on_a_partial_graph_is_unknown() -> None:
    findings = run(graph(partial=True), RULES)

    assert {one.verdict for one in findings} == {Verdict.UNKNOWN}
    assert {(one.name, one.resource, one.fix) for one in findings} == {("stack", None, "")}


def test_every_rule_gives_a_finding_under_its_own_id() -> None:
    for rule in RULES:
        assert [one.id for one in run_rule(graph(), rule)] == [rule.id]
