"""``holdfast drill``: break something on purpose, measure, put it back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.asking import ask
from holdfast.cli.completion import drills
from holdfast.cli.exits import Exit, give_up
from holdfast.cli.files import read_text
from holdfast.cli.options import Json, Output, Program  # noqa: TC001  # typer reads the annotations
from holdfast.cli.output import write, write_lines
from holdfast.cli.recovering import contract_of, world_of
from holdfast.cli.recovery_options import OperationsFile, Yes  # noqa: TC001  # typer reads the annotations
from holdfast.cli.working import working

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.operate.drill.model import DrillReport, ListedDrill
    from holdfast.operate.drill.records import DrillRecords
    from holdfast.operate.drill.run import DrillRun
    from holdfast.operate.drill.settings import Drill

EXAMPLES = {
    "holdfast drill --list": "Each drill, when it was run last, and how it went.",
    "holdfast drill leave-use1": "Run one; it shows what it would do and asks.",
    "holdfast drill leave-use1 --last --format html --output drill.html": (
        "The newest run's report as a page."
    ),
}
PAGE = "drills.md"

_FLAP_MINUTES = 30
_RECOVERY_RECORDS = "records"
"""Where ``holdfast failover`` keeps its records."""


class Format(StrEnum):
    """How a report is printed."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


