"""Previews a stack on behalf of a command: finds the stack, shows progress, turns errors into exit codes."""

from __future__ import annotations

import contextlib
import difflib
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli.exits import Exit, give_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from holdfast.preview import PreviewError, Progress


def preview_document(  # noqa: PLR0913  # the options of one preview
    stack: str | None,
    *,
    program: Path,
    stack_file: Path | None = None,
    answers: Path | None = None,
    policy_packs: Sequence[Path] = (),
    timeout_seconds: float = 300,
    on_engine: bool = False,
    state: Path | None = None,
) -> dict[str, Any]:
    """The preview's JSON; ends the process when there is none.

    Args:
        stack: Name of the stack; None when the program has one only.
        program: Folder of the program.
        stack_file: File of the stack's settings. Default: the program's own.
        answers: File with answers to look-ups. Default: none.
        policy_packs: Folders of policy packs. Default: none.
        timeout_seconds: How long the program may run. Default: 300.
        on_engine: Preview by the real Pulumi CLI. Default: offline.
        state: File that ``pulumi stack export`` wrote, for the real CLI. Default: none.
    """
    from holdfast.preview import (  # noqa: PLC0415  # see cli/output.py
        PreviewError,
        PreviewRequest,
        preview,
        preview_on_engine,
    )

    if state is not None and not on_engine:
        give_up("--state needs --engine: only the engine compares with a state", Exit.USAGE)

    try:
        request = PreviewRequest(
            program=program,
            stack=stack_name(stack, program, stack_file),
            stack_file=stack_file,
            answers=answers,
            policy_packs=tuple(policy_packs),
            state=state,
            timeout_seconds=timeout_seconds,
        )
        with _progress() as tell:
            return (preview_on_engine if on_engine else preview)(request, progress=tell)
    except PreviewError as error:
        _told(error)
        give_up(str(error), Exit.USAGE if error.kind == "usage" else Exit.TOOL_FAILED)


def stack_name(given: str | None, program: Path, stack_file: Path | None) -> str:
    """Name of a program's stack; ends the process when it has none or several.

    Args:
        given: What was asked for; None for the only one.
        program: Folder of the program.
        stack_file: File of the stack's settings, which makes any name possible; None for the program's own.
    """
    from holdfast.preview import stacks  # noqa: PLC0415  # see cli/output.py

    names = stacks(program)
    listed = ", ".join(names) or "none"
    if given is None:
        if len(names) != 1:
            give_up(f"which stack? Name one of the stacks in {program}: {listed}", Exit.USAGE)
        return names[0]
    if given not in names and stack_file is None:
        near = difflib.get_close_matches(given, names, 1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        give_up(f"there is no stack '{given}' in {program}.{hint} Stacks: {listed}", Exit.USAGE)
    return given


def _told(error: PreviewError) -> None:
    """What the program itself said before it failed."""
    for one in error.diagnostics:
        severity = one.get("severity", "info")
        message = one.get("message", "").strip().removeprefix(f"{severity}: ")
        if message:
            typer.echo(f"{severity}: {message}", err=True)


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[Progress], None] | None]:
    """A spinner on standard error while the program runs; nothing where that is no terminal."""
    from rich.console import Console  # noqa: PLC0415  # see cli/output.py

    from holdfast.report.lines import plural  # noqa: PLC0415  # see cli/output.py

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with console.status("starting the program") as status:
        yield lambda progress: status.update(f"{progress.phase}: {plural(progress.resources, 'resource')}")
