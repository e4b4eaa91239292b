"""``holdfast status`` on the emulator: a golden that a person would read, and a region that is not there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.operate.command_line import CommandLine, hurried

if TYPE_CHECKING:
    from tests.operate.emulated_stack import World
    from tests.operate.regional_proxy import RegionalProxy

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def holdfast(stack: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    hurried(monkeypatch)
    return CommandLine(stack.operations, tmp_path)


def shown(text: str) -> str:
    """The report without what differs from run to run."""
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d\+00:00)?", "<time>", text)
    text = re.sub(r"\d{8}T\d{6}Z-([a-z0-9-]+)-[0-9a-f]{4}", r"<run>-\1", text)
    return re.sub(r"by \S+@\S+,", "by <operator>,", text)


def assert_golden(name: str, text: str) -> None:
    assert shown(text) == (GOLDEN / name).read_text(encoding="utf-8")


def test_all_is_fine(holdfast: CommandLine) -> None:
    result = holdfast("status")
    assert result.exit_code == 0, result.output
    assert_golden("status-fine.txt", result.stdout)


def test_after_a_failover(holdfast: CommandLine) -> None:
    assert holdfast("failover", "--away-from", "use1", "--yes").exit_code == 0
    result = holdfast("status")
    assert result.exit_code == 1
    assert_golden("status-failed-over.txt", result.stdout)


@pytest.mark.parametrize("how", ["hanging", "failing"])
def test_a_region_that_is_lost_is_unknown_and_holds_up_nothing(
    stack: World, proxy: RegionalProxy, holdfast: CommandLine, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    hurried(monkeypatch, look_seconds=15)
    stack.dead.add("use1")
    getattr(proxy, how).add("us-east-1")
    result = holdfast("status", "--json")
    assert result.exit_code == 1
    found: dict[str, Any] = json.loads(result.stdout)
    assert found["places"]["use1"]["api"].startswith("unknown: ")
    assert found["places"]["euw1"]["api"] == "answers"
    assert found["places"]["euw1"]["services"]["orders"]["running"] == 4
    assert found["stores"]["orders"]["writer"] == "use1"  # euw1 knows it
    assert "use1.api.example.com: no answer: timed out" in found["wrong"]
    assert any(one.startswith("AWS's API in use1: ") for one in found["unknown"])
    assert found["names"]["public"]["leads_to"] == ["euw1"]
