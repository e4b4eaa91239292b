"""A rule of single resources says of a resource alone what it says of it in its stack."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.checks import RULES, Scope, Verdict, run_rule
from holdfast.graph import ResourceGraph, read_preview
from holdfast.graph.paths import parse_path
from tests.checks.mutations.model import Document
from tests.checks.production import MUTATIONS, production

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.checks import Rule

SINGLE = [rule for rule in RULES if rule.scope is Scope.RESOURCE]
MENDED = [rule for rule in RULES if rule.remedy is not None]


def mutated(rule: Rule) -> Iterator[dict[str, Any]]:
    """Production after each of the rule's own mutations."""
    for name, mutation in MUTATIONS.items():
        if name.partition(" ")[0] == rule.code:
            document = Document(json.loads(production()))
            mutation.edit(document)
            yield document.content


def said(graph: ResourceGraph, rule: Rule) -> set[tuple[str, str]]:
    """URN and verdict of each resource that a rule judges."""
    return {(one.resource, one.verdict) for one in run_rule(graph, rule) if one.resource is not None}


@pytest.mark.parametrize("rule", SINGLE, ids=lambda rule: rule.code)
def test_alone_it_says_the_same(rule: Rule) -> None:
    for document in (json.loads(production()), *mutated(rule)):
        graph = read_preview(document)
        found = run_rule(graph, rule)
        apart = (replace(one, parent=None, property_dependencies={}) for one in graph)
        alone = [said(replace(graph, resources={one.urn: one}), rule) for one in apart]

        assert set().union(*alone) == said(graph, rule)
        assert {one.verdict for one in found if one.resource is None} <= {Verdict.NOT_APPLICABLE}


@pytest.mark.parametrize("rule", MENDED, ids=lambda rule: rule.code)
def test_a_remedy_mends_what_it_is_sure_of(rule: Rule) -> None:
    assert rule.scope is Scope.RESOURCE
    mended = [mends(rule, document) for document in mutated(rule)]
    assert any(mended), "no mutation of it is mended"


def mends(rule: Rule, document: dict[str, Any]) -> bool:
    """Whether the remedy changes anything; what it changes must then pass."""
    assert rule.remedy is not None
    graph = read_preview(document)
    states = {step["urn"]: step["newState"] for step in document["steps"]}
    failed = [one.resource for one in run_rule(graph, rule) if one.verdict is Verdict.FAIL and one.resource]
    changed = {urn: changes for urn in failed if (changes := rule.remedy(graph.resources[urn]))}
    for urn, changes in changed.items():
        for path, value in changes.items():
            *above, last = parse_path(path)
            container: Any = states[urn]["inputs"]
            for step in above:
                container = container[step]
            container[last] = value
    assert {(urn, Verdict.PASS) for urn in changed} <= said(read_preview(document), rule)
    return bool(changed)
