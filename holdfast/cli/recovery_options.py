"""Options that the commands which operate a stack share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.completion import stacks

if TYPE_CHECKING:
    from collections.abc import Sequence

OperatedStack = Annotated[str, typer.Argument(autocompletion=stacks, help="Name of the stack.")]
OperationsFile = Annotated[
    str | None,
    typer.Option(
        "--operations",
        metavar="FILE|S3",
        help="What 'holdfast operations' wrote: a file, or s3://BUCKET/KEY?region=REGION. "
        "Default: operations.STACK.json.",
    ),
]
RecordsAt = Annotated[
    str,
    typer.Option(
        "--records",
        metavar="DIR|S3",
        help="Where records of runs are kept: a folder, or s3://BUCKET/PREFIX?region=REGION.",
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask; for automation.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the plan and the guards, and change nothing.")]
Force = Annotated[
    list[str] | None,
    typer.Option(
        "--force",
        metavar="GUARD",
        help="Override a guard: lost, health, lag, capacity, flap; may be repeated. What it costs is shown.",
    ),
]
Skip = Annotated[
    list[str] | None, typer.Option(metavar="STEP", help="Leave a step out, by its name; may be repeated.")
]
TakeOver = Annotated[
    bool, typer.Option("--take-over", help="Take the lock from the operator who holds it: talk first.")
]
FlapMinutes = Annotated[
    int, typer.Option("--flap-minutes", min=0, help="Minutes that must lie between two moves.")
]
PlanJson = Annotated[
    bool, typer.Option("--json", help="Print the record, or with --dry-run the plan, as JSON.")
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What the person said about carrying a plan out."""

    yes: bool
    dry_run: bool
    force: Sequence[str]
    skip: Sequence[str]
    take_over: bool
    json: bool
