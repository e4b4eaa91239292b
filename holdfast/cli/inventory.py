"""``holdfast inventory``: what must come back, where is it, how old can it be, and how does it come back?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.exits import Exit
from holdfast.cli.options import (
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
from holdfast.cli.reading import read_graph

if TYPE_CHECKING:
    from holdfast.inventory import Inventory

EXAMPLES = {
    "holdfast inventory prod": "What must come back after a loss, and how.",
    "holdfast inventory --state state.json --format markdown --output inventory.md": (
        "The same of a deployed stack, from 'pulumi stack export'."
    ),
}
PAGE = "inventory.md"


def command(  # noqa: PLR0913  # the options of the command
    stack: Stack = None,
    *,
    preview: Preview = None,
    state: State = None,
    program: Program = Path(),
    stack_file: StackFile = None,
    answers: Answers = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 even when there are gaps.")
    ] = False,
    timeout_seconds: Timeout = 300,
) -> None:
    """List what keeps data: copies, age, and how it comes back.

    Exits with 1 when there are gaps. It reads what any program declares, and says what that leaves open.
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
    from holdfast.inventory import take_inventory  # noqa: PLC0415  # see cli/output.py

    inventory = take_inventory(graph)
    _write(inventory, Format.JSON if json_ else format_, output)
    if inventory.gaps and not exit_zero:
        raise typer.Exit(Exit.FINDINGS)


def _write(inventory: Inventory, chosen: Format, output: Path | None) -> None:
    if chosen is Format.JSON:
        from holdfast.report.inventory_json import inventory_json  # noqa: PLC0415  # see cli/output.py

        write(inventory_json(inventory), output)
    elif chosen is Format.MARKDOWN:
        from holdfast.report.inventory_markdown import inventory_markdown  # noqa: PLC0415  # see cli/output.py

        write(inventory_markdown(inventory), output)
    else:
        from holdfast.report.inventory_text import inventory_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: inventory_lines(inventory, width=width), output)
