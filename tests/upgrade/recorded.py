"""What is recorded of each version: a stack's state, its settings, and a program of its own."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
STATES = Path(__file__).parent / "states"
"""Version → name → files."""
_TEXT = ".txt"
"""What a program's Python files end with here besides: they are kept as they were, whatever the rules are."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One stack as one version made it."""

    folder: Path

    @property
    def version(self) -> str:
        """The version that made it."""
        return self.folder.parent.name

    @property
    def stack_file(self) -> Path:
        """The settings that it was made with."""
        (found,) = self.folder.glob("Pulumi.*.yaml")
        return found

    @property
    def stack(self) -> str:
        """The stack's name."""
        return stack_of(self.stack_file)

    @property
    def state(self) -> Path:
        """Its state, as ``pulumi stack export`` writes it, secrets left out."""
        return self.folder / "state.json"

    def program(self, folder: Path) -> Path:
        """Give the folder of the program: the project's own, or a copy of the recorded one.

        Args:
            folder: Where a copy goes; it must not exist.
        """
        if not (self.folder / "Pulumi.yaml").is_file():
            return ROOT
        folder.mkdir()
        for file in self.folder.iterdir():
            if file != self.state:
                shutil.copy(file, folder / file.name.removesuffix(_TEXT))
        return folder

    def keep(self, state: str, program: Path, stack_file: Path) -> None:
        """Write the files, in place of those that were there."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.state.write_text(state, encoding="utf-8")
        shutil.copy(stack_file, self.folder)
        if program != ROOT:
            shutil.copy(program / "Pulumi.yaml", self.folder)
            for file in program.glob("*.py"):
                shutil.copy(file, self.folder / f"{file.name}{_TEXT}")


def version() -> str:
    """This version's number."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def subjects() -> Iterator[tuple[str, Path, Path]]:
    """What is recorded: a name, the folder of the program and the stack's file."""
    for program in (ROOT, *sorted((ROOT / "examples" / "python").iterdir())):
        for file in sorted(program.glob("Pulumi.*.yaml")):
            stack = stack_of(file)
            yield (stack if program == ROOT else f"{program.name}-{stack}"), program, file


def stack_of(file: Path) -> str:
    """The stack that a file is of."""
    return file.name.removeprefix("Pulumi.").removesuffix(".yaml")


def everything() -> list[Recorded]:
    """Everything that was recorded, by version and name."""
    return [Recorded(folder=file.parent) for file in sorted(STATES.glob("*/*/state.json"))]
