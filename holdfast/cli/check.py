"""``holdfast check``: what is wrong with it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli import toolfile, waivers
from holdfast.cli.exits import Exit, give_up
from holdfast.cli.options import (
    Answers,
    FindingsFormat,
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
from holdfast.cli.reading import one_source, read_graph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.checks import Rule
    from holdfast.checks.waivers import Waived

EXAMPLES = {
    "holdfast check prod": "What would not survive, and how to mend it.",
    "holdfast check prod --only DNS001 --all": "One check, with what passes too.",
    "holdfast check --preview preview.json --format sarif --output findings.sarif": (
        "Findings for code scanning, of a preview."
    ),
}
PAGE = "findings.md"


def command(  # noqa: PLR0913  # the options of the command
    stack: Stack = None,
    *,
    preview: Preview = None,
    state: State = None,
    program: Program = Path(),
    stack_file: StackFile = None,
    answers: Answers = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Judge this check alone, such as DNS001; may be repeated."),
    ] = None,
    format_: Annotated[
        FindingsFormat, typer.Option("--format", help="How to print them.")
    ] = FindingsFormat.TEXT,
    json_: Json = False,
    output: Output = None,
    all_: Annotated[bool, typer.Option("--all", "--full", help="List passes and every finding.")] = False,
    timeout_seconds: Timeout = 300,
) -> None:
    """Say what is wrong with a stack, a preview or a state.

    Exits with 1 when a check fails, or when a waiver in holdfast.toml is over. Failures that a waiver excuses
    are listed and do not count.
    """
    one_source(stack, preview, state)
    rules = _rules(only)
    file = toolfile.read(program, stack)
    graph = read_graph(
        stack,
        preview=preview,
        state=state,
        program=program,
        stack_file=stack_file,
        answers=answers,
        timeout_seconds=timeout_seconds,
    )
    from holdfast.checks import run  # noqa: PLC0415  # see cli/output.py

    ids = {rule.id for rule in rules}
    excused = [one for one in file.waivers if one.check in ids]
    judged = waivers.apply(run(graph, rules, file.parameters), excused, graph, program)
    _write(judged, rules, FindingsFormat.JSON if json_ else format_, output, partial=graph.partial, full=all_)
    if not judged.sound:
        raise typer.Exit(Exit.FINDINGS)


def _rules(only: Sequence[str] | None) -> tuple[Rule, ...]:
    """The rules of these codes or ids; all where none is given."""
    from holdfast.checks import RULES  # noqa: PLC0415  # see cli/output.py
    from holdfast.toolfile.mistakes import hint  # noqa: PLC0415  # see cli/output.py

    names = {name: rule for rule in RULES for name in (rule.code, rule.id)}
    wrong = [one for one in only or () if one not in names]
    if wrong:
        give_up("\n".join(f"there is no check '{one}'{hint(one, names)}" for one in wrong), Exit.USAGE)
    chosen = {names[one].id for one in only or names}
    return tuple(rule for rule in RULES if rule.id in chosen)


def _write(  # noqa: PLR0913  # what is written, and how
    judged: Waived,
    rules: Sequence[Rule],
    chosen: FindingsFormat,
    output: Path | None,
    *,
    partial: bool,
    full: bool,
) -> None:
    if chosen is FindingsFormat.JSON:
        from holdfast.report.findings_json import findings_json  # noqa: PLC0415  # see cli/output.py

        write(findings_json(judged, partial=partial), output)
    elif chosen is FindingsFormat.MARKDOWN:
        from holdfast.report.findings_markdown import findings_markdown  # noqa: PLC0415  # see cli/output.py

        write(findings_markdown(judged), output)
    elif chosen is FindingsFormat.SARIF:
        from holdfast.report.findings_sarif import findings_sarif  # noqa: PLC0415  # see cli/output.py

        write(findings_sarif(judged, rules), output)
    elif chosen is FindingsFormat.JUNIT:
        from holdfast.report.findings_junit import findings_junit  # noqa: PLC0415  # see cli/output.py

        write(findings_junit(judged), output)
    else:
        from holdfast.report.findings_text import finding_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: finding_lines(judged, full=full, width=width), output)
