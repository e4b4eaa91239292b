"""``holdfast failover``: leave a region."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.cli.completion import places
from holdfast.cli.exits import Exit, give_up
from holdfast.cli.recovering import carried_out, contract_of, world_of
from holdfast.cli.recovery_options import (  # typer reads the annotations
    DryRun,
    FlapMinutes,
    Force,
    OperatedStack,
    OperationsFile,
    PlanJson,
    RecordsAt,
    Skip,
    TakeOver,
    Wishes,
    Yes,
)

EXAMPLES = {
    "holdfast failover prod --away-from use1 --dry-run": "The plan and the guards; nothing is changed.",
    "holdfast failover prod --away-from use1": "Leave a region; it shows the plan and asks.",
    "holdfast failover prod --away-from use1 --lost": "Leave a region that does not answer.",
    "holdfast failover prod --away-from use1 --maintenance": "Leave it on purpose, and lose no write.",
}
PAGE = "failover.md"


def command(  # noqa: PLR0913  # the options of the command
    stack: OperatedStack,
    *,
    away_from: Annotated[
        str, typer.Option(metavar="PLACE", autocompletion=places, help="The place to leave, such as use1.")
    ],
    to: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE",
            autocompletion=places,
            help="The place that gets the writers. Default: as planned.",
        ),
    ] = None,
    lost: Annotated[
        bool,
        typer.Option(
            "--lost",
            help="It is lost: it is asked once whether it answers, and not called. Default: what is seen.",
        ),
    ] = False,
    maintenance: Annotated[
        bool, typer.Option("--maintenance", help="It answers: writers are switched over, no write is lost.")
    ] = False,
    operations: OperationsFile = None,
    records: RecordsAt = "records",
    yes: Yes = False,
    dry_run: DryRun = False,
    force: Force = None,
    skip: Skip = None,
    take_over: TakeOver = False,
    flap_minutes: FlapMinutes = 30,
    json_: PlanJson = False,
) -> None:
    """Move traffic and writers away from a region.

    By data planes and the other regions alone. Shows the plan and asks. Interrupted, or failed half-way: the
    same command goes on. Exits with 1 when a guard refuses, somebody else operates the stack, or a step does
    not end.
    """
    from holdfast.operate.planning import plan_failover  # noqa: PLC0415  # see cli/output.py

    if lost and maintenance:
        give_up("--lost and --maintenance exclude each other", Exit.USAGE)
    contract = contract_of(stack, operations)
    world = world_of(stack, records)
    carried_out(
        lambda: plan_failover(
            contract,
            world,
            away_from=away_from,
            to=to,
            graceful=maintenance if lost or maintenance else None,
            flap_minutes=flap_minutes,
        ),
        world,
        Wishes(yes=yes, dry_run=dry_run, force=force or [], skip=skip or [], take_over=take_over, json=json_),
    )
