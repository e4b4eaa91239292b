"""Drills against two APIs behind a real HAProxy or nginx on this machine.

Times are held between bounds that follow from how the proxy checks: an API that is killed refuses the next
check within one interval and the one after that within another, so clients see errors for at least
(fall - 1) intervals and at most fall intervals. Shorter would mean that nothing was killed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import app
from tests.needs import needs
from tests.operate.drill.lab import FALL, INTERVAL_SECONDS, SLACK_SECONDS, Lab, lab

if TYPE_CHECKING:
    from holdfast.operate.drill.model import DrillReport

ROOT = Path(__file__).parents[3]
needs_haproxy, needs_nginx = needs("haproxy"), needs("nginx")
pytestmark = pytest.mark.xdist_group("drills")  # one after another: they measure times


def drill(made: Lab, *more: str) -> tuple[int, DrillReport, str]:
    """Run the drill ``lose-a``; its exit code, its report and what it said on the way."""
    arguments = ["drill", "lose-a", "--program", str(made.folder), "--yes", "--json", *more]
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.stderr
    return result.exit_code, json.loads(result.stdout), result.stderr


def writes(made: Lab, **more: Any) -> dict[str, Any]:
    found = {"url": f"{made.url}/items/{{marker}}", "read_url": f"{made.url}/items/{{marker}}", "rate": 10}
    return {**found, "settle_seconds": 1, **more}


@needs_haproxy
def test_a_killed_api_is_detected_and_recovered_from_in_the_time_that_the_checks_take(tmp_path: Path) -> None:
    store = tmp_path / "items"
    store.mkdir()
    with lab(tmp_path, options=["--store", str(store)]) as made:
        made.declare(
            detector=made.control("down", "a"),
            writes=writes(made, delete=True),
            objectives={"recover_seconds": 3, "detect_seconds": 3, "lost_writes": 0, "lost_seconds": 0},
        )
        code, report, told = drill(made)
        assert made.runs("a")

    assert (code, report["verdict"]) == (0, "passed"), report["reasons"]
    measures, phases = report["measures"], report["phases"]
    assert measures is not None
    assert phases is not None
    least, most = (FALL - 1) * INTERVAL_SECONDS, FALL * INTERVAL_SECONDS
    assert measures["recover_seconds"] is not None
    assert least <= measures["recover_seconds"] <= most + SLACK_SECONDS
    assert measures["detect_seconds"] is not None
    assert least <= measures["detect_seconds"] <= most + SLACK_SECONDS
    assert measures["first_failure_seconds"] is not None
    assert measures["first_failure_seconds"] < INTERVAL_SECONDS + SLACK_SECONDS
    # Of 30 requests a second each other one goes to the dead API, for between half a second and one.
    assert 5 <= phases["during"]["failed"] <= 30 * (most + SLACK_SECONDS)
    assert (phases["before"]["failed"], phases["after"]["failed"]) == (0, 0)
    assert report["writes"] is not None
    assert report["writes"]["acknowledged"] > 40
    assert (report["writes"]["lost"], report["writes"]["unknown"]) == (0, 0)
    assert list(store.iterdir()) == []  # the drill takes its writes away again
    assert [one["kind"] for one in report["events"] if one["kind"] != "told"] == [
        "injected",
        "first failure",
        *sorted(["detected", "recovered"], key=lambda one: _at(report, one)),
        "ended",
    ]
    assert "a answers no more" in report["effects"]
    assert json.loads(Path(report["record"]).read_text()) == report
    assert "watching the steady state for 2 s" in told


def _at(report: DrillReport, kind: str) -> float:
    return next(one["seconds"] for one in report["events"] if one["kind"] == kind)


@needs_haproxy
def test_writes_that_were_not_copied_yet_are_lost_and_counted(tmp_path: Path) -> None:
    lag = 1.5
    options = {"a": ["--peer", "http://127.0.0.1:{b}", "--lag", str(lag)], "b": []}
    with lab(tmp_path, options=options, standby=True) as made:
        read = f"{made.own('b')}/items/{{marker}}"
        made.declare(
            writes=writes(made, read_url=read, rate=20, settle_seconds=2 * lag),
            safety={"baseline_seconds": 5},
            objectives={"lost_writes": 0},
        )
        code, report, _ = drill(made)

    assert (code, report["verdict"]) == (1, "objectives missed")
    found = report["writes"]
    assert found is not None
    # As many as are written in the lag, of some hundred; on a busy machine a copy takes its time.
    assert 20 * lag * 0.7 <= found["lost"] <= 20 * (lag + SLACK_SECONDS)
    assert lag - 0.5 <= found["lost_seconds"] <= lag + SLACK_SECONDS
    assert found["acknowledged"] > 1.5 * 20 * (lag + SLACK_SECONDS)
    assert report["measures"] is not None
    assert report["measures"]["moved_seconds"] is not None
    assert report["measures"]["moved_seconds"] <= FALL * INTERVAL_SECONDS + SLACK_SECONDS
    assert "b answers, which did not before" in report["effects"]
    assert any(one.startswith("lost writes: ") for one in report["reasons"])
    assert any("acknowledged writes are gone" in one for one in report["improve"])


@needs_haproxy
def test_what_comes_back_with_the_old_writer_is_lost_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "of-a").mkdir()
    options = {"a": ["--store", str(tmp_path / "of-a")], "b": []}
    with lab(tmp_path, options=options, standby=True) as made:
        made.declare(writes=writes(made))
        _, report, _ = drill(made)

    # Nothing is ever copied. Read by the proxy after a is back, all of a's would seem to be there.
    assert report["writes"] is not None
    assert report["writes"]["lost"] > 0.9 * 2 * 10
    assert report["verdict"] == "passed"  # it has no objective for that
    assert any("acknowledged writes are gone" in one for one in report["improve"])


@needs_nginx
def test_a_proxy_that_tries_again_hides_the_loss_and_the_drill_still_sees_it(tmp_path: Path) -> None:
    with lab(tmp_path, "nginx", again="error timeout") as made:
        made.declare()
        code, report, _ = drill(made)

    assert (code, report["verdict"]) == (0, "passed"), report["reasons"]
    assert report["phases"] is not None
    assert report["phases"]["during"]["failed"] == 0
    assert report["measures"] is not None
    assert report["measures"]["recover_seconds"] == 0
    assert report["effects"] == ["a answers no more"]


@needs_nginx
def test_a_recovery_that_does_not_come_aborts_the_drill_and_puts_back(tmp_path: Path) -> None:
    # nginx without checks of its own asks the dead API again each second, so it never is quiet.
    with lab(tmp_path, "nginx") as made:
        made.declare(limits={"recover_seconds": 4})
        code, report, _ = drill(made)
        assert made.runs("a")

    assert (code, report["verdict"]) == (1, "aborted")
    assert report["reasons"][0].startswith("the API has not recovered 4 s after the injection")
    assert report["undone"] is not None
    assert report["measures"] is not None
    assert report["measures"]["recover_seconds"] is None
    ended = _at(report, "ended")
    assert 4 <= ended <= 4 + SLACK_SECONDS
    assert report["phases"] is not None
    assert report["phases"]["after"]["requests"] > 0


@needs_haproxy
def test_too_many_errors_abort_the_drill(tmp_path: Path) -> None:
    with lab(tmp_path) as made:
        made.declare(
            limits={"error_percent": 10, "error_seconds": 0.5, "recover_seconds": 30},
        )
        code, report, _ = drill(made)
        assert made.runs("a")

    assert (code, report["verdict"]) == (1, "aborted")
    assert "requests of the last 0.5 s failed, and the limit is 10 %" in report["reasons"][0]


@needs_haproxy
def test_a_drill_that_breaks_nothing_does_not_pass(tmp_path: Path) -> None:
    with lab(tmp_path) as made:
        made.declare(command={"run": ["true"], "undo": ["true"]}, objectives={"recover_seconds": 60})
        code, report, _ = drill(made)

    assert (code, report["verdict"]) == (1, "no effect")
    assert report["effects"] == []
    assert report["improve"][0].startswith("Find out why nothing happened")


@needs_nginx
def test_nothing_is_broken_while_the_api_fails(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    # nginx asks the dead API again each second, however long ago it died.
    with lab(tmp_path, "nginx") as made:
        subprocess.run(made.control("kill", "a"), check=True)  # noqa: S603  # own words
        made.declare(command={"run": ["touch", str(ran)], "undo": ["true"]})
        code, report, _ = drill(made)

    assert (code, report["verdict"]) == (1, "not safe")
    assert report["reasons"][0].startswith("steady state: ")
    assert report["injected"] is None
    assert not ran.exists()


@needs_haproxy
@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"safety": {"not_during": ["00:00-24:00"]}}, "hour: "),
        ({"detector": ["true"]}, "detector: it sees a fault already"),
    ],
)
def test_other_reasons_not_to_begin(tmp_path: Path, more: dict[str, Any], reason: str) -> None:
    ran = tmp_path / "ran"
    with lab(tmp_path) as made:
        made.declare(**{**more, "command": {"run": ["touch", str(ran)], "undo": ["true"]}})
        code, report, _ = drill(made)

    assert (code, report["verdict"]) == (1, "not safe")
    assert report["reasons"][0].startswith(reason)
    assert not ran.exists()


@needs_haproxy
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_person_who_stops_it_finds_all_put_back(tmp_path: Path, number: signal.Signals) -> None:
    with lab(tmp_path) as made:
        made.declare(hold_seconds=60)
        process = started(made)
        wait(lambda: not made.runs("a"), "a is killed")
        process.send_signal(number)
        process.send_signal(signal.SIGINT)  # who is impatient changes nothing
        assert process.wait(30) == 1
        assert made.runs("a")
        report = newest(made)

    assert report["verdict"] == "aborted"
    assert report["reasons"][0] == "a person stopped it"


@needs_haproxy
def test_what_a_killed_run_left_broken_is_put_back_by_the_next(tmp_path: Path) -> None:
    with lab(tmp_path) as made:
        made.declare(hold_seconds=60)
        process = started(made)
        wait(lambda: not made.runs("a"), "a is killed")
        process.kill()
        process.wait()
        left = newest(made)
        assert left["verdict"] == "running"
        assert not made.runs("a")

        time.sleep(2 * INTERVAL_SECONDS)
        made.declare()
        _, report, told = drill(made)

    assert f"{left['run']} was killed: putting back what it broke" in told
    mended = json.loads((tmp_path / "drills" / "lose-a" / f"{left['run']}.json").read_text())
    assert mended["verdict"] == "aborted"
    assert mended["undone"].startswith("ran ")
    assert report["safety"][-1]["name"] == "steady state"


@needs_haproxy
def test_a_run_beside_another_is_refused(tmp_path: Path) -> None:
    with lab(tmp_path) as made:
        made.declare(hold_seconds=60)
        process = started(made)
        wait(lambda: not made.runs("a"), "a is killed")
        code, report, _ = drill(made)
        process.send_signal(signal.SIGTERM)
        process.wait(30)

    assert code == 3
    assert f"(process {process.pid} on " in report["reasons"][0]


@needs_haproxy
def test_an_undo_that_fails_is_told_first_and_is_the_tools_failure(tmp_path: Path) -> None:
    with lab(tmp_path) as made:
        made.declare(command={"undo": ["sh", "-c", "echo no such unit; exit 5"]})
        code, report, _ = drill(made)

    assert (code, report["verdict"]) == (3, "failed")
    assert report["reasons"][0].startswith("NOT PUT BACK: 'sh -c ")
    assert report["reasons"][0].endswith("ended with 5: no such unit")
    assert report["undone"] is None


@needs_haproxy
def test_a_command_that_cannot_be_run_fails_the_drill_and_undoes(tmp_path: Path) -> None:
    undone = tmp_path / "undone"
    with lab(tmp_path) as made:
        made.declare(command={"run": ["no-such-command"], "undo": ["touch", str(undone)]})
        code, report, _ = drill(made)

    assert (code, report["verdict"]) == (3, "failed")
    assert "'no-such-command' cannot be run: No such file or directory" in report["reasons"][0]
    assert undone.exists()


def started(made: Lab) -> subprocess.Popen[bytes]:
    """The drill as a process of its own."""
    command = [sys.executable, "-m", "holdfast", "drill", "lose-a", "--program", str(made.folder), "--yes"]
    return subprocess.Popen(  # noqa: S603  # own words
        command,
        cwd=ROOT,
        env={**os.environ, "HOLDFAST_EMULATED": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def newest(made: Lab) -> DrillReport:
    found: DrillReport = json.loads(max((made.folder / "drills" / "lose-a").iterdir()).read_text())
    return found


def wait(true: Any, what: str) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)
