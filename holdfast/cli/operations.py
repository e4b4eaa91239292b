"""``holdfast operations``: keep what operating needs where the people are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.options import Program  # noqa: TC001  # typer reads the annotations
from holdfast.cli.recovery_options import OperatedStack  # noqa: TC001  # typer reads the annotations
from holdfast.cli.working import working

EXAMPLES = {
    "holdfast operations prod": "Ask the Pulumi CLI, and write operations.prod.json.",
    "pulumi stack output operations --json | holdfast operations prod --from -": (
        "Take the output as it is piped in."
    ),
    "holdfast operations prod --output 's3://runbooks-euw1/prod.json?region=eu-west-1'": (
        "Keep it where people look when the backend is away."
    ),
}
PAGE = "failover.md"


def command(
    stack: OperatedStack,
    *,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="What 'pulumi stack output [operations] --json' wrote, or - for standard input. "
            "Default: the Pulumi CLI on PATH is asked.",
        ),
    ] = None,
    program: Program = Path(),
    output: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|S3",
            help="Where it goes: a file, or s3://BUCKET/KEY?region=REGION. Default: operations.STACK.json.",
        ),
    ] = None,
) -> None:
    """Keep the file that operating needs; after each deployment.

    It is the stack output 'operations', written whole or not at all. failover, failback, status, drill and
    bake read the file: they work while the backend is away.
    """
    from holdfast.operate.aws import clients  # noqa: PLC0415  # see cli/output.py
    from holdfast.operate.operations_file import (  # noqa: PLC0415  # see cli/output.py
        OperationsError,
        PulumiError,
        output_of,
        parse_operations,
        write_operations,
    )

    try:
        if from_ is None:
            with working("asking pulumi"):
                text, name = output_of(stack, program), "the output of pulumi"
        elif from_ == "-":
            text, name = sys.stdin.read(), "standard input"
        else:
            text, name = Path(from_).read_text(encoding="utf-8"), from_
        contract = parse_operations(text, name)
        if contract["stack"] != stack:
            give_up(f"{name} is of the stack {contract['stack']}, not of {stack}", Exit.USAGE)
        place = output or f"operations.{stack}.json"
        write_operations(contract, place, clients())
    except PulumiError as error:
        give_up(str(error), Exit.TOOL_FAILED)
    except OperationsError as error:
        give_up(str(error), Exit.USAGE)
    except OSError as error:
        give_up(f"cannot read {from_}: {error.strerror}", Exit.USAGE)
    typer.echo(f"wrote {place}", err=True)
