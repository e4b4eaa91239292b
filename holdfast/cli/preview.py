"""``holdfast preview``: what would be declared?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.options import Answers, Json, Output, Program, Stack, StackFile, Timeout  # noqa: TC001  # typer reads the annotations
from holdfast.cli.output import write_json, write_lines
from holdfast.cli.program import preview_document

EXAMPLES = {
    "holdfast preview prod": "What prod would declare, by region and component.",
    "holdfast preview prod --all": "Every resource and output.",
    "holdfast preview prod --json --output preview.json": "Pulumi's own preview JSON, for other tools.",
    "holdfast preview dev --policy-pack policies": "What would be declared, and which policies it violates.",
}
PAGE = "preview.md"


class Format(StrEnum):
    """How the preview is printed."""

    TEXT = "text"
    JSON = "json"


def command(  # noqa: PLR0913  # the options of the command
    stack: Stack = None,
    *,
    program: Program = Path(),
    stack_file: StackFile = None,
    policy_pack: Annotated[
        list[Path] | None, typer.Option(help="Folder of a policy pack to run; may be repeated.")
    ] = None,
    engine: Annotated[
        bool,
        typer.Option("--engine", help="Preview by the Pulumi CLI on PATH: no plugin, no credential."),
    ] = False,
    state: Annotated[
        Path | None,
        typer.Option(help="With --engine: file of `pulumi stack export`, to preview changes of it."),
    ] = None,
    answers: Answers = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
    all_: Annotated[bool, typer.Option("--all", "--full", help="List every resource and output.")] = False,
    timeout_seconds: Timeout = 300,
) -> None:
    """Show what would be declared, region by region, offline.

    No cloud account, no credential, no Pulumi CLI. What only AWS knows is unknown, and said. Exits with 1
    when a mandatory policy is violated.
    """
    document = preview_document(
        stack,
        program=program,
        stack_file=stack_file,
        answers=answers,
        policy_packs=policy_pack or [],
        timeout_seconds=timeout_seconds,
        on_engine=engine,
        state=state,
    )
    from holdfast.report.lines import plural  # noqa: PLC0415  # see cli/output.py
    from holdfast.report.policies import is_blocking  # noqa: PLC0415  # see cli/output.py

    if json_ or format_ is Format.JSON:
        write_json(document, output)
    else:
        _write_text(document, output, full=all_, judged=bool(policy_pack))
    blocking = [one for one in document.get("holdfast", {}).get("policies") or [] if is_blocking(one)]
    if blocking:
        give_up(f"{plural(len(blocking), 'violation')} of mandatory policies", Exit.FINDINGS)


def _write_text(document: dict[str, object], output: Path | None, *, full: bool, judged: bool) -> None:
    from holdfast.graph import read_preview  # noqa: PLC0415  # see cli/output.py
    from holdfast.graph.summary import summarise  # noqa: PLC0415  # see cli/output.py
    from holdfast.report.preview_text import preview_lines  # noqa: PLC0415  # see cli/output.py

    summary = summarise(read_preview(document))
    write_lines(lambda width: preview_lines(document, summary, full=full, judged=judged, width=width), output)
