"""Reports of drills: what a person reads, and a page that needs nothing else."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from holdfast.operate.drill.improve import improvements
from holdfast.report.drill_html import drill_html
from holdfast.report.drill_json import drill_json
from holdfast.report.drill_text import drill_lines, list_lines
from holdfast.report.drill_timeline import timeline_svg
from holdfast.report.drill_words import figure, headline, seconds
from holdfast.report.lines import plain
from tests.operate.drill.reports import passed, unsafe


def svg(report: Any) -> ET.Element:
    return ET.fromstring(timeline_svg(report))  # noqa: S314  # our own


def texts(picture: ET.Element) -> list[str]:
    return ["".join(one.itertext()) for one in picture.iter("text")]


def rects(picture: ET.Element, kind: str) -> list[ET.Element]:
    return [one for one in picture.iter("rect") if one.get("class") == kind]


def test_the_headline_says_what_came_of_it() -> None:
    assert headline(passed()) == (
        "The API recovered after 1.9 s; 18 of 600 requests failed, and none of 296 acknowledged writes was "
        "lost."
    )
    assert headline(unsafe()) == "Nothing was broken, because it was not safe."
    assert headline(passed(verdict="no effect")).startswith("Nothing shows that anything was broken")
    lost = {**(passed()["writes"] or {}), "lost": 40}
    assert headline(passed(writes=lost)).endswith("and 40 of 296 acknowledged writes were lost.")
    unknown = {**(passed()["writes"] or {}), "unknown": 1}
    assert headline(passed(writes=unknown)).endswith("and 1 acknowledged write could not be read back.")
    quiet = {**(passed()["measures"] or {}), "first_failure_seconds": None}
    assert (
        headline(passed(measures=quiet, writes=None)) == "Clients felt nothing: none of 600 requests failed."
    )
    never = {**(passed()["measures"] or {}), "recover_seconds": None}
    assert headline(passed(measures=never, writes=None)).startswith(
        "The API did not recover before it was put"
    )


@pytest.mark.parametrize(
    ("value", "words"), [(0.84, "0.8 s"), (59.9, "59.9 s"), (185, "3 min 5 s"), (120, "2 min")]
)
def test_times_are_for_people(value: float, words: str) -> None:
    assert seconds(value) == words


def test_figures_have_units() -> None:
    assert [figure(1.5, "percent"), figure(3, "writes"), figure(None, "seconds")] == ["1.5 %", "3", "-"]


def test_the_text_begins_with_the_verdict_and_has_every_figure() -> None:
    lines = plain(drill_lines(passed())).splitlines()

    assert lines[0].startswith("PASSED  The API recovered after 1.9 s")
    text = "\n".join(lines)
    assert "time to recover           1.9 s   met          objective of the stack's RTO: 1 min" in text
    assert "while it was broken         600      18       97 %" in text
    assert "+0.1 s  first failure: http://x/health: status 503" in text
    assert "ok  steady state: 600 requests in 30 s, none failed" in text
    assert "hour" not in text  # what does not apply is left out
    assert "record: drills/lose-a/20261122T020000Z-lose-a-0a1b.json" in text
    assert max(len(line) for line in lines) <= 110


def test_bars_of_the_text_show_the_failures_where_they_were() -> None:
    lines = plain(drill_lines(passed())).splitlines()

    failed = next(line for line in lines if line.startswith("  failed ") and "▄" in line)
    mark = next(line for line in lines if "^ broken" in line)
    assert failed.index("▄") == mark.index("^")
    assert failed.count("▄") == 2


def test_an_unsafe_drill_says_why_and_no_figures() -> None:
    text = plain(drill_lines(unsafe()))

    assert text.startswith(
        "NOT SAFE  Nothing was broken, because it was not safe.\n  - alarms: use1-errors is on"
    )
    assert "REQUESTS" not in text


def test_the_page_is_one_file_for_light_and_dark() -> None:
    page = drill_html(passed())

    assert not re.search(r"""(src|href)=|@import|url\(|<script""", page)
    assert "prefers-color-scheme: dark" in page
    assert (
        page.index("The API recovered after 1.9 s")
        < page.index("<svg")
        < page.index("Figures against objectives")
    )
    assert "drills/lose-a/20261122T020000Z-lose-a-0a1b.json" in page
    assert "None" not in page


def test_what_others_say_is_text_on_the_page() -> None:
    report = passed(description="<b>x</b>", reasons=["<script>alert(1)</script>"])
    report["events"][1]["what"] = "<i>503</i>"
    report["timeline"][0]["answered"] = {"<u>a</u>": 3}

    page = drill_html(report)

    assert not re.search(r"<(b>x|script|i>503|u>a)", page)
    assert "&lt;script&gt;" in page


def test_an_unsafe_page_has_no_picture() -> None:
    page = drill_html(unsafe())

    assert "<svg" not in page
    assert "alarms: use1-errors is on: tested" in page


def test_the_timeline_draws_every_event_and_objective_as_a_line() -> None:
    report = passed()
    report["objectives"][0]["objective"] = 5.0
    picture = svg(report)

    lines = [str(one.get("class")) for one in picture.iter("line") if "mark" in str(one.get("class"))]
    assert lines == [
        "mark injected",
        "mark first-failure",
        "mark recovered",
        "mark detected",
        "mark objective",
        "mark ended",
    ]
    assert {"broken", "recovered 1.9 s", "noticed 2.1 s", "objective: recover in 5.0 s"} <= set(
        texts(picture)
    )
    assert "recovered at 1.9 s" in str(picture.findtext("title"))


def test_an_objective_beyond_the_picture_stands_at_its_edge() -> None:
    assert "objective: recover in 1 min →" in texts(svg(passed()))


def test_bars_stand_for_what_was_answered_and_what_failed() -> None:
    picture = svg(passed())

    assert len(rects(picture, "ok")) == 70
    assert len(rects(picture, "failed")) == 2
    assert {one.get("height") for one in rects(picture, "failed")} == {"95.0"}  # half of the panel
    (outage,) = rects(picture, "outage")
    width = float(str(outage.get("width")))
    assert width == pytest.approx((1.9 - 0.12) / 70 * (960 - 52 - 16), abs=0.3)


def test_labels_do_not_lie_on_each_other() -> None:
    picture = svg(passed())

    spans: list[tuple[float, float, float]] = []
    for one in picture.iter("text"):
        if "label" not in str(one.get("class")):
            continue
        x, y, size = float(str(one.get("x"))), float(str(one.get("y"))), 6 * len("".join(one.itertext()))
        begin = x - size if one.get("text-anchor") == "end" else x
        assert all(y != row or begin >= end or begin + size <= start for start, end, row in spans)
        assert begin >= 0
        assert begin + size <= 960
        spans.append((begin, begin + size, y))


def test_a_long_drill_is_drawn_in_no_more_bars_than_there_is_room_for() -> None:
    slot = passed()["timeline"][0]
    report = passed(timeline=[{**slot, "seconds": float(one)} for one in range(-60, 3_000)])

    assert len(rects(svg(report), "ok")) <= 240


def test_json_is_the_record() -> None:
    assert json.loads(drill_json(passed())) == passed()


def listed(**more: Any) -> Any:
    found = {
        "drill": "lose-a",
        "description": "kill a",
        "last_run": "2026-11-22T02:00:00+00:00",
        "verdict": "passed",
        "recover_seconds": 1.9,
        "objective_seconds": 60.0,
        "operator": "ada@laptop",
        "every_days": 30,
        "due": "2026-12-22T02:00:00+00:00",
        "overdue": False,
    }
    return {**found, **more}


def test_the_list_is_a_table() -> None:
    never = {"last_run": None, "verdict": None, "recover_seconds": None, "operator": None, "due": None}

    lines = plain(list_lines([listed(), listed(drill="lose-b", **never, overdue=True)])).splitlines()

    assert lines[0].split() == ["drill", "last", "run", "verdict", "recovered", "objective", "by", "due"]
    assert lines[1].split() == [
        "lose-a",
        "2026-11-22",
        "passed",
        "1.9",
        "s",
        "1",
        "min",
        "ada@laptop",
        "2026-12-22",
    ]
    assert lines[2].split() == ["lose-b", "never", "-", "-", "1", "min", "-", "overdue"]
    assert lines[-1] == "2 drills, 1 overdue"
    assert plain(list_lines([])) == "holdfast.toml declares no drill\n"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"writes": {"lost": 40, "lost_seconds": 2.0}}, "40 acknowledged writes are gone, over 2.0 s"),
        ({"writes": {"unacknowledged": 2}}, "2 writes are there that were never acknowledged"),
        ({"writes": {"unknown": 3}}, "3 writes could not be read back"),
        (
            {"measures": {"detect_seconds": None, "detect_words": "no alarm turned"}},
            "nothing noticed: no alarm turned",
        ),
        ({"measures": {"detect_seconds": 9.0}}, "It was noticed 7.1 s after it was over"),
        ({"measures": {"recover_seconds": None}}, "It did not recover by itself while it was broken"),
        ({"measures": {"late_seconds": 2.0}}, "Requests went out up to 2.0 s late"),
    ],
)
def test_what_to_improve_follows_from_the_figures(change: dict[str, Any], words: str) -> None:
    report: Any = passed()
    for key, values in change.items():
        report[key].update(values)

    assert any(words in one for one in improvements(report))


def test_a_recovery_that_took_too_long_says_where_the_time_went() -> None:
    report: Any = passed()
    report["measures"].update(detect_seconds=30.0, recover_seconds=95.0, moved_seconds=40.0)
    report["objectives"][0].update(measured=95.0, met=False)

    (told,) = [one for one in improvements(report) if one.startswith("Recovery took")]
    assert told == (
        "Recovery took 95.0 s, 35.0 s too long. 30.0 s of it passed until it was noticed, 65.0 s after that. "
        "Somebody else answered after 40.0 s; clients came over until the end. The longest part is the one "
        "to shorten."
    )
