"""Runs rules over a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from holdfast.checks.model import Finding, Judgement, Rule, Verdict, not_applicable, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.graph import ResourceGraph

    Parameters: TypeAlias = Mapping[str, Mapping[str, int]]
    """Code of a rule to name of a parameter to figure, where a team changes it."""


def run(
    graph: ResourceGraph, rules: Iterable[Rule], parameters: Parameters | None = None
) -> tuple[Finding, ...]:
    """Every rule's findings, in the order of the rules and then of the URNs.

    Args:
        graph: What is judged.
        rules: What judges it.
        parameters: Code of a rule to name of a parameter to figure. Default: what each rule says itself.
    """
    given = parameters or {}
    return tuple(finding for rule in rules for finding in run_rule(graph, rule, given.get(rule.code)))


def run_rule(
    graph: ResourceGraph, rule: Rule, parameters: Mapping[str, int] | None = None
) -> tuple[Finding, ...]:
    """One rule's findings; at least one, so that silence never looks like a pass.

    Args:
        graph: What is judged.
        rule: What judges it.
        parameters: Name of a parameter to figure. Default: what the rule says itself.
    """
    figures = {one.name: one.default for one in rule.parameters} | dict(parameters or {})
    judgements = list(rule.check(graph, **figures)) or [_nothing(graph, rule)]
    judgements.sort(key=lambda one: (one.resource.urn if one.resource else "", one.message))
    return tuple(_finding(rule, one) for one in judgements)


def _nothing(graph: ResourceGraph, rule: Rule) -> Judgement:
    if graph.partial:
        return unknown(None, f"no {rule.subject} among what changes; the preview is not whole")
    return not_applicable(None, f"there are no {rule.subject}")


def _finding(rule: Rule, judgement: Judgement) -> Finding:
    resource, unclear = judgement.resource, judgement.verdict is Verdict.UNKNOWN
    return Finding(
        id=rule.id,
        verdict=judgement.verdict,
        severity=rule.severity,
        resource=resource.urn if resource else None,
        name=resource.name if resource else "stack",
        message=judgement.message,
        fix=rule.fix if judgement.verdict is Verdict.FAIL or (unclear and resource) else "",
        source=rule.source,
        source_position=resource.source_position if resource else None,
    )
