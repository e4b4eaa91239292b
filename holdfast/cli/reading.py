"""The graph that a command judges: of a stack, of a preview's file or of a state's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.files import HOW_PREVIEW, HOW_STATE, read_text
from holdfast.cli.program import preview_document

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.graph import ResourceGraph


def read_graph(  # noqa: PLR0913  # the options of the commands
    stack: str | None,
    *,
    preview: Path | None,
    state: Path | None,
    program: Path,
    stack_file: Path | None,
    answers: Path | None,
    timeout_seconds: float,
) -> ResourceGraph:
    """The graph; ends the process when there is none, and warns on standard error when it is not whole.

    Args:
        stack: Name of the stack; None when the program has one only.
        preview: File of a preview; None when none was given.
        state: File of a state; None when none was given.
        program: Folder of the program.
        stack_file: File of the stack's settings; None for the program's own.
        answers: File with answers to look-ups; None for none.
        timeout_seconds: How long the program may run.
    """
    one_source(stack, preview, state)
    if preview is not None or state is not None:
        graph = _from_file(preview, state)
    else:
        from holdfast.graph import read_preview  # noqa: PLC0415  # see cli/output.py

        graph = read_preview(
            preview_document(
                stack,
                program=program,
                stack_file=stack_file,
                answers=answers,
                timeout_seconds=timeout_seconds,
            )
        )
    if graph.partial:
        typer.echo(
            "warning: the preview failed or leaves unchanged resources out, so absence cannot be judged; "
            "make it with 'pulumi preview --json --show-sames'",
            err=True,
        )
    return graph


def one_source(stack: str | None, preview: Path | None, state: Path | None) -> None:
    """End the process when a command was given several things to read.

    Args:
        stack: Name of the stack.
        preview: File of a preview.
        state: File of a state.
    """
    if sum(source is not None for source in (stack, preview, state)) > 1:
        give_up("give one of STACK, --preview and --state, not several", Exit.USAGE)


def _from_file(preview: Path | None, state: Path | None) -> ResourceGraph:
    from holdfast.graph import GraphError, read_preview, read_state  # noqa: PLC0415  # see cli/output.py

    file = preview or state
    assert file is not None  # noqa: S101  # the caller has one of the two
    how = HOW_PREVIEW if preview else HOW_STATE
    try:
        document = json.loads(read_text(file, how=how))
        return read_preview(document) if preview else read_state(document)
    except ValueError as error:
        reason = str(error) if isinstance(error, GraphError) else f"it is no JSON ({error})"
        give_up(f"{file}: {reason}; make it with: {how.format(file)}", Exit.USAGE)
