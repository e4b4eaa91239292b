"""Each rule is tripped by a single edit of our production, and nothing trips with it but what is listed."""

from __future__ import annotations

import json
from functools import cache

import pytest

from holdfast.checks import RULES, Verdict, run
from holdfast.graph import ResourceGraph, read_preview
from tests.checks.mutations.model import Document
from tests.checks.production import MUTATIONS, production

CODES = frozenset(rule.code for rule in RULES)


@cache
def failures_before() -> frozenset[tuple[str, str | None]]:
    return failures(read_preview(json.loads(production())))


def failures(graph: ResourceGraph) -> frozenset[tuple[str, str | None]]:
    """Code and URN of every failure."""
    return frozenset(
        (one.id.partition("-")[0], one.resource) for one in run(graph, RULES) if one.verdict is Verdict.FAIL
    )


@pytest.mark.parametrize("name", MUTATIONS)
def test_an_edit_trips_its_rule_and_its_companions(name: str) -> None:
    code, mutation = name.partition(" ")[0], MUTATIONS[name]
    document = Document(json.loads(production()))
    mutation.edit(document)
    tripped = failures(read_preview(document.content)) - failures_before()

    assert {one for one, _ in tripped} == {code} | mutation.companions, sorted(tripped, key=str)


def test_every_rule_has_a_mutation() -> None:
    assert CODES - {name.partition(" ")[0] for name in MUTATIONS} == set()


def test_every_mutation_is_of_rules_that_there_are() -> None:
    named = {name.partition(" ")[0] for name in MUTATIONS} | {
        code for one in MUTATIONS.values() for code in one.companions
    }

    assert named - CODES == set()
