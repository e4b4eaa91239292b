"""Texts that are compared with a file; ``HOLDFAST_UPDATE_GOLDEN=1`` writes the file instead."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden"


def assert_golden(name: str, text: str) -> None:
    """Compare a text with ``tests/golden/<name>``, or write it there when asked to."""
    path = FOLDER / name
    if os.environ.get("HOLDFAST_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    same = text.splitlines() == known.splitlines()
    assert same, _difference(name, known, text)


def _difference(name: str, known: str, text: str) -> str:
    lines = difflib.unified_diff(known.splitlines(), text.splitlines(), name, "now", lineterm="", n=0)
    return "\n".join([*lines, f"{name} is out of date; write it anew with HOLDFAST_UPDATE_GOLDEN=1"])
