"""Wheels of Holdfast as it is here, with changes: made without a build tool, as an archive."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
KEPT = "holdfast/components/multi_region_api.py"


def wheel(
    folder: Path,
    version: str,
    *,
    changes: Mapping[str, tuple[str, str]] | None = None,
    needs: tuple[str, ...] = tuple(PROJECT["dependencies"]),
    without: str = "",
) -> Path:
    """A wheel of a version.

    Args:
        folder: Where it is written.
        version: Its number.
        changes: File of the package to a text in it and what stands in its place. Default: none.
        needs: What it requires. Default: as it is here.
        without: A file that is left out. Default: none.
    """
    file, info = folder / f"holdfast-{version}-py3-none-any.whl", f"holdfast-{version}.dist-info"
    about = {
        f"{info}/METADATA": "\n".join(
            ["Metadata-Version: 2.1", "Name: holdfast", f"Version: {version}"]
            + [f"Requires-Dist: {one}" for one in needs]
        ),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    left = dict(changes or {})
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, content in package():
            text = content
            if name in left:
                old, new = left.pop(name)
                assert old.encode() in content, f"{old!r} is not in {name}"
                text = content.replace(old.encode(), new.encode())
            if name != without:
                archive.writestr(name, text)
        names = [*archive.namelist(), *about, f"{info}/RECORD"]
        for name, said in about.items():
            archive.writestr(name, said)
        archive.writestr(f"{info}/RECORD", "".join(f"{name},,\n" for name in names))
    assert not left, f"there is no {', '.join(left)}"
    return file


def package() -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the package; the components where their link leads."""
    for top in (ROOT / "holdfast", ROOT / "components"):
        for file in sorted(top.rglob("*")):
            below = file.relative_to(ROOT).as_posix()
            if file.is_file() and "__pycache__" not in below and not below.startswith("holdfast/components/"):
                yield (f"holdfast/{below}" if top.name == "components" else below), file.read_bytes()
