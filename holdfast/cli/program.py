"""Previews a stack on behalf of a command: finds the stack, shows progress, turns errors into exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli.exits import Exit, give_up
from holdfast.cli.mistakes import nearest
from holdfast.cli.working import working

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.preview import PreviewError


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
    from holdfast.report.lines import plural  # noqa: PLC0415  # see cli/output.py

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
        with working(f"previewing {request.stack}") as tell:
            return (preview_on_engine if on_engine else preview)(
                request, progress=lambda done: tell(f"{done.phase}: {plural(done.resources, 'resource')}")
            )
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
    where = "this folder" if program == Path() else str(program)
    if not names and stack_file is None:
        give_up(f"there is no stack in {where}; holdfast init writes one", Exit.USAGE)
    listed = ", ".join(names) or "none"
    if given is None:
        if len(names) != 1:
            give_up(f"which stack? Name one of those in {where}: {listed}", Exit.USAGE)
        return names[0]
    if given not in names and stack_file is None:
        hint = nearest(given, names)
        give_up(f"there is no stack '{given}' in {where}{hint}\nstacks: {listed}", Exit.USAGE)
    return given


def _told(error: PreviewError) -> None:
    """What the program itself said before it failed."""
    for one in error.diagnostics:
        severity = one.get("severity", "info")
        message = one.get("message", "").strip().removeprefix(f"{severity}: ")
        if message:
            typer.echo(f"{severity}: {message}", err=True)
