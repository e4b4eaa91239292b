"""Where runs are kept, and the list that is made of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.operate.aws import clients
from holdfast.operate.documents import RecordsError
from holdfast.operate.drill.records import drill_records
from tests.operate.drill.conftest import PROBE, Drills
from tests.operate.drill.reports import passed, unsafe
from tests.operate.emulator import reset

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.operate.drill.model import DrillReport

DECLARED = """[drills.{name}]
description = "kill it"
{more}
[drills.{name}.command]
run = ["false"]
undo = ["true"]
"""
BUCKET = "s3://drill-records/team?region=eu-west-1"


def declared(*drills: tuple[str, str]) -> str:
    return "".join(
        DECLARED.format(name=name, more=more) + PROBE.format(name=name, url="http://127.0.0.1:9")
        for name, more in drills
    )


def kept(drills: Drills, report: DrillReport) -> None:
    drill_records("drills", report["drill"], drills.folder, clients()).write(report)


def ago(days: float, **more: Any) -> DrillReport:
    moment = datetime.now(UTC) - timedelta(days=days)
    run = f"{moment:%Y%m%dT%H%M%SZ}-lose-a-0000"
    return passed(run=run, started=moment.isoformat(timespec="seconds"), **more)


@pytest.fixture
def bucket(aws: Any, emulated_aws: str) -> None:
    reset(emulated_aws)
    s3 = aws.client("s3", region_name="eu-west-1")
    s3.create_bucket(Bucket="drill-records", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})


@pytest.mark.parametrize("place", ["drills", BUCKET])
@pytest.mark.usefixtures("bucket")
def test_the_newest_run_is_read_again(tmp_path: Path, place: str) -> None:
    keep = drill_records(place, "lose-a", tmp_path, clients())
    assert keep.newest() is None

    first, second = passed(), passed(run="20261123T020000Z-lose-a-0a1b")
    for report in (second, first):
        keep.write(report)

    assert keep.newest() == second
    assert drill_records(place, "lose-b", tmp_path, clients()).newest() is None


def test_records_are_named_for_people(tmp_path: Path) -> None:
    assert drill_records(BUCKET, "x", tmp_path, clients()).name("r") == "s3://drill-records/team/x/r.json"
    assert drill_records("drills", "x", tmp_path, clients()).name("r") == str(tmp_path / "drills/x/r.json")
    with pytest.raises(RecordsError, match="names its region"):
        drill_records("s3://bucket", "x", tmp_path, clients())


@pytest.mark.parametrize(
    ("text", "words"), [("{", "is no record of a drill"), ('{"version": 9}', "of version 1")]
)
def test_another_file_is_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "drills" / "x").mkdir(parents=True)
    (tmp_path / "drills" / "x" / "1.json").write_text(text)

    with pytest.raises(RecordsError, match=words):
        drill_records("drills", "x", tmp_path, clients()).newest()


def test_the_list_says_when_how_and_by_whom(drills: Drills) -> None:
    drills.declare(declared(("lose-a", "every_days = 30"), ("lose-b", "")))
    kept(drills, ago(3))

    found = drills("--list")

    assert found.exit_code == 0, found.output
    rows = found.stdout.splitlines()
    assert rows[1].split()[0] == "lose-a"
    assert "passed" in rows[1]
    assert "ada@laptop" in rows[1]
    assert rows[2].split()[:3] == ["lose-b", "never", "-"]
    assert rows[-1] == "2 drills, 0 overdue"


@pytest.mark.parametrize("last", [None, ago(31), ago(1, injected=None, verdict="not safe")])
def test_what_is_due_and_was_not_run_is_overdue(drills: Drills, last: DrillReport | None) -> None:
    drills.declare(declared(("lose-a", "every_days = 30")))
    if last is not None:
        kept(drills, last)

    found = drills("--list", "--json")

    assert found.exit_code == 1
    document = json.loads(found.stdout)
    assert document["counts"] == {"drills": 1, "overdue": 1}
    assert document["drills"][0]["overdue"]


@pytest.mark.usefixtures("bucket")
def test_the_list_reads_a_bucket(drills: Drills) -> None:
    drills.declare(declared(("lose-a", f'records = "{BUCKET}"')))
    drill_records(BUCKET, "lose-a", drills.folder, clients()).write(passed())

    assert "passed" in drills("--list").stdout


def test_the_newest_report_is_printed_again(drills: Drills) -> None:
    drills.declare(declared(("lose-a", "")))
    kept(drills, unsafe())

    page = drills("lose-a", "--last", "--format", "html")
    text = drills("lose-a", "--last", "--output", str(drills.folder / "report.txt"))

    assert (page.exit_code, text.exit_code) == (0, 0)
    assert page.stdout.startswith("<!doctype html>")
    assert (drills.folder / "report.txt").read_text().startswith("NOT SAFE")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "which drill? holdfast.toml declares lose-a"),
        (("lose-b",), "there is no drill 'lose-b'; did you mean 'lose-a'?"),
        (("lose-a", "--list"), "--list takes no NAME"),
        (("--list", "--format", "html"), "--list takes no NAME, and prints text or JSON"),
        (("lose-a", "--last"), "lose-a was never run"),
        (("lose-a",), "nobody can be asked here: say --yes"),
        (("lose-a", "--yes", "--operations", "x.json"), "lose-a names no stack, so it takes no --operations"),
        (("lose-a", "--records", "s3://x"), "s3://x is no address in S3 that names its region"),
    ],
)
def test_what_is_asked_for_wrongly_is_said(drills: Drills, arguments: tuple[str, ...], words: str) -> None:
    drills.declare(declared(("lose-a", "")))

    found = drills(*arguments)

    assert found.exit_code == 2
    assert words in found.stderr


def test_a_file_that_is_not_there_or_wrong_is_told(drills: Drills) -> None:
    found = drills("lose-a")
    assert (found.exit_code, "drills are declared there" in found.stderr) == (2, True)

    drills.declare("[drills.x]\nname = 1\n")
    found = drills("--list")
    assert found.exit_code == 2
    assert "holdfast.toml:2: drills.x.name: unknown key" in found.stderr


def test_the_plan_is_shown_before_anybody_is_asked(drills: Drills) -> None:
    drills.declare(declared(("lose-a", "")))

    told = drills("lose-a").stderr

    assert "breaks   runs false" in told
    assert "then     runs true" in told
    assert "stops    at: not recovered after 600 s; or by Ctrl-C" in told


@pytest.mark.parametrize(("days", "mended"), [(0.5, False), (2, True)])
def test_what_may_still_run_elsewhere_is_left_alone_for_a_day(
    drills: Drills, days: float, mended: bool
) -> None:
    mark = drills.folder / "undone"
    drills.declare(declared(("lose-a", "")).replace('undo = ["true"]', f'undo = ["touch", "{mark}"]'))
    left = ago(days, verdict="running", host="another", pid=1)
    kept(drills, left)

    found = drills("lose-a", "--yes")

    assert mark.exists() is mended
    # Nothing answers there, so that it goes no further either way.
    assert found.exit_code == (1 if mended else 3)
    assert ("(process 1 on another)" in found.stdout) is not mended
