"""Waivers on behalf of a command: applied today, idle ones told."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.checks import Finding
    from holdfast.checks.waivers import Waived, Waiver
    from holdfast.graph import ResourceGraph


def apply(
    findings: Sequence[Finding], waivers: Sequence[Waiver], graph: ResourceGraph, program: Path
) -> Waived:
    """The findings with what is excused today; idle waivers are told on standard error.

    Args:
        findings: What the checks said.
        waivers: The program's waivers.
        graph: What was judged.
        program: Folder of the program.
    """
    from holdfast.checks.waivers import Waived, apply_waivers  # noqa: PLC0415  # see cli/output.py

    project = _project(program)
    if waivers and project and graph.project and graph.project != project:
        _warn(f"the waivers are those of project {project}, this is {graph.project}: they are left out")
        return Waived(findings=tuple(findings), unused=(), expired=())
    today = datetime.now().astimezone().date()
    waived = apply_waivers(findings, waivers, stack=graph.stack, today=today)
    if graph.partial:
        waived = replace(waived, unused=())
    for one in waived.unused:
        _warn(f"the waiver of {one} is unused: nothing fails under it; remove it")
    return waived


def _warn(message: str) -> None:
    typer.echo(f"warning: holdfast.toml: {message}", err=True)


def _project(program: Path) -> str | None:
    """Name of the project in a folder; None where there is none."""
    from holdfast.preview import PreviewError  # noqa: PLC0415  # see cli/output.py
    from holdfast.preview.project import read_mapping  # noqa: PLC0415  # see cli/output.py

    for name in ("Pulumi.yaml", "Pulumi.yml"):
        if (program / name).is_file():
            with contextlib.suppress(PreviewError):
                return str(read_mapping(program / name).get("name") or "") or None
    return None
