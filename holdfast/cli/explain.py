"""``holdfast explain``: why is it there, what makes it, what does it cost, what does it protect from?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.options import (  # typer reads the annotations
    Answers,
    Format,
    Json,
    Output,
    Preview,
    Program,
    Stack,
    StackFile,
    State,
    Timeout,
)
from holdfast.cli.output import write, write_lines

if TYPE_CHECKING:
    from holdfast.cost import Estimate
    from holdfast.explain import Facts, Story
    from holdfast.graph import ResourceGraph
    from holdfast.toolfile import ToolFile

EXAMPLES = {
    "holdfast explain prod": "What each setting of prod makes, where, and for how much a month.",
    "holdfast explain prod holdfast:stores.orders": "Everything that one setting makes, by region.",
    "holdfast explain prod use1-orders-asg": "One resource: why it is there and what it protects from.",
    "holdfast explain prod 'use1-*'": "All whose name fits a pattern; 'Vpc' takes all of a type.",
}
PAGE = "explain.md"


def command(  # noqa: PLR0913  # the options of the command
    stack: Stack = None,
    name: Annotated[
        str | None,
        typer.Argument(
            help="A resource or component by its name, a type such as Vpc, a pattern such as 'use1-*', or a "
            "setting such as holdfast:stores.orders. Default: the stack in short."
        ),
    ] = None,
    *,
    preview: Preview = None,
    state: State = None,
    program: Program = Path(),
    stack_file: StackFile = None,
    answers: Answers = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
    all_: Annotated[
        bool, typer.Option("--all", "--full", help="List every resource, default and passing check.")
    ] = False,
    no_cost: Annotated[bool, typer.Option("--no-cost", help="Do not estimate the cost.")] = False,
    timeout_seconds: Timeout = 300,
) -> None:
    """Say why a resource is there, and what it protects from.

    Which setting makes it and where that is set, which component declares it, what it needs and what needs
    it, what it costs, and which checks judge it. With --preview or --state the one name given is NAME. Any
    program can be explained; which settings a resource comes from is known where components tell it.
    """
    if (preview or state) and name is None:
        stack, name = None, stack
    graph, told = _read(
        stack,
        preview=preview,
        state=state,
        program=program,
        stack_file=stack_file,
        answers=answers,
        timeout_seconds=timeout_seconds,
    )
    facts = _facts(graph, told, program, stack_file, cost=not no_cost)
    story = _story(facts, name)
    _write(story, graph, Format.JSON if json_ else format_, output, full=all_)


def _read(  # noqa: PLR0913  # the options of the command
    stack: str | None,
    *,
    preview: Path | None,
    state: Path | None,
    program: Path,
    stack_file: Path | None,
    answers: Path | None,
    timeout_seconds: float,
) -> tuple[ResourceGraph, ToolFile]:
    from holdfast.cli import toolfile  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.reading import one_source, read_graph  # noqa: PLC0415  # see cli/output.py

    one_source(stack, preview, state)
    told = toolfile.read(program, stack)
    graph = read_graph(
        stack,
        preview=preview,
        state=state,
        program=program,
        stack_file=stack_file,
        answers=answers,
        timeout_seconds=timeout_seconds,
    )
    return graph, told


def _facts(
    graph: ResourceGraph, told: ToolFile, program: Path, stack_file: Path | None, *, cost: bool
) -> Facts:
    from holdfast.checks import RULES, run  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli import waivers  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.set_at import lookup_of  # noqa: PLC0415  # see cli/output.py
    from holdfast.explain import Facts  # noqa: PLC0415  # see cli/output.py

    judged = waivers.apply(run(graph, RULES, told.parameters), told.waivers, graph, program)
    return Facts(
        graph=graph,
        findings=judged.findings,
        estimate=_estimate(graph, told, program) if cost else None,
        lookup=lookup_of(program, graph.stack, stack_file, graph.project),
    )


def _estimate(graph: ResourceGraph, told: ToolFile, program: Path) -> Estimate:
    from holdfast.cli.cost import price_table, stated  # noqa: PLC0415  # it imports what typer needs alone
    from holdfast.cost import estimate  # noqa: PLC0415  # see cli/output.py

    return estimate(graph, stated(told, graph.stack), price_table(program, told))


def _story(facts: Facts, name: str | None) -> Story:
    from holdfast.explain import NotFoundError, explain  # noqa: PLC0415  # see cli/output.py

    try:
        return explain(facts, name)
    except NotFoundError as error:
        near = ", ".join(f"'{one}'" for one in error.near)
        hint = f" Did you mean {near}?" if near else ""
        give_up(
            f"nothing in this stack is called '{name}'.{hint} "
            f"'holdfast explain {facts.graph.stack or 'STACK'}' tells what there is",
            Exit.USAGE,
        )


def _write(story: Story, graph: ResourceGraph, chosen: Format, output: Path | None, *, full: bool) -> None:
    if chosen is Format.JSON:
        from holdfast.report.explain_json import explain_json  # noqa: PLC0415  # see cli/output.py

        write(explain_json(story, stack=graph.stack, project=graph.project), output)
        return
    from holdfast.report.explain_pages import page  # noqa: PLC0415  # see cli/output.py

    told = page(story, full=full)
    if chosen is Format.MARKDOWN:
        from holdfast.report.explain_markdown import explain_markdown  # noqa: PLC0415  # see cli/output.py

        write(explain_markdown(told), output)
    else:
        from holdfast.report.explain_text import explain_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: explain_lines(told, width=width), output)