def command(  # noqa: PLR0913  # the options of the command
    name: Annotated[
        str | None,
        typer.Argument(autocompletion=drills, help="Name of the drill, as [drills.NAME] in holdfast.toml."),
    ] = None,
    *,
    list_: Annotated[
        bool, typer.Option("--list", help="List drills: when each was run last, and how it went.")
    ] = False,
    last: Annotated[
        bool, typer.Option("--last", help="Run nothing: print the report of the newest run.")
    ] = False,
    program: Program = Path(),
    operations: OperationsFile = None,
    format_: Annotated[Format, typer.Option("--format", help="How to print the report.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
    records: Annotated[
        str | None,
        typer.Option(
            metavar="DIR|S3",
            help="Where records are kept: a folder, or s3://BUCKET/PREFIX?region=REGION. "
            "Default: as the drill says, or the folder drills.",
        ),
    ] = None,
    yes: Yes = False,
) -> None:
    """Break something on purpose, and hold it to the objectives.

    Watches from outside and puts it back. Shows what it would do and asks. It stops itself when a limit is
    passed. Exits with 1 when an objective was missed, nothing happened, it was stopped or was not safe;
    --list when a drill is overdue.
    """
    chosen = Format.JSON if json_ else format_
    drills = _drills(program)
    if list_:
        if name is not None or last or chosen is Format.HTML:
            give_up("--list takes no NAME, and prints text or JSON", Exit.USAGE)
        _list(drills, program, records, chosen, output)
        return
    if name is None:
        give_up(f"which drill? {_named(drills)}", Exit.USAGE)
    if name not in drills:
        from holdfast.operate.drill.file import nearest  # noqa: PLC0415  # see cli/output.py

        give_up(f"there is no drill '{name}'{nearest(name, drills)}; {_named(drills)}", Exit.USAGE)
    keep = _keep(name, drills[name], program, records)
    report = _newest(name, keep) if last else _run(name, drills[name], keep, operations, yes=yes)
    _write(report, chosen, output)
    if not last:
        _exit(report)


def _drills(program: Path) -> Mapping[str, Drill]:
    from holdfast.operate.drill.file import (  # noqa: PLC0415  # see cli/output.py
        FILE,
        DrillFileError,
        read_drills,
    )

    file = program / FILE
    if not file.exists():
        give_up(f"there is no {file}: drills are declared there, as [drills.NAME]", Exit.USAGE)
    try:
        return read_drills(read_text(file))
    except DrillFileError as error:
        give_up(f"{file} cannot be used\n{error}", Exit.USAGE)


def _named(declared: Mapping[str, Drill]) -> str:
    return (
        f"holdfast.toml declares {', '.join(declared)}"
        if declared
        else "declare it: [drills.NAME] in holdfast.toml"
    )


def _keep(name: str, drill: Drill, program: Path, records: str | None) -> DrillRecords:
    from holdfast.operate.aws import clients  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.documents import RecordsError  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.drill.records import drill_records  # noqa: PLC0415  # see cli/output.py

    try:
        return drill_records(records or drill.records, name, program, clients())
    except RecordsError as error:
        give_up(str(error), Exit.USAGE)


def _list(
    drills: Mapping[str, Drill], program: Path, records: str | None, chosen: Format, output: Path | None
) -> None:
    from holdfast.operate.documents import RecordsError  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.drill.listing import list_drills  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.drill.safety import now  # noqa: PLC0415  # see cli/output.py

    try:
        listed = list_drills(drills, lambda name, drill: _keep(name, drill, program, records), now())
    except RecordsError as error:
        give_up(str(error), Exit.TOOL_FAILED)
    _write_list(listed, chosen, output)
    if any(one["overdue"] for one in listed):
        raise typer.Exit(Exit.FINDINGS)


def _newest(name: str, keep: DrillRecords) -> DrillReport:
    from holdfast.operate.documents import RecordsError  # noqa: PLC0415  # see cli/output.py

    try:
        found = keep.newest()
    except RecordsError as error:
        give_up(str(error), Exit.TOOL_FAILED)
    if found is None:
        give_up(f"{name} was never run; run it: holdfast drill {name}", Exit.USAGE)
    return found


def _run(name: str, drill: Drill, keep: DrillRecords, operations: str | None, *, yes: bool) -> DrillReport:
    from holdfast.operate.aws import Patience, clients  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.documents import RecordsError  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.drill.faults import FaultError  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.drill.prepare import Outside, prepare  # noqa: PLC0415  # see cli/output.py

    if drill.stack is None and operations is not None:
        give_up(f"{name} names no stack, so it takes no --operations", Exit.USAGE)
    outside = Outside(
        operations=contract_of(drill.stack, operations) if drill.stack is not None else None,
        world=world_of(drill.stack, _RECOVERY_RECORDS) if drill.stack is not None else None,
        clients=clients(),
        looking=clients(patience=Patience.LOOKING),
        keep=keep,
        tell=lambda words: typer.echo(words, err=True),
        flap_minutes=_FLAP_MINUTES,
    )
    try:
        with working("looking at what is to be broken"):
            made = prepare(name, drill, outside)
    except FaultError as error:
        give_up(str(error), Exit.USAGE)
    _ask(made, yes=yes)
    try:
        return made.carry_out()
    except RecordsError as error:
        give_up(str(error), Exit.TOOL_FAILED)


def _ask(made: DrillRun, *, yes: bool) -> None:
    """Show what would be done, and ask; ends the process where the answer is no."""
    for line in made.ready.plan():
        typer.echo(line, err=True)
    if not yes:
        ask(refused="nothing was broken")


def _write(report: DrillReport, chosen: Format, output: Path | None) -> None:
    if chosen is Format.JSON:
        from holdfast.report.drill_json import drill_json  # noqa: PLC0415  # see cli/output.py

        write(drill_json(report), output)
    elif chosen is Format.HTML:
        from holdfast.report.drill_html import drill_html  # noqa: PLC0415  # see cli/output.py

        write(drill_html(report), output)
    else:
        from holdfast.report.drill_text import drill_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: drill_lines(report, width=width), output)


def _write_list(listed: list[ListedDrill], chosen: Format, output: Path | None) -> None:
    if chosen is Format.JSON:
        from holdfast.report.drill_json import list_json  # noqa: PLC0415  # see cli/output.py

        write(list_json(listed), output)
    else:
        from holdfast.report.drill_text import list_lines  # noqa: PLC0415  # see cli/output.py

        write_lines(lambda width: list_lines(listed, width=width), output)


def _exit(report: DrillReport) -> None:
    from holdfast.operate.drill.model import Verdict  # noqa: PLC0415  # see cli/output.py

    if report["verdict"] == Verdict.FAILED:
        raise typer.Exit(Exit.TOOL_FAILED)
    if report["verdict"] != Verdict.PASSED:
        raise typer.Exit(Exit.FINDINGS)
