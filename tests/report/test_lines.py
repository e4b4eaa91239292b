from __future__ import annotations

import io

import pytest
from rich.console import Console

from holdfast.report.lines import Line, folded, show


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("short", 5, ["short"]),
        ("", 10, [""]),
        ("  Canary   5  Alarm 4, +1 type", 20, ["  Canary   5  Alarm", "      4, +1 type"]),
        ("https://a.example.com/very/long", 10, ["https://a.example.com/very/long"]),
        ("        deep in a list", 16, ["        deep in", "        a list"]),
    ],
)
def test_what_is_too_long_goes_on_further_in(text: str, width: int, lines: list[str]) -> None:
    assert folded(text, width) == lines


def test_a_terminal_never_breaks_a_row_by_itself() -> None:
    shown = io.StringIO()
    show([Line("  a row of words", "red"), Line("b")], Console(file=shown, width=12, no_color=True))

    assert shown.getvalue() == "  a row of\n      words\nb\n"
