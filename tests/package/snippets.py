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
