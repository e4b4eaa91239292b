"""The command ``holdfast``.

Each command's file holds its options and loads what it needs when it is called, so that ``--help`` is quick.
"""

from __future__ import annotations

import sys
import traceback

import typer

from holdfast.cli import (
    bake,
    check,
    comment,
    cost,
    drill,
    failback,
    failover,
    inventory,
    operations,
    preview,
    prices,
    restore_test,
    review,
    runbook,
    schema,
    status,
    verify_reviewed,
)
from holdfast.cli.exits import Exit

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    bake,
    check,
    comment,
    cost,
    drill,
    failback,
    failover,
    inventory,
    operations,
    preview,
    restore_test,
    review,
    runbook,
    schema,
    status,
    verify_reviewed,
):
    app.command(command.__name__.rpartition(".")[2].replace("_", "-"))(command.command)
app.add_typer(prices.app, name="prices")


@app.callback()
def holdfast() -> None:
    """See what a Pulumi program would declare, and what is wrong with it, before it is deployed.

    Exit codes: 0 fine; 1 findings failed; 2 bad input or usage; 3 the program or a needed tool failed.
    """


def main() -> None:
    """Run the command line and end the process."""
    try:
        app()
    except Exception:  # noqa: BLE001  # a fault of ours must not look like failed findings (exit code 1)
        traceback.print_exc()
        sys.exit(Exit.TOOL_FAILED)
