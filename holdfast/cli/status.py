"""``holdfast status``: how does a stack fare, region by region?"""

from __future__ import annotations

import typer

from holdfast.cli.exits import Exit
from holdfast.cli.options import Json, Output  # noqa: TC001  # typer reads the annotations
from holdfast.cli.output import write_json, write_lines
from holdfast.cli.recovering import contract_of, world_of
from holdfast.cli.recovery_options import (  # noqa: TC001  # typer reads the annotations
    OperatedStack,
    OperationsFile,
    RecordsAt,
)
from holdfast.cli.working import working

EXAMPLES = {
    "holdfast status prod": "Everything on one screen.",
    "holdfast status prod --json": "The same for a monitor.",
}
PAGE = "failover.md"
VERSION = 1
"""Of the JSON."""


def command(
    stack: OperatedStack,
    *,
    operations: OperationsFile = None,
    records: RecordsAt = "records",
    json_: Json = False,
    output: Output = None,
) -> None:
    """Show how each region, public name and writer fares now.

    And what was done last. Changes nothing, and waits for no region that hangs. Exits with 1 when something
    is wrong or unknown.
    """
    from holdfast.operate.aws import Patience, clients  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.sight import look  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.status import status_of  # noqa: PLC0415  # see cli/output.py
    from holdfast.report.status_text import status_lines  # noqa: PLC0415  # see cli/output.py

    contract = contract_of(stack, operations)
    world = world_of(stack, records)
    looking = clients(patience=Patience.LOOKING)
    with working("looking at every region"):
        sight = look(contract, looking, world.keep(looking), seconds=world.look_seconds)
    status = status_of(contract, sight, world.now())
    if json_:
        write_json({"version": VERSION, **status}, output)
    else:
        write_lines(lambda width: status_lines(status, width=width), output)
    if status["wrong"] or status["unknown"]:
        raise typer.Exit(Exit.FINDINGS)
