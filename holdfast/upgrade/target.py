"""What ``--to`` names: a wheel, a folder, a version or an address; else it is a revision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from holdfast.upgrade.errors import UpgradeError

PACKAGE = "holdfast"
_VERSION = re.compile(r"v?(\d+(?:\.\d+)*(?:(?:a|b|rc|\.dev|\.post)\d+)?)")
_ADDRESS = re.compile(r"(?:git\+|https?://|file://|holdfast\s*@)")
_NUMBER = re.compile(r"\d+(?:\.\d+)+")
_DISTRIBUTIONS = (".whl", ".tar.gz", ".zip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """What pip is asked to install."""

    requirement: str
    """As pip takes it: a path, an address, or ``holdfast==0.2.0``."""
    file: Path | None = None
    """The file, where it is one."""
    from_index: bool = False
    """Whether an index is asked for it by its name alone."""
    fixed: bool = True
    """Whether it is always the same: what an address leads to may move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A checkout, used where it lies."""

    path: Path


Target: TypeAlias = Install | Folder


def target_of(to: str, requirements: str) -> Target | None:
    """What is named; None where it can only be a revision.

    Args:
        to: What was asked for.
        requirements: Text of the program's ``requirements.txt``, which says where Holdfast is kept.

    Raises:
        UpgradeError: There is a file or folder of that name, and no Holdfast in it.
    """
    path = Path(to)
    if path.is_file():
        if not to.endswith(_DISTRIBUTIONS):
            raise UpgradeError(f"{to} is no wheel and no source distribution: name one of those", usage=True)
        return Install(requirement=str(path.resolve()), file=path.resolve())
    if path.is_dir():
        return folder(path)
    if _ADDRESS.match(to):
        return Install(requirement=to, fixed=False)
    version = _VERSION.fullmatch(to)
    return _of_version(version[1], requirements) if version else None


def folder(path: Path) -> Folder:
    """A checkout of Holdfast.

    Args:
        path: Its folder.

    Raises:
        UpgradeError: It is none.
    """
    if not (path / PACKAGE / "__init__.py").is_file() or not (path / "pyproject.toml").is_file():
        raise UpgradeError(f"there is no Holdfast in {path}: name a checkout, or a wheel", usage=True)
    return Folder(path=path.resolve())


def _of_version(version: str, requirements: str) -> Install:
    """Another version, from where the program has its own; from pip's index where it does not say."""
    for line in requirements.splitlines():
        said = line.split(" #")[0].split(" --hash")[0].strip().rstrip("\\").strip()
        if re.match(rf"{PACKAGE}\s*@", said) and _NUMBER.search(said):
            return Install(requirement=_NUMBER.sub(version, said))
    return Install(requirement=f"{PACKAGE}=={version}", from_index=True)
