"""The page of alarms says what the code does, row by row."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.components.alarm_kinds import KINDS
from holdfast.topology.values import DEFAULT_BANDS, DEFAULT_THRESHOLDS

if TYPE_CHECKING:
    from holdfast.components.alarm_kind import AlarmKind

PAGE = Path(__file__).parents[2] / "docs" / "alarms.md"
HEAD = "| alarm | what it means | rings | setting | default | severity | no data | runbook | why |"
ROW = re.compile(r"^\| `", re.MULTILINE)


def default_of(kind: AlarmKind) -> str:
    if kind.setting is None:
        return "always"
    if kind.setting in DEFAULT_BANDS:
        return "band"
    return f"{DEFAULT_THRESHOLDS[kind.setting]:.12g}" if kind.setting in DEFAULT_THRESHOLDS else "off"


def row_of(kind: AlarmKind) -> str:
    cells = (
        f"`{kind.noun}`",
        kind.purpose,
        kind.rings,
        f"`{kind.setting}`" if kind.setting else "none",
        default_of(kind),
        kind.severity.value if kind.severity else "none",
        kind.missing.value,
        f"`{kind.section.value}`",
        kind.why,
    )
    return f"| {' | '.join(cells)} |"


def table() -> str:
    rows = [row_of(kind) for kind in sorted(KINDS, key=lambda kind: kind.noun)]
    return "\n".join([HEAD, "|" + "---|" * 9, *rows])


def test_every_alarm_stands_on_the_page_as_the_code_has_it() -> None:
    text = PAGE.read_text(encoding="utf-8")
    held = text.split("test_alarms_page.py -->\n")[1].split("\n<!-- /alarms -->")[0]
    assert held == table()


def test_every_kind_has_a_name_and_a_setting_of_its_own() -> None:
    assert len({kind.noun for kind in KINDS}) == len(KINDS)
    assert {kind.setting for kind in KINDS if kind.setting} >= set(DEFAULT_THRESHOLDS) - {
        "error_requests_per_minute"
    }


def test_every_number_has_a_reason() -> None:
    without = [
        kind.noun
        for kind in KINDS
        if not re.search(r"https://|AWS recommends|assumption|^as |RPO|one page|inverted|no number", kind.why)
    ]
    assert without == []
