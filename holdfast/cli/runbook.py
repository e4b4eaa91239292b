"""``holdfast runbook``: what to do in each kind of failure of a stack."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.options import (  # noqa: TC001  # typer reads the annotations
    Answers,
    Json,
    Output,
    Preview,
    Program,
    Stack,
    StackFile,
    State,
    Timeout,
)
from holdfast.cli.output import write
from holdfast.cli.reading import read_graph
from holdfast.cli.recovering import contract_of
from holdfast.cli.recovery_options import OperationsFile  # noqa: TC001  # typer reads the annotations

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations
    from holdfast.runbook import Runbook

EXAMPLES = {
    "holdfast runbook prod --output runbook.md": "Everything that is known before deployment.",
    "holdfast runbook prod --format html --output runbook.html": "A page to keep where the people are.",
}
PAGE = "runbook.md"


class Format(StrEnum):
    """How a runbook is written."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def command(  # noqa: PLR0913  # the options of the command
    stack: Stack = None,
    *,
    preview: Preview = None,
    state: State = None,
    operations: OperationsFile = None,
    program: Program = Path(),
    stack_file: StackFile = None,
    answers: Answers = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.MARKDOWN,
    json_: Json = False,
    output: Output = None,
    timeout_seconds: Timeout = 300,
) -> None:
    """Write what to do in each kind of failure.

    For each: how to decide, what to run, and how to come back. With what 'holdfast operations' wrote it has
    the names that only deployment knows, the times of recovery and whom to call. Keep it where the people
    are: alarms link to it.
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
    from holdfast.runbook import make_runbook  # noqa: PLC0415  # see cli/output.py

    write(
        _written(
            make_runbook(graph, _contract(graph.stack or "", operations)), Format.JSON if json_ else format_
        ),
        output,
    )


def _contract(stack: str, place: str | None) -> Operations | None:
    """The output ``operations``, from where the person said, or from its usual file if that is there."""
    if place is None and not Path(f"operations.{stack}.json").exists():
        return None
    return contract_of(stack, place)


def _written(runbook: Runbook, chosen: Format) -> str:
    if chosen is Format.HTML:
        from holdfast.report.runbook_html import runbook_html  # noqa: PLC0415  # see cli/output.py

        return runbook_html(runbook)
    if chosen is Format.JSON:
        from holdfast.report.runbook_json import runbook_json  # noqa: PLC0415  # see cli/output.py

        return runbook_json(runbook)
    from holdfast.report.runbook_markdown import runbook_markdown  # noqa: PLC0415  # see cli/output.py

    return runbook_markdown(runbook)
