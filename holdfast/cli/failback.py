"""``holdfast failback``: come back to a region."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.cli.completion import places
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
    "holdfast failback prod --dry-run": "What would come back, and in which order.",
    "holdfast failback prod --to use1": "Come back to a region; it shows the plan and asks.",
}
PAGE = "failover.md"


def command(  # noqa: PLR0913  # the options of the command
    stack: OperatedStack,
    *,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE",
            autocompletion=places,
            help="The place to come back to. Default: the one that has no traffic or lacks its writers.",
        ),
    ] = None,
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
    """Undo a failover: capacity, then writers, then traffic.

    Writers are switched over and lose nothing. Shows the plan and asks; the same command goes on after an
    interruption. Exits with 1 as failover does.
    """
    from holdfast.operate.planning import plan_failback  # noqa: PLC0415  # see cli/output.py

    contract = contract_of(stack, operations)
    world = world_of(stack, records)
    carried_out(
        lambda: plan_failback(contract, world, to=to, flap_minutes=flap_minutes),
        world,
        Wishes(yes=yes, dry_run=dry_run, force=force or [], skip=skip or [], take_over=take_over, json=json_),
    )
