"""The program that is upgraded: which version it has, and how it is run with another one."""

from __future__ import annotations

import contextlib
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.upgrade.environment import version_of
from holdfast.upgrade.errors import UpgradeError
from holdfast.upgrade.target import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

_OWN = frozenset({PACKAGE, "components", ".venv"})
"""What a checkout has and the other version brings itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What a program has."""

    version: str
    checkout: bool
    """Whether the program lies in a checkout of Holdfast and imports that."""
    requirements: str
    """Text of its ``requirements.txt``; empty where there is none."""


def installed(root: Path, python: Path) -> Installed:
    """What a program has of Holdfast.

    Args:
        root: Folder of the program.
        python: Its Python.

    Raises:
        UpgradeError: It has none.
    """
    file = root / "requirements.txt"
    requirements = file.read_text(encoding="utf-8") if file.is_file() else ""
    if (root / PACKAGE / "__init__.py").is_file():
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        return Installed(version=project["project"]["version"], checkout=True, requirements=requirements)
    version = version_of(python, root)
    if not version:
        raise UpgradeError(
            f"the program in {root} has no Holdfast: {python} finds no package of that name; install what it "
            "needs first (pulumi install)",
            usage=True,
        )
    return Installed(version=version, checkout=False, requirements=requirements)


@contextlib.contextmanager
def checked_out(root: Path, *, checkout: bool) -> Iterator[Path]:
    """The program's folder, without a Holdfast of its own: what lies beside a program is imported first.

    Args:
        root: Folder of the program.
        checkout: Whether it lies in a checkout of Holdfast.
    """
    if not checkout:
        yield root
        return
    with tempfile.TemporaryDirectory(prefix="holdfast-upgrade-") as scratch:
        # A program may tell the name of the folder that it is in.
        folder = Path(scratch) / root.resolve().name
        folder.mkdir()
        for one in root.iterdir():
            if one.name not in _OWN:
                (folder / one.name).symlink_to(one.resolve())
        yield folder
