"""Makes the runbook of a stack from its graph, with real names as far as they are known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.contracts.runbook import RunbookSection as At
from holdfast.runbook.decision import decision_table
from holdfast.runbook.known import Contract, part
from holdfast.runbook.model import Expected, Figure, Link, Runbook
from holdfast.runbook.sections import SECTIONS
from holdfast.runbook.sections.common import ringing, status
from holdfast.runbook.stack import DASHBOARD, Stack, planned_contract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph


def make_runbook(graph: ResourceGraph, contract: Contract | None = None) -> Runbook:
    """The runbook of a stack.

    Args:
        graph: What the stack declares, of any program.
        contract: The stack's output ``operations``, which knows the names that only deployment gives, the
            times of recovery and whom to call. Default: none.

    Returns:
        The sections that apply to the stack, and every one that something of it links to.
    """
    stack = Stack(graph, contract or planned_contract(graph))
    sections = tuple(
        replace(
            build(stack),
            alarms=stack.alarms.get(at.value, ()),
            expected=tuple(_expected(stack, at)),
        )
        for at, build, applies in SECTIONS
        if applies(stack) or at.value in stack.alarms
    )
    return Runbook(
        project=graph.project or "",
        stack=stack.name,
        owner=stack.owner,
        places=tuple(
            f"{one.key} ({one.region}, {one.role})" if one.role else one.region for one in stack.places
        ),
        contacts=stack.contacts,
        figures=tuple(_figures(stack)),
        first=(*status(stack), *ringing(stack)),
        links=tuple(_links(stack)),
        table=decision_table({one.anchor for one in sections}),
        sections=sections,
        others=stack.alarms.get("", ()),
        contracted=bool(contract),
        partial=graph.partial,
    )


def command_lines(runbook: Runbook) -> Iterator[str]:
    """Every command of a runbook."""
    for one in runbook.first:
        yield from one.commands
    for section in runbook.sections:
        for one in (*section.do, *section.back):
            yield from one.commands


def _links(stack: Stack) -> Iterator[Link]:
    for one in stack.of_type(DASHBOARD):
        region, name = stack.region(one), stack.called("NAME", one, "dashboardName")
        yield Link(
            f"Dashboard {name}",
            f"https://{region}.console.aws.amazon.com/cloudwatch/home?region={region}#dashboards/dashboard/{name}",
        )
    for region in dict.fromkeys(one.region for one in stack.places):
        yield Link(
            f"Alarms that ring in {region}",
            f"https://{region}.console.aws.amazon.com/cloudwatch/home?region={region}#alarmsV2:?~(alarmStateFilter~'ALARM)",
        )
    yield Link("AWS Health", "https://health.aws.amazon.com/health/status")


def _figures(stack: Stack) -> Iterator[Figure]:
    told = part(stack.contract, "objectives")
    for key, name, unit in (
        ("availability_percent", "Availability", "%"),
        ("rto_seconds", "Serving again after a loss within (RTO)", "s"),
        ("rpo_seconds", "Writes lost at most (RPO)", "s"),
    ):
        if told.get(key) is not None:
            yield Figure(name=name, value=f"{told[key]} {unit}")
    if told.get("survives"):
        yield Figure(name="Survives the loss of", value=f"one {told['survives']}")
    recovery = part(stack.contract, "recovery")
    if recovery:
        yield Figure(name="A region is left by", value=str(recovery["by"]))


def _expected(stack: Stack, at: At) -> Iterator[Expected]:
    """The times of leaving each place, from the planned workflows."""
    mode = {At.REGION_LOST: "ungraceful", At.MAINTENANCE: "graceful"}.get(at)
    recovery = part(stack.contract, "recovery")
    if mode is None or not recovery:
        return
    if at is At.REGION_LOST:
        yield Expected(
            what="until it is known",
            seconds=recovery["detection_seconds"],
            source=recovery["detection_source"],
        )
        yield Expected(
            what="until it is decided",
            seconds=recovery["decision_seconds"],
            source=recovery["decision_source"],
        )
    for place, workflow in recovery["workflows"].items():
        for number, group in enumerate(workflow[mode], start=1):
            for step in group:
                yield Expected(
                    what=f"leaving {place}, {number}: {step['action']} {step['subject']} ({step['place']})",
                    seconds=step["worst_seconds"],
                    source=step["source"],
                )
        yield Expected(
            what=f"leaving {place}, all of it",
            seconds=workflow[f"{mode}_worst_seconds"],
            source="steps of one number run side by side",
        )
