"""``holdfast graph``: what does a stack look like: regions, entrances, traffic, replication, failover?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.options import (  # typer reads the annotations
    Answers,  # noqa: TC001
    Json,  # noqa: TC001
    Output,  # noqa: TC001
    Preview,  # noqa: TC001
    Program,  # noqa: TC001
    Stack,  # noqa: TC001
    StackFile,  # noqa: TC001
    State,  # noqa: TC001
    Timeout,  # noqa: TC001
)
from holdfast.cli.output import write, write_lines
from holdfast.cli.reading import read_graph

if TYPE_CHECKING:
    from holdfast.cost import Estimate
    from holdfast.graph import ResourceGraph
    from holdfast.review.atlas import Atlas


PAGE = "graph.md"
EXAMPLES = {
    "holdfast graph prod": "Say what is in each region, and where requests and data go from there.",
    "holdfast graph prod --format html --output prod.html": "Make a page to explore, which needs no network.",
    "holdfast graph prod --format svg --output prod.svg": "Draw it as a picture.",
    "holdfast graph prod --format mermaid": "Draw it for a README or a wiki.",
}


class Format(StrEnum):
    """How a topology is drawn."""

    TEXT = "text"
    MERMAID = "mermaid"
    SVG = "svg"
    HTML = "html"
    JSON = "json"


def command(  # noqa: PLR0913  # the options of the command
    stack: Stack = None,
    *,
    preview: Preview = None,
    state: State = None,
    program: Program = Path(),
    stack_file: StackFile = None,
    answers: Answers = None,
    format_: Annotated[Format, typer.Option("--format", help="How to draw it.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
    timeout_seconds: Timeout = 300,
) -> None:
    """Draw regions, entrances, traffic, replication, failover.

    As text, as Mermaid for a README or a wiki, as SVG, or as a page (html) to zoom, search and filter, which
    needs no network. It reads what any program declares.
    """
    graph = read_graph(
        stack,
        preview=preview,
        state=state,
        program=program,
        stack_file=stack_file,
        answers=answers,
        timeout_seconds=timeout_seconds,
    )
    from holdfast.review.atlas import make_atlas  # noqa: PLC0415  # see cli/output.py

    _write(make_atlas(graph), _cost(graph, program), Format.JSON if json_ else format_, output)


def _cost(graph: ResourceGraph, program: Path) -> Estimate:
    from holdfast.cli import toolfile  # noqa: PLC0415  # see cli/output.py
    from holdfast.cli.cost import price_table, stated  # noqa: PLC0415  # see cli/output.py
    from holdfast.cost import estimate  # noqa: PLC0415  # see cli/output.py

    told = toolfile.read(program, graph.stack)
    return estimate(graph, stated(told, graph.stack), price_table(program, told))


def _write(atlas: Atlas, cost: Estimate, chosen: Format, output: Path | None) -> None:
    if chosen is Format.TEXT:
        from holdfast.report.graph_text import graph_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: graph_lines(atlas, cost, width=width), output)
        return
    write(_drawn(atlas, cost, chosen), output)


def _drawn(atlas: Atlas, cost: Estimate, chosen: Format) -> str:
    if chosen is Format.MERMAID:
        from holdfast.report.graph_words import NOTHING  # noqa: PLC0415  # see cli/output.py
        from holdfast.report.mermaid import mermaid  # noqa: PLC0415  # see cli/output.py

        return mermaid(atlas.picture) or f'flowchart TB\nnothing["{NOTHING}"]\n'
    if chosen is Format.SVG:
        from holdfast.report.graph_svg import graph_svg  # noqa: PLC0415  # see cli/output.py

        return graph_svg(atlas, cost)
    if chosen is Format.HTML:
        from holdfast.report.graph_html import graph_html  # noqa: PLC0415  # see cli/output.py

        return graph_html(atlas, cost)
    from holdfast.report.graph_json import graph_json  # noqa: PLC0415  # see cli/output.py

    return graph_json(atlas, cost)
