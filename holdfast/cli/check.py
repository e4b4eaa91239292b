"""``holdfast check``: what is wrong with it?"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import waivers
from holdfast.cli.exits import Exit, give_up
from holdfast.cli.output import write, write_lines
from holdfast.cli.program import preview_document

if TYPE_CHECKING:
    from holdfast.checks import Finding
    from holdfast.graph import ResourceGraph


class Format(StrEnum):
    """How the findings are printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def command(  # noqa: PLR0913  # the options of the command
    stack: Annotated[
        str | None, typer.Argument(help="Name of the stack. Default: the only one that there is.")
    ] = None,
    *,
    preview: Annotated[
        Path | None, typer.Option(help="Check this preview instead ('pulumi preview --json --show-sames').")
    ] = None,
    state: Annotated[
        Path | None, typer.Option(help="Check this state instead ('pulumi stack export').")
    ] = None,
    program: Annotated[Path, typer.Option(help="Folder of the Pulumi Python program.")] = Path(),
    stack_file: Annotated[
        Path | None, typer.Option(help="File of the stack's settings. Default: Pulumi.STACK.yaml.")
    ] = None,
    answers: Annotated[Path | None, typer.Option(help="JSON file with answers to look-ups.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TEXT,
    json_: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    output: Annotated[Path | None, typer.Option(help="Write to this file, not to standard output.")] = None,
    all_: Annotated[bool, typer.Option("--all", "--full", help="List passes and every finding.")] = False,
    timeout_seconds: Annotated[float, typer.Option("--timeout", help="Seconds the program may run.")] = 300,
) -> None:
    """Say what is wrong with a stack, a preview or a state; exits with 1 when a check fails.

    Failures that holdfast.toml waives are listed and do not count.
    """
    if sum(source is not None for source in (stack, preview, state)) > 1:
        give_up("give one of STACK, --preview and --state, not several", Exit.USAGE)
    excused = waivers.read(program, stack)
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
    from holdfast.checks import RULES, Verdict, run  # noqa: PLC0415  # see cli/output.py

    findings = waivers.apply(run(graph, RULES), excused, graph, program)
    if graph.partial:
        typer.echo(
            "warning: the preview failed or leaves unchanged resources out, so absence cannot be judged; "
            "make it with 'pulumi preview --json --show-sames'",
            err=True,
        )
    _write(findings, Format.JSON if json_ else format_, output, partial=graph.partial, full=all_)
    if any(one.verdict is Verdict.FAIL and not one.waived for one in findings):
        raise typer.Exit(Exit.FINDINGS)


def _from_file(preview: Path | None, state: Path | None) -> ResourceGraph:
    from holdfast.graph import GraphError, read_preview, read_state  # noqa: PLC0415  # see cli/output.py

    file = preview or state
    assert file is not None  # noqa: S101  # the caller has one of the two
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        return read_preview(document) if preview else read_state(document)
    except OSError as error:
        give_up(f"cannot read {file}: {error.strerror}", Exit.USAGE)
    except ValueError as error:
        reason = str(error) if isinstance(error, GraphError) else f"it is no JSON ({error})"
        give_up(f"{file}: {reason}", Exit.USAGE)


def _write(
    findings: tuple[Finding, ...], chosen: Format, output: Path | None, *, partial: bool, full: bool
) -> None:
    if chosen is Format.JSON:
        from holdfast.report.findings_json import findings_json  # noqa: PLC0415  # see cli/output.py

        write(findings_json(findings, partial=partial), output)
    elif chosen is Format.MARKDOWN:
        from holdfast.report.findings_markdown import findings_markdown  # noqa: PLC0415  # see cli/output.py

        write(findings_markdown(findings), output)
    else:
        from holdfast.report.findings_text import finding_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: finding_lines(findings, full=full, width=width), output)
