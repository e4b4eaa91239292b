"""``holdfast bake``: may this release go on to the next region?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.completion import places
from holdfast.cli.exits import Exit, aws_is_away, give_up
from holdfast.cli.output import write_json
from holdfast.cli.recovery_options import OperatedStack  # noqa: TC001  # typer reads the annotations

EXAMPLES = {
    "holdfast bake prod use1": "Watch for as long as the settings say.",
    "holdfast bake prod use1 --minutes 30": "Watch for half an hour.",
}
PAGE = "releases.md"
VERSION = 1
"""Of the JSON."""


def command(  # noqa: PLR0913  # the options of the command
    stack: OperatedStack,
    place: Annotated[
        str,
        typer.Argument(
            autocompletion=places, help="The region that got the release, by its place, such as use1."
        ),
    ],
    *,
    operations: Annotated[
        Path | None,
        typer.Option(
            help="What 'pulumi stack output operations --json' wrote. Default: operations.STACK.json."
        ),
    ] = None,
    minutes: Annotated[
        int | None, typer.Option(min=1, help="Bake time. Default: what the settings say under releases.")
    ] = None,
    deploy_minutes: Annotated[
        int, typer.Option(min=1, help="Longest time that the region's deployments may take.")
    ] = 60,
    json_: Annotated[bool, typer.Option("--json", help="Print how it went as JSON.")] = False,
) -> None:
    """Watch a region after a release: may it go on?

    Waits for the region's deployments, then watches its alarms; exits with 1 when the release must not go on.
    Reads AWS alone and changes nothing: what goes on or goes back is the pipeline's to do.
    """
    import time  # noqa: PLC0415  # see cli/output.py

    from holdfast.operate.aws import clients  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.bake import BakeError, Watch, bake  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.operations_file import (  # noqa: PLC0415  # see cli/output.py
        OperationsError,
        read_operations,
    )

    file = operations or Path(f"operations.{stack}.json")
    try:
        contract = read_operations(file)
        if contract["stack"] != stack:
            give_up(f"{file} is of the stack {contract['stack']}, not of {stack}", Exit.USAGE)
        outcome = bake(
            contract,
            place,
            Watch(clients=clients(), sleep=time.sleep, tell=lambda line: typer.echo(line, err=True)),
            minutes=minutes or contract["releases"]["bake_minutes"],
            deploy_minutes=deploy_minutes,
        )
    except (OperationsError, BakeError) as error:
        give_up(str(error), Exit.USAGE)
    except _aws_errors() as error:
        aws_is_away(error)
    if json_:
        told = {"stack": stack, "place": place, "passed": outcome.passed, "reason": outcome.reason}
        write_json({"version": VERSION, **told})
    else:
        typer.echo(f"{place}: {'passed' if outcome.passed else 'failed'}: {outcome.reason}")
    if not outcome.passed:
        raise typer.Exit(Exit.FINDINGS)


def _aws_errors() -> tuple[type[Exception], ...]:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see cli/output.py

    return BotoCoreError, ClientError
