"""``holdfast check``: what is wrong with it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import waivers
from holdfast.cli.exits import Exit
from holdfast.cli.graph import one_source, read_graph
from holdfast.cli.options import Answers, Format, Json, Output, Program, Stack, StackFile, Timeout
from holdfast.cli.output import write, write_lines

if TYPE_CHECKING:
    from holdfast.checks import Finding


def command(  # noqa: PLR0913  # the options of the command
    stack: Stack = None,
    *,
    preview: Annotated[
        Path | None, typer.Option(help="Check this preview instead ('pulumi preview --json --show-sames').")
    ] = None,
    state: Annotated[
        Path | None, typer.Option(help="Check this state instead ('pulumi stack export').")
    ] = None,
    program: Program = Path(),
    stack_file: StackFile = None,
    answers: Answers = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
    all_: Annotated[bool, typer.Option("--all", "--full", help="List passes and every finding.")] = False,
    timeout_seconds: Timeout = 300,
) -> None:
    """Say what is wrong with a stack, a preview or a state; exits with 1 when a check fails.

    Failures that holdfast.toml waives are listed and do not count.
    """
    one_source(stack, preview, state)
    excused = waivers.read(program, stack)
    graph = read_graph(
        stack,
        preview=preview,
        state=state,
        program=program,
        stack_file=stack_file,
        answers=answers,
        timeout_seconds=timeout_seconds,
    )
    from holdfast.checks import RULES, Verdict, run  # noqa: PLC0415  # see cli/output.py

    findings = waivers.apply(run(graph, RULES), excused, graph, program)
    _write(findings, Format.JSON if json_ else format_, output, partial=graph.partial, full=all_)
    if any(one.verdict is Verdict.FAIL and not one.waived for one in findings):
        raise typer.Exit(Exit.FINDINGS)


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
