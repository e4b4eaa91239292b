"""The command ``holdfast``: the file of a command is imported when it is called, so that help is quick."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from holdfast.cli.completion import InstallCompletion, ShowCompletion  # noqa: TC001  # typer reads the annotations
from holdfast.cli.exits import Exit
from holdfast.cli.root import Root

app = typer.Typer(
    cls=Root,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415  # only this option needs it

        typer.echo(f"holdfast {version('holdfast')}")
        raise typer.Exit(Exit.FINE)


@app.callback()
def holdfast(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, expose_value=False, help="Print the version."
        ),
    ] = False,
    install_completion: InstallCompletion = False,
    show_completion: ShowCompletion = False,
) -> None:
    """See what a Pulumi program would declare, judge a change of it, and operate what is deployed."""


def main() -> None:
    """Run the command line and end the process."""
    try:
        app()
    except Exception:  # noqa: BLE001  # a fault of ours must not look like failed findings (exit code 1)
        import traceback  # noqa: PLC0415  # only a fault needs it

        traceback.print_exc()
        typer.echo("error: this is a fault in holdfast: report it with the lines above", err=True)
        sys.exit(Exit.TOOL_FAILED)
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
