"""The page's table of what needs attention is the registry's; HOLDFAST_UPDATE_GOLDEN=1 writes it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from holdfast.review.attention import IDS

PAGE = Path(__file__).parents[2] / "docs" / "review.md"
TABLE = re.compile(r"(?<=\| id \| says that \|\n\|---\|---\|\n)(?:\| `.*\n)+")


def test_the_page_tells_everything_that_needs_attention() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = "".join(f"| `{name}` | {told} |\n" for name, told in IDS.items())
    if os.environ.get("HOLDFAST_UPDATE_GOLDEN"):
        PAGE.write_text(TABLE.sub(lambda _: rows, text), encoding="utf-8")
        return

    assert TABLE.findall(text) == [rows]
