"""Preview of any Pulumi Python program without an engine, a plugin, a credential or a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .on_engine import preview_on_engine
from .program import preview
from .project import load_project, stack_names
from .request import PreviewError, PreviewRequest, Progress

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "PreviewError",
    "PreviewRequest",
    "Progress",
    "preview",
    "preview_on_engine",
    "stacks",
    "virtualenv_of",
]


def stacks(program: Path) -> list[str]:
    """Names of a program's stacks, sorted: those with a ``Pulumi.<stack>.yaml``.

    Args:
        program: folder of the program.

    Raises:
        PreviewError: there is no project in the folder.
    """
    return stack_names(load_project(program))


def virtualenv_of(program: Path) -> Path | None:
    """The environment that a program's Pulumi.yaml names, where it exists; None otherwise.

    Args:
        program: folder of the program.

    Raises:
        PreviewError: there is no project in the folder.
    """
    return load_project(program).virtualenv
