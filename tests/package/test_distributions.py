"""Wheel and sdist hold the package whole, and nothing else."""

from __future__ import annotations

import configparser
import tarfile
from email import message_from_string
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.package.distributions import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.package.distributions import Distributions

pytestmark = pytest.mark.xdist_group("package")  # built once, not once per worker

LINK = "holdfast/components"
INFO = f"holdfast-{PROJECT['project']['version']}.dist-info"


def expected(files: Iterable[str]) -> set[str]:
    """Files of the package: the folder ``holdfast``, with the components where its link leads."""
    own = {name for name in files if name.startswith("holdfast/") and name != LINK}
    return own | {f"holdfast/{name}" for name in files if name.startswith("components/")}


def content(wheel: Path) -> set[str]:
    with ZipFile(wheel) as file:
        return {name for name in file.namelist() if not name.endswith("/")}


def text_of(wheel: Path, name: str) -> str:
    with ZipFile(wheel) as file:
        return file.read(f"{INFO}/{name}").decode()


def test_the_wheel_holds_the_package_and_nothing_else(built: Distributions) -> None:
    about = {f"{INFO}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")}

    assert content(built.wheel) == expected(built.files) | about
    assert any(name.startswith("holdfast/components/") for name in content(built.wheel))


def test_data_files_are_among_them(built: Distributions) -> None:
    data = {name for name in content(built.wheel) if not name.endswith(".py") and INFO not in name}

    assert {"holdfast/py.typed", "holdfast/graph/global_types.txt"} <= data
    assert data == {name for name in expected(built.files) if not name.endswith(".py")}


def test_a_wheel_built_from_the_sdist_is_the_same(built: Distributions) -> None:
    assert content(built.wheel_of_sdist) == content(built.wheel)


def test_the_sdist_holds_what_it_is_built_from(built: Distributions) -> None:
    with tarfile.open(built.sdist) as file:
        names = {name.partition("/")[2] for name in file.getnames()}

    about = {"PKG-INFO", ".gitignore", "CHANGELOG.md", "README.md", "pyproject.toml", "requirements.txt"}
    assert names == expected(built.files) | about


def test_the_wheel_says_what_it_needs_and_which_command_it_brings(built: Distributions) -> None:
    metadata = message_from_string(text_of(built.wheel, "METADATA"))
    commands = configparser.ConfigParser()
    commands.read_string(text_of(built.wheel, "entry_points.txt"))
    needed = [one for one in metadata.get_all("Requires-Dist", []) if "extra ==" not in one]

    assert metadata["Version"] == PROJECT["project"]["version"]
    assert len(needed) == len(PROJECT["project"]["dependencies"])
    assert dict(commands["console_scripts"]) == PROJECT["project"]["scripts"]
