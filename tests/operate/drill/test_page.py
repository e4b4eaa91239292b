"""The page on drills: its drills are ones, its defaults are so, and its permissions are those of the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.operate.drill.file import read_drills
from holdfast.operate.drill.settings import Drill
from tests.components.api_sample import operations as exported
from tests.operate.permission_list import permissions, rendered
from tests.operate.test_calls import CALLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "drills.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def keys(table: Any) -> Iterator[str]:
    for key, value in table.items():
        yield key
        if isinstance(value, dict):
            yield from keys(value)


def fields(table: type[BaseModel]) -> Iterator[str]:
    for key, field in table.model_fields.items():
        yield key
        text = str(field.annotation)
        for name in re.findall(r"drill\.settings\.(\w+)", text):
            module = __import__("holdfast.operate.drill.settings", fromlist=[name])
            yield from fields(getattr(module, name))


def test_the_drills_of_the_page_are_ones() -> None:
    assert list(read_drills(EXAMPLE)) == ["leave-use1", "lose-a", "lose-use1"]


def test_the_page_names_every_setting() -> None:
    shown = set(keys(tomllib.loads(EXAMPLE)["drills"]))
    missing = {one for one in fields(Drill) if one not in shown and not re.search(rf"`(\w+\.)?{one}`", PAGE)}

    assert missing == set()


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("baseline_seconds", 30),
        ("hold_seconds", 30),
        ("quiet_seconds", 10),
        ("rate", 5),
        ("timeout_seconds", 5),
        ("settle_seconds", 30),
    ],
)
def test_defaults_of_the_page_are_those_of_the_code(line: str, value: float) -> None:
    found = re.search(rf"^{line} = .*[Dd]efault: (\d+)", EXAMPLE, re.MULTILINE)
    assert found is not None
    assert float(found[1]) == value
    drill = read_drills(
        '[drills.x]\ndescription = "x"\n[drills.x.command]\nrun = ["x"]\nundo = ["x"]\n[drills.x.probe]\n'
        'urls = ["http://x/"]\n[drills.x.writes]\nurl = "http://x/{marker}"\nread_url = "http://x/{marker}"\n'
    )["x"]
    tables: tuple[Any, ...] = (drill.safety, drill, drill.probe, drill.writes)
    assert value in {getattr(table, line, None) for table in tables}


def test_the_permissions_of_the_page_are_those_of_the_code() -> None:
    # Records of drills are kept as every other one is.
    rooms = ("holdfast/operate/drill/", "holdfast/operate/documents.py")
    own = [one for one in CALLS if one.where.startswith(rooms)]
    assert rendered(permissions(own)) in PAGE


def test_our_own_drills_leave_every_region_of_prod() -> None:
    drills = read_drills((ROOT / "holdfast.toml").read_text(encoding="utf-8"))
    regions = exported("active-active")["regions"]

    left = {one.failover.away_from for one in drills.values() if one.failover is not None}
    assert left == set(regions)
    assert {one.stack for one in drills.values()} == {"prod"}
