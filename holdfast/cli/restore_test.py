"""``holdfast restore-test``: does the newest backup come back, how fast, and how old is it?"""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path  # noqa: TC003  # typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.asking import ask
from holdfast.cli.completion import places
from holdfast.cli.exits import Exit, aws_is_away, give_up
from holdfast.cli.options import Json, Output  # noqa: TC001  # typer reads the annotations
from holdfast.cli.output import write_json, write_lines
from holdfast.cli.recovering import contract_of
from holdfast.cli.recovery_options import (  # noqa: TC001  # typer reads the annotations
    OperatedStack,
    OperationsFile,
    RecordsAt,
    Yes,
)
from holdfast.cli.working import working

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations
    from holdfast.operate.documents import Documents
    from holdfast.operate.records import Records
    from holdfast.operate.restore_test.model import RestoreTest

EXAMPLES = {
    "holdfast restore-test prod": "Every store that can be tested; it shows the plan and asks.",
    "holdfast restore-test prod orders --place euw1 --yes": "One store in one place, for automation.",
}
PAGE = "restore-testing.md"

_HOUR = 3600
_FOLDER = "restore-tests"
"""Below the place of records, beside those of failovers."""


class Format(StrEnum):
    """How the report is printed."""

    TEXT = "text"
    JSON = "json"


def command(  # noqa: PLR0913  # the options of the command
    stack: OperatedStack,
    stores: Annotated[
        list[str] | None, typer.Argument(help="Keys of stores. Default: all that can be tested.")
    ] = None,
    *,
    place: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE",
            autocompletion=places,
            help="Where to restore. Default: where tests are, away from the writer.",
        ),
    ] = None,
    max_age_hours: Annotated[
        int, typer.Option("--max-age-hours", min=1, help="Older data fails: a daily backup and its copy.")
    ] = 48,
    keep: Annotated[bool, typer.Option("--keep", help="Leave the copies standing; they cost.")] = False,
    operations: OperationsFile = None,
    records: RecordsAt = "records",
    yes: Yes = False,
    format_: Annotated[Format, typer.Option("--format", help="How to print the report.")] = Format.TEXT,
    json_: Json = False,
    output: Output = None,
) -> None:
    """Restore the newest backups elsewhere, and judge them.

    The newest backup of each store is restored in another region, the copy is asked and deleted, and how long
    that took is said. Shows what it would do and asks. Interrupted: the same command goes on. Exits with 1
    when a restore or its verdict failed, the data is too old, or a copy still stands.
    """
    from holdfast.operate.aws import clients  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.call import call_errors  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.documents import RecordsError, documents_at  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.records import records_at  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.restore_test.model import RestoreTestError  # noqa: PLC0415  # see cli/output.py

    contract = contract_of(stack, operations)
    try:
        kept = documents_at(records, f"{_FOLDER}/{stack}", clients())
        test = _unfinished(kept)
        if test is None:
            with working("looking for the newest backups"):
                test = _new(
                    contract,
                    stores or [],
                    place,
                    failovers=records_at(records, stack, clients()),
                    max_age_hours=max_age_hours,
                    keep=keep,
                )
            _ask(test, yes=yes)
        test = _carried_out(test, contract, kept)
    except (RestoreTestError, RecordsError) as error:
        give_up(str(error), Exit.USAGE)
    except call_errors() as error:
        aws_is_away(error)
    _print(test, Format.JSON if json_ else format_, output)
    if test["outcome"] != "passed":
        raise typer.Exit(Exit.FINDINGS)


def _unfinished(records: Documents) -> RestoreTest | None:
    """The newest run if it is not over: jobs of AWS Backup go on, and copies cost, whoever waits."""
    from holdfast.operate.operator import is_alive, operator_name  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.restore_test.kept import newest  # noqa: PLC0415  # see cli/output.py

    test = newest(records)
    if test is None or all(one["stage"] == "done" for one in test["stores"]):
        return None
    ours = test["operator"] == operator_name() and test["pid"] != os.getpid()
    if ours and test["outcome"] == "running" and is_alive(test["pid"]):
        give_up(f"{test['run']} runs already, as process {test['pid']}", Exit.USAGE)
    open_ = ", ".join(one["store"] for one in test["stores"] if one["stage"] != "done")
    typer.echo(f"going on with {test['run']}, which is not over: {open_}", err=True)
    return {**test, "operator": operator_name(), "pid": os.getpid(), "outcome": "running", "ended": None}


def _new(  # noqa: PLR0913  # the options of the command
    contract: Operations,
    stores: list[str],
    place: str | None,
    *,
    failovers: Records,
    max_age_hours: int,
    keep: bool,
) -> RestoreTest:
    from holdfast.operate.aws import clients  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.operator import operator_name  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.restore_test import plan  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.restore_test.model import TEST_VERSION  # noqa: PLC0415  # see cli/output.py

    left = plan.left_place(failovers.newest())
    places, reasons = plan.chosen_places(contract, stores, place, left=left)
    now = datetime.now(UTC)
    run = f"{now:%Y%m%dT%H%M%S%f}Z-restore-test"
    avoid = () if left is None else (contract["regions"][left]["region"],)
    return {
        "version": TEST_VERSION,
        "run": run,
        "project": contract["project"],
        "stack": contract["stack"],
        "operator": operator_name(),
        "pid": os.getpid(),
        "started": now.isoformat(timespec="seconds"),
        "ended": None,
        "outcome": "running",
        "keep": keep,
        "max_age_seconds": max_age_hours * _HOUR,
        "rpo_seconds": contract["objectives"]["rpo_seconds"],
        "rto_seconds": contract["objectives"]["rto_seconds"],
        "stores": plan.planned(contract, clients(avoid=avoid), places, run),
        "not_tested": reasons,
        "events": [],
    }


def _ask(test: RestoreTest, *, yes: bool) -> None:
    from holdfast.report.lines import WIDTH  # noqa: PLC0415  # see cli/output.py
    from holdfast.report.restore_test_text import plan_lines  # noqa: PLC0415  # see cli/output.py

    for line in plan_lines(test, width=WIDTH):
        typer.echo(line.text, err=True)
    if not yes:
        ask(refused="nothing was restored")


def _carried_out(test: RestoreTest, contract: Operations, records: Documents) -> RestoreTest:
    from holdfast.operate.aws import Patience, clients  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.restore_test.run import Run  # noqa: PLC0415  # see cli/output.py

    backups = contract["backups"]
    told = len(test["events"])

    def tell(record: RestoreTest) -> None:
        nonlocal told
        for event in record["events"][told:]:
            typer.echo(f"{event['at']} {event['what']}", err=True)
        told = len(record["events"])

    stop = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        return Run(
            test=test,
            tests=backups["restore_tests"] if backups is not None else {},
            clients=clients(),
            judges=clients(patience=Patience.JUDGING),
            records=records,
            changed=tell,
            stop=stop,
        ).carry_out()
    finally:
        signal.signal(signal.SIGTERM, before)


def _print(test: RestoreTest, chosen: Format, output: Path | None) -> None:
    if chosen is Format.JSON:
        write_json(test, output)
        return
    from holdfast.report.restore_test_text import result_lines  # noqa: PLC0415  # see cli/output.py

    again = shlex.join(["holdfast", *sys.argv[1:]])
    write_lines(lambda width: result_lines(test, again=again, width=width), output)
