"""Where ``holdfast init`` writes: into a project that is there, or a new one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from holdfast.cli.exits import Exit, give_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.init.answers import Answers
    from holdfast.init.decide import Decision
    from holdfast.init.project_files import ProjectFile

_LONGEST_NAME = 20
_STACK = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A project, and the stack that it gets."""

    stack: str
    """Name of the stack."""
    project: str
    """Name of the project."""
    folder: Path
    """Folder of the program."""
    stack_file: str
    """The stack's file, relative to the folder."""
    is_new: bool
    """Whether the project is written, too."""

    def files(self, answers: Answers, decision: Decision) -> tuple[ProjectFile, ...]:
        """What is to be written.

        Args:
            answers: What was asked for.
            decision: What they come to, which is a design.
        """
        from holdfast.init.project_files import (  # noqa: PLC0415  # see cli/output.py
            SCHEMA_FILE,
            ProjectFile,
            project_files,
        )
        from holdfast.init.stack_text import stack_text  # noqa: PLC0415  # see cli/output.py

        assert decision.chosen is not None  # noqa: S101  # the caller has looked
        schema = SCHEMA_FILE if self.is_new or (self.folder / SCHEMA_FILE).is_file() else None
        text = stack_text(decision.config, answers, decision.chosen, schema=schema)
        stack = ProjectFile(name=self.stack_file, text=text)
        if not self.is_new:
            return (stack,)
        return (stack, *project_files(self.project, description=f"The API {answers.domain}"))

    def write(self, files: Sequence[ProjectFile]) -> None:
        """Write files; ends the process where one cannot be written.

        Args:
            files: What is written.
        """
        for one in files:
            file = self.folder / one.name
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(one.text, encoding="utf-8")
            except OSError as error:
                give_up(f"cannot write {file}: {error.strerror}", Exit.USAGE)
            typer.echo(f"wrote {file}", err=True)


def target_of(stack: str, folder: Path, name: str | None, *, force: bool) -> Target:
    """Look at what is there; ends the process where something would be overwritten, or is no Python project.

    Args:
        stack: Name of the stack.
        folder: Folder of the program.
        name: Name for a new project; None for the folder's.
        force: Whether to overwrite.
    """
    if not _STACK.fullmatch(stack):
        give_up(f"'{stack}' is no name of a stack: letters, digits, '-', '_' and '.'", Exit.USAGE)
    found = _existing(stack, folder) or Target(
        stack=stack,
        project=name or _plain(folder.resolve().name),
        folder=folder,
        stack_file=f"Pulumi.{stack}.yaml",
        is_new=True,
    )
    if name is not None and not found.is_new and name != found.project:
        give_up(f"{folder} is the project {found.project} already: leave --name out", Exit.USAGE)
    there = [one for one in _names(found) if (folder / one).exists()]
    if there and not force:
        give_up(
            f"there is {', '.join(str(folder / one) for one in there)} already: name another stack or "
            "--program, or overwrite with --force",
            Exit.USAGE,
        )
    return found


def _existing(stack: str, folder: Path) -> Target | None:
    from holdfast.preview import PreviewError  # noqa: PLC0415  # see cli/output.py
    from holdfast.preview.project import NAMES, load_project  # noqa: PLC0415  # see cli/output.py

    if not any((folder / one).is_file() for one in NAMES):
        return None
    try:
        project = load_project(folder)
    except PreviewError as error:
        give_up(str(error), Exit.USAGE)
    place = project.stack_folder / f"Pulumi.{stack}.yaml"
    return Target(
        stack=stack,
        project=project.name,
        folder=folder,
        stack_file=str(place.relative_to(project.root)),
        is_new=False,
    )


def _names(target: Target) -> tuple[str, ...]:
    if not target.is_new:
        return (target.stack_file,)
    return (target.stack_file, "__main__.py", "requirements.txt")


def _plain(name: str) -> str:
    """A name that Pulumi takes, short enough for the names in AWS of which it becomes part."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower())[:_LONGEST_NAME].strip("-") or "api"
