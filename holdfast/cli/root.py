"""The command of all commands: it knows their names, imports one when it is called, and ends the process."""

from __future__ import annotations

import contextlib
import os
import select
import sys
from typing import TYPE_CHECKING, Any

import typer
from typer.exceptions import Abort, TyperException

from holdfast.cli.classes import Group
from holdfast.cli.commands import PANELS, Commands, summary
from holdfast.cli.exits import Exit, give_up
from holdfast.cli.styles import colour_wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence
    from typing import TextIO

    from typer._click.core import Command, Context
    from typer._click.shell_completion import CompletionItem


class Root(Group):
    """Finds commands in the table; lists and completes them without importing any."""

    def __init__(self, **told: Any) -> None:  # noqa: ANN401  # what typer gives every group
        """As typer makes it."""
        super().__init__(**told)
        self.commands = Commands()  # type: ignore[assignment]  # nobody adds to it

    def panels(self) -> Mapping[str, Mapping[str, str]]:
        """Commands by what people do with them."""
        return {title: {name: summary(name) for name in names} for title, names in PANELS.items()}

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command, imported; ends the process where there is none of that name."""
        if cmd_name not in self.commands and not ctx.resilient_parsing and not cmd_name.startswith("-"):
            from holdfast.cli.mistakes import nearest  # noqa: PLC0415  # only mistakes need it

            hint = nearest(cmd_name, self.commands)
            give_up(f"there is no command '{cmd_name}'{hint}\nholdfast --help lists them", Exit.USAGE)
        return self.commands.get(cmd_name)

    def make_context(self, *arguments: Any, **more: Any) -> Context:  # noqa: ANN401  # as typer calls it
        """Parse; help that nobody reads to its end is no fault."""
        with _closed_pipe():
            # typer knows terminals, and not what their person asked for.
            return super().make_context(*arguments, **{"color": None if colour_wanted() else False, **more})

    def invoke(self, ctx: Context) -> None:
        """Run the command; a closed pipe and Ctrl-C are no faults."""
        with _closed_pipe():
            super().invoke(ctx)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Commands whose names begin so, with what they do; options where the word is one."""
        from typer._click.shell_completion import CompletionItem  # noqa: PLC0415  # only completion needs it

        if incomplete.startswith("-"):
            return list(super().shell_complete(ctx, incomplete))
        return [
            CompletionItem(name, help=summary(name)) for name in self.commands if name.startswith(incomplete)
        ]

    def _main_shell_completion(
        self, ctx_args: MutableMapping[str, Any], prog_name: str, complete_var: str | None = None
    ) -> None:
        """As typer does it, which knows the shells only once it was told to."""
        if any(name.endswith("_COMPLETE") for name in os.environ):
            from typer._completion_classes import completion_init  # noqa: PLC0415  # only completion needs it

            completion_init()
        super()._main_shell_completion(ctx_args, prog_name, complete_var)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,  # noqa: ANN401  # as typer passes it on
    ) -> Any:  # noqa: ANN401  # what the command gives
        """Run the command line.

        Args:
            args: Its words. Default: those of the process.
            prog_name: How the command is called.
            complete_var: Variable that asks for completion.
            standalone_mode: Whether the process ends here.
            windows_expand_args: Whether patterns are expanded on Windows.
            extra: What typer takes.
        """
        told = (args, prog_name, complete_var, False, windows_expand_args)
        if not standalone_mode:
            return super().main(*told, **extra)
        try:
            code = super().main(*told, **extra)
        except TyperException as error:
            _tell(error)
            code = Exit.USAGE
        except Abort:
            code = Exit.INTERRUPTED
        if code == Exit.INTERRUPTED:
            typer.echo("interrupted", err=True)
        sys.exit(int(code or Exit.FINE))


def _tell(error: TyperException) -> None:
    """Tell a mistake in the command line, and how it is meant."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message(), err=True)
        return
    from holdfast.cli.mistakes import told  # noqa: PLC0415  # only mistakes need it

    for line in told(error):
        typer.echo(line, err=True)


@contextlib.contextmanager
def _closed_pipe() -> Iterator[None]:
    """End quietly where nobody reads the output any more, as ``head`` does not after its last line."""
    try:
        yield
    except BrokenPipeError:
        closed = [one for one in (sys.stdout, sys.stderr) if _is_closed(one)]
        if not closed:
            raise
        # What Python still holds would be written as it ends:
        # https://docs.python.org/3/library/signal.html#note-on-sigpipe (2026-11)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in closed:
            os.dup2(nowhere, stream.fileno())
        raise typer.Exit(Exit.CLOSED_PIPE) from None


def _is_closed(stream: TextIO) -> bool:
    """Whether it was this one: a connection of a command's own can break as well."""
    asked = select.poll()
    asked.register(stream.fileno(), 0)  # that nobody is there is told unasked
    return any(said & (select.POLLERR | select.POLLHUP) for _, said in asked.poll(0))
