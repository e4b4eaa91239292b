"""What a person reads while a recovery goes on, and at its end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.report.lines import plain
from holdfast.report.recovery_text import duration, progress_lines, result_lines
from tests.operate.test_engine import Cloud, record_of, three_groups

if TYPE_CHECKING:
    from holdfast.operate.records import Record

NOW = datetime(2026, 11, 22, 3, 2, 30, tzinfo=UTC)


def half_done() -> Record:
    record = record_of([list(group) for group in three_groups(Cloud())])
    begin = "2026-11-22T03:00:05+00:00"
    told = [
        ("done", "set", "2026-11-22T03:00:00+00:00", begin),
        ("under way", "3 of 15 instances serve", begin, None),
        ("failed", "AWS denies it", begin, "2026-11-22T03:00:09+00:00"),
    ]
    for step, (stage, detail, began, ended) in zip(record["steps"], told, strict=False):
        step["stage"], step["detail"], step["began"], step["ended"] = stage, detail, began, ended
    return record


def test_progress_says_how_far_each_step_is_and_for_how_long() -> None:
    lines = progress_lines(half_done(), NOW, width=100)
    text = plain(lines)
    assert text.splitlines()[0] == "failover prod: running, 2 min 30 s"
    assert "✓ 1. do route" in text
    assert "2 min 25 s of 1 min" in text
    assert "✗ 2. do promote" in text
    assert lines[2].style == "bold yellow"  # longer than its worst case
    assert all(len(line.text) <= 100 for line in lines)


def test_the_end_says_what_is_left_and_how_to_go_on() -> None:
    record = half_done()
    record["outcome"], record["ended"] = "failed", "2026-11-22T03:02:30+00:00"
    again = "holdfast failover prod --away-from use1"
    assert plain(result_lines(record, again=again)).splitlines() == [
        "failover prod: failed after 2 min 30 s",
        "  promote: AWS denies it",
        "  not done: capacity, verify",
        f"To go on, with what is done seen as done: {again}",
        "To go on without a step that fails: the same with --skip and its name",
    ]


def test_what_was_left_out_is_said_at_the_end() -> None:
    record = half_done()
    for step in record["steps"]:
        step["stage"] = "done"
    record["steps"][2]["stage"] = "skipped"
    record["outcome"], record["ended"] = "done", "2026-11-22T03:02:00+00:00"
    assert plain(result_lines(record, again="")) == "failover prod: done in 2 min; left out: promote\n"


def test_durations() -> None:
    assert [duration(seconds) for seconds in (0, 59.4, 60, 125)] == ["0 s", "59 s", "1 min", "2 min 5 s"]
