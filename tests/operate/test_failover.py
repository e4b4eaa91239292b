"""Failover and failback of a pair of regions, from the command line to the emulator's state.

Aurora's switchover and failover are ours (emulated_aurora.py), and the table's replica is a table of its own.
"""

from __future__ import annotations

import contextlib
import json
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.operate.documents import DocumentFolder
from tests.operate.command_line import CommandLine, hurried

if TYPE_CHECKING:
    from pathlib import Path

    from tests.operate.emulated_stack import World
    from tests.operate.regional_proxy import RegionalProxy


@pytest.fixture
def holdfast(stack: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    hurried(monkeypatch)
    return CommandLine(stack.operations, tmp_path)


KNOCKED = {("us-east-1", "sts"), ("us-east-1", "s3")}
"""What a region that is said to be lost is asked: whether it answers, and who holds the lock there."""


def lose(stack: World, proxy: RegionalProxy, *, hangs: bool = False) -> None:
    """Lose us-east-1: it fails at once, or gives no answer at all, which tests have to wait for."""
    stack.dead.add("use1")
    (proxy.hanging if hangs else proxy.failing).add("us-east-1")


def find(proxy: RegionalProxy) -> None:
    proxy.hanging.clear()
    proxy.failing.clear()


def assert_only_knocked(proxy: RegionalProxy) -> None:
    asked = [call for call in proxy.calls if call[0] == "us-east-1"]
    assert set(asked) <= KNOCKED
    assert len(asked) == len(set(asked)) > 0


def assert_in_euw1(stack: World) -> None:
    assert stack.writer() == "euw1"
    assert stack.switched("use1")
    assert stack.leads_to() == "euw1"
    assert len(stack.group("euw1")["Instances"]) == 15
    assert stack.tasks("euw1") == 3


def test_a_lost_region_is_left_without_a_call_to_it(
    stack: World, proxy: RegionalProxy, holdfast: CommandLine
) -> None:
    lose(stack, proxy, hangs=True)
    proxy.calls.clear()
    result = holdfast("failover", "--away-from", "use1", "--lost", "--yes")
    assert result.exit_code == 0, result.output
    assert_only_knocked(proxy)
    find(proxy)
    assert_in_euw1(stack)
    (record,) = holdfast.records()
    assert record["outcome"] == "done"
    assert record["graceful"] is False
    assert {step["stage"] for step in record["steps"]} == {"done"}
    assert all(step["source"] and step["began"] <= step["ended"] for step in record["steps"])


def test_that_it_is_lost_is_seen_and_shown(
    stack: World, proxy: RegionalProxy, holdfast: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried(monkeypatch, look_seconds=15)
    lose(stack, proxy, hangs=True)
    result = holdfast("failover", "--away-from", "use1", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "away from use1 to euw1: as lost" in result.stdout
    assert "because AWS's API in use1 does not answer" in result.stdout
    assert "nothing was changed (--dry-run)" in result.stderr
    find(proxy)
    assert stack.writer() == "use1"
    assert not stack.switched("use1")
    assert holdfast.records() == []


def test_maintenance_there_and_back_leaves_all_as_it_was(
    stack: World, proxy: RegionalProxy, holdfast: CommandLine
) -> None:
    result = holdfast("failover", "--away-from", "use1", "--yes")
    assert result.exit_code == 0, result.output
    assert "gracefully, no write lost" in result.stdout
    assert_in_euw1(stack)
    stack.lag(0.5)
    result = holdfast("failback", "--yes", "--flap-minutes", "0")
    assert result.exit_code == 0, result.output
    assert stack.writer() == "use1"
    assert not stack.switched("use1")
    assert stack.leads_to() == "use1"
    assert stack.group("euw1")["MinSize"] == 4
    assert [one["operation"] for one in holdfast.records()] == ["failover", "failback"]
    del proxy


def test_after_a_loss_writers_and_traffic_come_back(
    stack: World, proxy: RegionalProxy, holdfast: CommandLine
) -> None:
    lose(stack, proxy)
    assert holdfast("failover", "--away-from", "use1", "--lost", "--yes").exit_code == 0
    find(proxy)
    stack.dead.clear()
    assert stack.leads_to() == "euw1"  # a region that comes back by itself stays out of the traffic
    result = holdfast("failback", "--yes", "--flap-minutes", "0")
    assert result.exit_code == 0, result.output
    assert (stack.writer(), stack.leads_to()) == ("use1", "use1")


def test_nothing_to_come_back_from_is_told(stack: World, holdfast: CommandLine) -> None:
    del stack
    result = holdfast("failback", "--yes")
    assert result.exit_code == 0
    assert "nothing to come back from" in result.stderr


def test_what_is_done_is_not_done_again(stack: World, holdfast: CommandLine) -> None:
    assert holdfast("failover", "--away-from", "use1", "--yes").exit_code == 0
    result = holdfast("failover", "--away-from", "use1", "--yes", "--flap-minutes", "0")
    assert result.exit_code == 0, result.output
    assert "every step is done already" in result.stderr
    assert len(holdfast.records()) == 1
    assert_in_euw1(stack)


class KilledError(BaseException):
    """As if the process had been killed."""


@pytest.mark.parametrize("after", range(1, 14))
def test_killed_after_any_write_the_same_command_finishes(
    stack: World,
    proxy: RegionalProxy,
    holdfast: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
) -> None:
    lose(stack, proxy)
    writes = 0
    write = DocumentFolder.write

    def killing(self: DocumentFolder, name: str, text: str) -> None:
        nonlocal writes
        write(self, name, text)
        writes += 1
        if writes == after:
            raise KilledError

    # A process that is killed gives no lock back; its own machine sees that it is gone.
    with monkeypatch.context() as killed:
        killed.setattr(DocumentFolder, "write", killing)
        killed.setattr("holdfast.operate.lock.Lock.release", lambda _: None)
        killed.setattr("os.getpid", lambda: 2**22 + 1)
        with contextlib.suppress(KilledError):
            holdfast("failover", "--away-from", "use1", "--lost", "--yes")
    assert writes >= after or holdfast.records()[0]["outcome"] == "done"
    proxy.calls.clear()
    result = holdfast("failover", "--away-from", "use1", "--lost", "--yes")
    assert result.exit_code == 0, result.output
    assert_only_knocked(proxy)
    find(proxy)
    assert_in_euw1(stack)


def test_ctrl_c_lets_calls_end_and_says_how_to_go_on(
    stack: World, holdfast: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from holdfast.operate.actions.route import MoveTraffic  # noqa: PLC0415

    act = MoveTraffic.act

    def interrupted(self: MoveTraffic) -> None:
        signal.raise_signal(signal.SIGINT) if threading.current_thread() is threading.main_thread() else (
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        )
        time.sleep(1)
        act(self)

    monkeypatch.setattr(MoveTraffic, "act", interrupted)
    result = holdfast("failover", "--away-from", "use1", "--yes")
    assert result.exit_code == 1, result.output
    (record,) = holdfast.records()
    assert record["outcome"] == "interrupted"
    assert stack.switched("use1")  # the call in flight ended
    assert "To go on, with what is done seen as done: holdfast" in result.stdout
    assert "interrupted: the calls in flight end, nothing new begins" in result.stderr
    monkeypatch.setattr(MoveTraffic, "act", act)
    assert holdfast("failover", "--away-from", "use1", "--yes").exit_code == 0
    assert_in_euw1(stack)


def test_progress_is_told_line_by_line_where_no_terminal_is(stack: World, holdfast: CommandLine) -> None:
    del stack
    result = holdfast("failover", "--away-from", "use1", "--yes")
    told = [line.split(" ", 1)[1] for line in result.stderr.splitlines() if line.startswith("20")]
    assert told[0].startswith("capacity-")
    assert any(line.startswith("promote-orders: under way: begun; before: use1 writes") for line in told)
    assert told[-1] == "done: every step is done"


def test_json_is_the_record_and_nothing_else(stack: World, holdfast: CommandLine) -> None:
    del stack
    result = holdfast("failover", "--away-from", "use1", "--yes", "--json")
    assert json.loads(result.stdout) == holdfast.records()[0]


def test_the_plan_as_json(stack: World, holdfast: CommandLine) -> None:
    del stack
    plan: dict[str, Any] = json.loads(
        holdfast("failover", "--away-from", "use1", "--dry-run", "--json").stdout
    )
    assert plan["graceful"] is True
    left = [[one["worst_seconds"] for one in group if one["stage"] != "done"] for group in plan["groups"]]
    assert plan["worst_seconds"] == sum(max(group, default=0) for group in left)
    assert {one["guard"]: one["passed"] for one in plan["guards"]} == dict.fromkeys(
        ["account", "lost", "health", "lag", "capacity", "flap"], True
    )


def test_a_copy_of_the_record_lies_beside_the_lock(stack: World, holdfast: CommandLine) -> None:
    assert holdfast("failover", "--away-from", "use1", "--yes").exit_code == 0
    (record,) = holdfast.records()
    for place in ("use1", "euw1"):
        switch = stack.operations["entrances"]["public"]["endpoints"][place]["switch"]
        assert switch is not None
        s3 = stack.aws.client("s3", region_name=switch["region"])
        copied = s3.get_object(Bucket=switch["bucket"], Key=f"operations/records/{record['run']}.json")
        assert json.loads(copied["Body"].read()) == record
