"""Builds wheel and sdist of a clean copy of the repository, and installs a wheel where nothing else is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")


class BuildToolMissingError(Exception):
    """What builds the project cannot be had here; the text is what pip said."""


@dataclass(frozen=True, kw_only=True)
class Distributions:
    """What was built of one copy of the repository."""

    files: frozenset[str]
    """Files of the copy, relative to its root; a link to a folder is one of them."""
    wheel: Path
    sdist: Path
    wheel_of_sdist: Path
    """What installing the sdist would install."""


def build(folder: Path) -> Distributions:
    """Build everything in a new folder.

    Raises:
        BuildToolMissingError: pip finds no build tool.
    """
    tools, copy = folder / "tools", folder / "repository"
    environment = {**os.environ, "PYTHONPATH": str(tools)}
    _install_build_tool(tools)
    files = _copy_repository(copy)
    _run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], copy, environment)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    again = folder / "of-sdist"
    options = ("--quiet", "--no-deps", "--no-index", "--no-build-isolation")
    _run([*_PIP, "wheel", *options, "--wheel-dir", str(again), str(sdist)], folder, environment)
    (wheel_of_sdist,) = again.glob("*.whl")
    return Distributions(files=frozenset(files), wheel=wheel, sdist=sdist, wheel_of_sdist=wheel_of_sdist)


def install(wheel: Path, folder: Path) -> Path:
    """Install a wheel into a new virtual environment and return the environment's folder.

    The project's dependencies are those of the environment that runs the tests, found by a path. Its editable
    install of the project is not: a path names one folder, and no ``.pth`` file in it is read.
    """
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    _run(
        [*_PIP, "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel)], folder
    )
    scheme = sysconfig.get_paths("venv", vars={"base": str(folder), "platbase": str(folder)})
    dependencies = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    Path(scheme["purelib"], "dependencies.pth").write_text("\n".join(dependencies) + "\n", encoding="utf-8")
    return folder


def _install_build_tool(folder: Path) -> None:
    wanted = PROJECT["build-system"]["requires"]
    command = [*_PIP, "install", "--quiet", "--target", str(folder), *wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603  # pip
    if done.returncode:
        raise BuildToolMissingError(done.stderr.strip().splitlines()[-1])


def _copy_repository(folder: Path) -> list[str]:
    """Copy every file that a commit of everything would hold."""
    told = _run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], ROOT)
    files = [name for name in told.split("\0") if name and os.path.lexists(ROOT / name)]
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
    return files


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(  # noqa: S603  # tools on files of ours
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout
