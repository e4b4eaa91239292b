"""``holdfast cost``: what does it cost a month, and how much redundancy is worth it?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.exits import Exit, give_up
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
from holdfast.cli.reading import one_source, read_graph

if TYPE_CHECKING:
    from decimal import Decimal

    from holdfast.cost import Estimate, Usage
    from holdfast.cost.designs import Mode
    from holdfast.prices import PriceTable
    from holdfast.toolfile import ToolFile

EXAMPLES = {
    "holdfast cost prod": "What prod costs a month, and what drives it.",
    "holdfast cost prod --size large": "The same with the usage of a large API.",
    "holdfast cost prod --compare --revenue-per-minute 50": (
        "Every design of the stack, with what downtime loses."
    ),
}
PAGE = "cost.md"

PRICE_FILE = "holdfast.prices.csv"
"""Refreshed prices beside Pulumi.yaml; its rows win over those that come with the package."""


class Format(StrEnum):
    """How a cost is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    HTML = "html"


class SizeOption(StrEnum):
    """How large an API is assumed to be."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


def command(  # noqa: PLR0913  # the options of the command
    stack: Stack = None,
    *,
    preview: Preview = None,
    state: State = None,
    program: Program = Path(),
    stack_file: StackFile = None,
    answers: Answers = None,
    size: Annotated[
        SizeOption | None,
        typer.Option(help="Usage that is assumed. Default: as in holdfast.toml, else medium."),
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Every design side by side, with what downtime costs.")
    ] = False,
    revenue_per_minute: Annotated[
        float | None,
        typer.Option(min=0, help="USD that a minute of downtime loses. Default: as in holdfast.toml."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
    all_: Annotated[bool, typer.Option("--all", "--full", help="List every resource and source.")] = False,
    timeout_seconds: Timeout = 300,
) -> None:
    """Estimate what a stack costs a month, part by part.

    At on-demand prices, before tax and free tiers. What has no price is said; usage, own prices and revenue
    stand in holdfast.toml.
    """
    from holdfast.cli import toolfile  # noqa: PLC0415  # see cli/output.py

    one_source(stack, preview, state)
    told = toolfile.read(program, stack)
    prices = price_table(program, told)
    chosen = Format.JSON if json_ else format_
    if compare:
        if preview or state:
            give_up("--compare previews a stack with other settings: name a STACK", Exit.USAGE)
        from holdfast.cli.cost_modes import modes_of  # noqa: PLC0415  # see cli/output.py
        from holdfast.cli.program import stack_name  # noqa: PLC0415  # see cli/output.py

        name = stack_name(stack, program, stack_file)
        modes = modes_of(
            name,
            program=program,
            stack_file=stack_file,
            usage=stated(told, name, size),
            prices=prices,
            revenue_per_minute=_revenue(told, revenue_per_minute),
            timeout_seconds=timeout_seconds,
        )
        _write_modes(modes, chosen, output)
        return
    from holdfast.cost import estimate  # noqa: PLC0415  # see cli/output.py

    graph = read_graph(
        stack,
        preview=preview,
        state=state,
        program=program,
        stack_file=stack_file,
        answers=answers,
        timeout_seconds=timeout_seconds,
    )
    usage = stated(told, graph.stack, size)
    _write(estimate(graph, usage, prices), usage, prices, chosen, output, full=all_)


def price_table(program: Path, told: ToolFile) -> PriceTable:
    """The prices: those of the package, of the program's refreshed file, and the team's own.

    Args:
        program: Folder of the program.
        told: What holdfast.toml says.
    """
    from holdfast.prices import PriceError, read_prices, shipped  # noqa: PLC0415  # see cli/output.py

    table, file = shipped(), program / PRICE_FILE
    try:
        if file.is_file():
            table = table.with_rows(read_prices(file.read_text(encoding="utf-8"), str(file)))
        return table.with_own(told.prices)
    except OSError as error:
        give_up(f"cannot read {file}: {error.strerror}", Exit.USAGE)
    except (PriceError, UnicodeDecodeError) as error:
        give_up(f"the prices cannot be used\n{error}", Exit.USAGE)


def stated(told: ToolFile, stack: str | None, size: SizeOption | None = None) -> Usage:
    """The usage of a stack; ends the process when it cannot be used.

    Args:
        told: What holdfast.toml says.
        stack: Name of the stack.
        size: Asked for on the command line; it wins over the file's.
    """
    from holdfast.cost import UsageError, stated_usage  # noqa: PLC0415  # see cli/output.py

    said = told.usage_of(stack)
    try:
        return stated_usage(size or said.size or SizeOption.MEDIUM, said.figures, said.traffic_percent)
    except UsageError as error:
        give_up(f"the usage in holdfast.toml cannot be used\n{error}", Exit.USAGE)


def _revenue(told: ToolFile, given: float | None) -> Decimal | None:
    from decimal import Decimal  # noqa: PLC0415  # see cli/output.py

    return told.thresholds.revenue_per_minute if given is None else Decimal(str(given))


def _write(  # noqa: PLR0913  # what a report is made of
    found: Estimate, usage: Usage, prices: PriceTable, chosen: Format, output: Path | None, *, full: bool
) -> None:
    if chosen is Format.JSON:
        from holdfast.report.cost_json import cost_json  # noqa: PLC0415  # see cli/output.py

        write(cost_json(found), output)
    elif chosen is Format.MARKDOWN:
        from holdfast.report.cost_markdown import cost_markdown  # noqa: PLC0415  # see cli/output.py

        write(cost_markdown(found, usage, prices, full=full), output)
    elif chosen is Format.HTML:
        from holdfast.report.cost_html import cost_html  # noqa: PLC0415  # see cli/output.py

        write(cost_html(found, usage, prices), output)
    else:
        from holdfast.report.cost_text import cost_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: cost_lines(found, usage, prices, full=full, width=width), output)


def _write_modes(modes: tuple[Mode, ...], chosen: Format, output: Path | None) -> None:
    if chosen is Format.JSON:
        from holdfast.report.cost_json import modes_json  # noqa: PLC0415  # see cli/output.py

        write(modes_json(modes), output)
    elif chosen is Format.MARKDOWN:
        from holdfast.report.cost_markdown import modes_markdown  # noqa: PLC0415  # see cli/output.py

        write(modes_markdown(modes), output)
    elif chosen is Format.HTML:
        from holdfast.report.cost_html import modes_html  # noqa: PLC0415  # see cli/output.py

        write(modes_html(modes), output)
    else:
        from holdfast.report.cost_text import mode_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: mode_lines(modes, width=width), output)
