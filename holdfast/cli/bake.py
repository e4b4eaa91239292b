"""``holdfast bake``: may this release go on to the next region?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.exits import Exit, give_up


def command(
    stack: Annotated[str, typer.Argument(help="Name of the stack.")],
    place: Annotated[
        str, typer.Argument(help="The region that got the release, by its place, such as use1.")
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
) -> None:
    """Wait for a region's deployments, then watch its alarms; exits with 1 when the release must not go on.

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
        give_up(f"AWS could not be asked: {error}", Exit.TOOL_FAILED)
    typer.echo(f"{place}: {'passed' if outcome.passed else 'failed'}: {outcome.reason}")
    if not outcome.passed:
        raise typer.Exit(Exit.FINDINGS)


def _aws_errors() -> tuple[type[Exception], ...]:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see cli/output.py

    return BotoCoreError, ClientError
