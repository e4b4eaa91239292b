from __future__ import annotations

from pathlib import Path

from holdfast.cli.reference import REFERENCE_FILE, reference_text

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_commands_say() -> None:
    """When this fails: run ``make reference``."""
    assert (ROOT / REFERENCE_FILE).read_text(encoding="utf-8") == reference_text()
