"""Code that the pages show, taken from them word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.docs.commands import FENCE
from tests.package.distributions import ROOT

if TYPE_CHECKING:
    from pathlib import Path

REUSE = ROOT / "docs" / "reuse.md"


def python_of(page: Path) -> list[str]:
    """Every Python block of a page."""
    return [
        code for language, code in FENCE.findall(page.read_text(encoding="utf-8")) if language == "python"
    ]


def smallest_program() -> str:
    """The first program of ``docs/reuse.md``."""
    return python_of(REUSE)[0]


def smallest_project(folder: Path) -> Path:
    """That program in a new folder, with a stack ``dev``."""
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: app\nruntime: python\n", encoding="utf-8")
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n", encoding="utf-8")
    (folder / "__main__.py").write_text(smallest_program(), encoding="utf-8")
    return folder
