"""``holdfast verify-reviewed``: is what is about to be deployed what was reviewed?"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.completion import stacks
from holdfast.cli.exits import Exit, give_up
from holdfast.cli.files import read_text
from holdfast.cli.output import write_json
from holdfast.cli.side_files import failure, load_document

if TYPE_CHECKING:
    from holdfast.review.guard import Difference

EXAMPLES = {
    "holdfast verify-reviewed reviewed.json --preview preview.json": (
        "The last step before 'pulumi up' in a pipeline."
    ),
}
PAGE = "review.md"

VERSION = 1
"""Of the JSON."""
LISTED = 20
"""Differences that are told by default."""


def command(
    reviewed: Annotated[Path, typer.Argument(help="File that 'holdfast review --guard FILE' wrote.")],
    *,
    preview: Annotated[
        Path,
        typer.Option(help="Preview of what is about to be deployed ('pulumi preview --json --show-sames')."),
    ],
    stack: Annotated[
        str | None,
        typer.Option(
            autocompletion=stacks, help="Name of the stack. Default: the one that the preview names."
        ),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the differences as JSON.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="List every difference.")] = False,
) -> None:
    """Refuse to deploy what is not what was reviewed.

    Exits with 1 when it is not. Compared are the resources, the values that the program gives them, and what
    would be replaced or deleted. Left open is what only deployment knows, secrets, and what the provider
    fills in itself.
    """
    from holdfast.graph import GraphError, read_before, read_preview  # noqa: PLC0415  # see cli/output.py
    from holdfast.review.guard import GuardError, differences, read_guard  # noqa: PLC0415  # see cli/output.py

    text, file = read_text(reviewed, how="holdfast review --guard {}"), reviewed
    try:
        digest = read_guard(text)
        file = preview
        document = load_document(preview)
        if (failed := failure(document)) is not None:
            give_up(f"{preview}: {failed}", Exit.USAGE)
        graph = read_preview(document)
        if graph.stack and stack and graph.stack != stack:
            give_up(f"{preview} is of stack '{graph.stack}', not of '{stack}'", Exit.USAGE)
        found = differences(digest, stack or graph.stack or "", graph, read_before(document))
    except (GraphError, GuardError) as error:
        give_up(f"{file}: {error}", Exit.USAGE)
    _tell(found, as_json=json_, most=None if all_ else LISTED)
    if found:
        raise typer.Exit(Exit.FINDINGS)


def _tell(found: tuple[Difference, ...], *, as_json: bool, most: int | None) -> None:
    if as_json:
        listed = [{"name": one.name, "urn": one.urn, "what": one.what} for one in found]
        write_json({"version": VERSION, "reviewed": not found, "differences": listed})
        return
    if not found:
        typer.echo("this is what was reviewed")
        return
    for one in found[:most]:
        typer.echo(f"{one.name}: {one.what}")
    if most is not None and len(found) > most:
        typer.echo(f"… and {len(found) - most} more (--all lists them)")
    typer.echo("this is not what was reviewed: review it again", err=True)
