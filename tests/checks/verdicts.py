"""What a rule says of a few resources, in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.checks import RULES, run_rule
from tests.graph.documents import graph

if TYPE_CHECKING:
    from holdfast.graph import ResourceGraph

PASS, FAIL, UNKNOWN, NOT_APPLICABLE = "pass", "fail", "unknown", "not-applicable"


def verdicts(
    rule: str, *steps: dict[str, Any], region: str | None = "us-east-1", partial: bool = False
) -> dict[str, str]:
    """Name of each resource with its verdict."""
    return judged(rule, graph(*steps, region=region, partial=partial))


def judged(rule: str, over: ResourceGraph) -> dict[str, str]:
    """The same over a given graph."""
    chosen = next(one for one in RULES if one.id.startswith(rule))
    return {one.name: one.verdict.value for one in run_rule(over, chosen)}
