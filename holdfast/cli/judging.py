"""One side of one stack, judged: findings with waivers, policies, cost."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from holdfast.cli.side_model import Read
    from holdfast.cost import Estimate
    from holdfast.graph import ResourceGraph
    from holdfast.review.attention import PolicyFailure
    from holdfast.review.review import Side
    from holdfast.toolfile import ToolFile

Cost: TypeAlias = "Callable[[ResourceGraph], Estimate]"
"""Estimates what a graph costs a month."""


def judge(read: Read, toolfile: ToolFile, notes: Sequence[str], cost: Cost | None) -> Side:
    """What the rules, the waivers and the prices say of it.

    Args:
        read: What was read.
        toolfile: What the team tells the tool on that side.
        notes: What else there is to know of that side.
        cost: Estimates what it costs; None to leave it out.
    """
    from holdfast.checks import RULES, run  # noqa: PLC0415  # see cli/output.py
    from holdfast.checks.waivers import apply_waivers  # noqa: PLC0415  # see cli/output.py
    from holdfast.graph import assumption_line  # noqa: PLC0415  # see cli/output.py
    from holdfast.review.review import Side  # noqa: PLC0415  # see cli/output.py

    graph = read.graph
    here = tuple(one for one in toolfile.waivers if one.stack in {None, graph.stack})
    today = datetime.now().astimezone().date()
    waived = apply_waivers(run(graph, RULES, toolfile.parameters), here, stack=graph.stack, today=today)
    ended = [f"the waiver of {one} ended on {one.until} and excuses nothing" for one in waived.expired]
    return Side(
        graph=graph,
        findings=waived.findings,
        waivers=here,
        policies=tuple(_policies(read.policies)),
        cost=cost(graph) if cost else None,
        notes=(*notes, *(f"assumed: {assumption_line(one)}" for one in read.notes), *ended),
    )


def costs(toolfile: ToolFile, program: Path) -> Cost:
    """What estimates both sides: by the prices and the usage of one, so that only the resources differ.

    Args:
        toolfile: What the team tells the tool on the side that is reviewed.
        program: The user's own folder, with the prices that were refreshed.
    """
    from holdfast.cli.cost import price_table, stated  # noqa: PLC0415  # it imports what typer needs alone
    from holdfast.cost import estimate  # noqa: PLC0415  # see cli/output.py

    prices = price_table(program, toolfile)
    return lambda graph: estimate(graph, stated(toolfile, graph.stack), prices)


def _policies(results: Sequence[Mapping[str, Any]]) -> Iterator[PolicyFailure]:
    from holdfast.checks import Severity  # noqa: PLC0415  # see cli/output.py
    from holdfast.review.attention import PolicyFailure  # noqa: PLC0415  # see cli/output.py

    for one in results:
        severity = one.get("severity")
        yield PolicyFailure(
            policy=str(one.get("policy", "")),
            pack=str(one.get("pack", "")),
            level=str(one.get("level", "")),
            severity=Severity(severity) if severity in set(Severity) else None,
            message=str(one.get("message", "")).strip(),
            resource=one.get("urn") or None,
        )
