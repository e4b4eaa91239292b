"""Waivers on behalf of a command: read beside the program, applied today, what is stale told."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from holdfast.cli.exits import Exit, give_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.checks import Finding
    from holdfast.checks.waivers import Waiver
    from holdfast.graph import ResourceGraph


def read(program: Path, stack: str | None) -> tuple[Waiver, ...]:
    """The waivers of a program; none where it has no ``holdfast.toml``.

    Args:
        program: Folder of the program.
        stack: The stack that was asked for, which may have a file elsewhere; None when none was.
    """
    from holdfast.checks import RULES  # noqa: PLC0415  # see cli/output.py
    from holdfast.checks.waiver_file import FILE, WaiverError, read_waivers  # noqa: PLC0415  # see cli/output.py

    file = program / FILE
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except OSError as error:
        give_up(f"cannot read {file}: {error.strerror}", Exit.USAGE)
    except UnicodeDecodeError:
        give_up(f"cannot read {file}: it is no UTF-8 text", Exit.USAGE)
    try:
        return read_waivers(text, rules=RULES, stacks=_stacks(program, stack))
    except WaiverError as error:
        give_up(f"{program / FILE} cannot be used\n{error}", Exit.USAGE)


def apply(
    findings: Sequence[Finding], waivers: Sequence[Waiver], graph: ResourceGraph, program: Path
) -> tuple[Finding, ...]:
    """The findings with what is excused today; waivers that are over or idle are told on standard error.

    Args:
        findings: What the checks said.
        waivers: The program's waivers.
        graph: What was judged.
        program: Folder of the program.
    """
    from holdfast.checks.waivers import apply_waivers  # noqa: PLC0415  # see cli/output.py

    project = _project(program)
    if waivers and project and graph.project and graph.project != project:
        _warn(f"the waivers are those of project {project}, this is {graph.project}: they are left out")
        return tuple(findings)
    today = datetime.now().astimezone().date()
    waived = apply_waivers(findings, waivers, stack=graph.stack, today=today)
    for one in waived.expired:
        _warn(f"the waiver of {one} ended on {one.until} and excuses nothing: {one.reason}")
    for one in () if graph.partial else waived.unused:
        _warn(f"the waiver of {one} is unused: nothing fails under it; remove it")
    return waived.findings


def _warn(message: str) -> None:
    typer.echo(f"warning: holdfast.toml: {message}", err=True)


def _stacks(program: Path, stack: str | None) -> set[str]:
    """The stacks that a waiver may name; none where the program's are not known."""
    from holdfast.preview import PreviewError, stacks  # noqa: PLC0415  # see cli/output.py

    names: set[str] = set()
    with contextlib.suppress(PreviewError):
        names.update(stacks(program))
    return names | {stack.rpartition("/")[2]} if names and stack else names


def _project(program: Path) -> str | None:
    """Name of the project in a folder; None where there is none."""
    from holdfast.preview import PreviewError  # noqa: PLC0415  # see cli/output.py
    from holdfast.preview.project import read_mapping  # noqa: PLC0415  # see cli/output.py

    for name in ("Pulumi.yaml", "Pulumi.yml"):
        if (program / name).is_file():
            with contextlib.suppress(PreviewError):
                return str(read_mapping(program / name).get("name") or "") or None
    return None
