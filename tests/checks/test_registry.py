from __future__ import annotations

import re

from holdfast.checks import RULES, Verdict, run, run_rule
from tests.components.golden import assert_golden
from tests.graph.documents import graph


def test_the_list_of_rules() -> None:
    """An id is never reused and its severity is a promise: a change here is told in the release notes."""
    assert_golden("rules.txt", "".join(f"{rule.id} {rule.severity}\n" for rule in RULES))


def test_rules_are_sorted_by_id_and_no_code_is_there_twice() -> None:
    codes = [rule.code for rule in RULES]

    assert [rule.id for rule in RULES] == sorted(rule.id for rule in RULES)
    assert len(set(codes)) == len(codes)


def test_every_rule_says_what_it_must() -> None:
    for rule in RULES:
        assert re.fullmatch(r"[A-Z]{3}\d{3}(-[a-z0-9]+)+", rule.id)
        assert rule.source.startswith("https://")
        assert rule.title.endswith(".")
        assert rule.explanation.endswith(".")
        assert not rule.fix.endswith(".")
        assert rule.frameworks, f"{rule.code} serves no best practice"
        assert all(re.fullmatch(r"(COST|OPS|PERF|REL|SEC|SUS)\d{2}-BP\d{2}", one) for one in rule.frameworks)
        assert [one.name for one in rule.parameters] == sorted({one.name for one in rule.parameters})
        for one in rule.parameters:
            assert one.minimum <= one.default <= (one.default if one.maximum is None else one.maximum)


def test_nothing_to_judge_is_not_applicable() -> None:
    assert {one.verdict for one in run(graph(), RULES)} == {Verdict.NOT_APPLICABLE}


def test_nothing_to_judge_on_a_partial_graph_is_unknown() -> None:
    findings = run(graph(partial=True), RULES)

    assert {one.verdict for one in findings} == {Verdict.UNKNOWN}
    assert {(one.name, one.resource, one.fix) for one in findings} == {("stack", None, "")}


def test_every_rule_gives_a_finding_under_its_own_id() -> None:
    for rule in RULES:
        assert [one.id for one in run_rule(graph(), rule)] == [rule.id]
